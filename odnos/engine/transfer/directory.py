"""Finding the records that a column names: exactly, then blind to case and accents; what is merely near is only told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from rapidfuzz import fuzz, process

from odnos.engine.access.actor import Actor
from odnos.engine.records.reach import reach
from odnos.lib import text
from odnos.objects import fields as f
from odnos.objects.fields import Field
from odnos.objects.registry import ObjectType

_NEAR = 84
_ASKED_NEAR = 2000


class Directory:
    """Records of one object by the values of one field, within the actor's reach and, for steps of a path, one scope."""

    def __init__(
        self, object_type: ObjectType, field: Field, *, by: Actor, scope: dict[str, int] | None = None
    ) -> None:
        self.object_type = object_type
        self.field = field
        self.by = by
        self.scope = scope or {}
        self.found: dict[str, tuple[int, ...]] = {}
        self._folded: dict[str, list[int]] | None = None
        self._titles: dict[str, str] = {}
        self._asked = 0
        self._near: dict[str, tuple[str, int] | None] = {}
        self.is_exact = field.unique and type(field) is f.Text and field.name != object_type.title

    def fold(self, value: str) -> str:
        """A value as it is compared: keys of other systems as they are, names blind to case and accents."""
        return value if self.is_exact else text.fold(value)

    def load(self, values: Iterable[str]) -> None:
        """Look up those of `values` that are not known yet, together."""
        unknown = {value for value in values if value not in self.found}
        if not unknown:
            return
        exact: dict[str, list[int]] = defaultdict(list)
        for chunk in _chunks(sorted(unknown)):
            wanted = {f"{self.field.column}__in": chunk}
            for record_id, value in self._query().filter(**wanted).values_list("pk", self.field.column):
                exact[value].append(record_id)
        for value in unknown:
            self.found[value] = tuple(exact[value]) if value in exact else self._by_folding(value)

    def ids(self, value: str) -> tuple[int, ...]:
        """Every record that `value` names."""
        if value not in self.found:
            self.load([value])
        return self.found[value]

    def again(self, value: str) -> tuple[int, ...]:
        """Look `value` up anew, by folding: records have been made since."""
        if not self.found.get(value):
            self.found[value] = self._by_folding(value)
        return self.found[value]

    def add(self, value: str, record_id: int) -> None:
        """Take in a record that has just been made."""
        self.found[value] = (record_id,)
        if self._folded is not None:
            self._folded.setdefault(self.fold(value), []).append(record_id)

    def near(self, value: str) -> tuple[str, int] | None:
        """The most similar value and its record, or None when nothing is similar. Blind to spaces and signs."""
        if value not in self._near:
            self._asked += 1
            self._near[value] = self._nearest(value) if self._asked <= _ASKED_NEAR else None
        return self._near[value]

    def _nearest(self, value: str) -> tuple[str, int] | None:
        if not self._titles:
            self._titles = {title: text.squeeze(title) for title in self._all_values()}
        best = process.extractOne(text.squeeze(value), self._titles, scorer=fuzz.ratio, score_cutoff=_NEAR)
        if best is None:
            return None
        title = str(best[2])
        return title, self.ids(title)[0]

    def _query(self) -> Any:
        return reach(self.object_type, by=self.by).filter(**self.scope)

    def _by_folding(self, value: str) -> tuple[int, ...]:
        if self._folded is None:
            self._folded = self._fold_all()
        return tuple(self._folded.get(self.fold(value), ()))

    def _fold_all(self) -> dict[str, list[int]]:
        folded: dict[str, list[int]] = defaultdict(list)
        for record_id, value in self._query().values_list("pk", self.field.column).iterator(chunk_size=5000):
            folded[self.fold(str(value))].append(record_id)
        return dict(folded)

    def _all_values(self) -> list[str]:
        return [str(value) for value in self._query().values_list(self.field.column, flat=True) if value]


def field_for(object_type: ObjectType, values: Iterable[str]) -> Field:
    """The field by which a column without further word names records: e-mail when all look like one, else the title."""
    email = object_type.by_name.get("email")
    filled = [value for value in values if value]
    if isinstance(email, f.Email) and filled and all("@" in value for value in filled):
        return email
    return object_type.title_field


def _chunks(values: list[str], size: int = 500) -> Iterable[list[str]]:
    return (values[start : start + size] for start in range(0, len(values), size))
