"""The names of several other records, each with a role."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple

from django.utils.translation import gettext_lazy as _
from markupsafe import Markup

from odnos.lib import html
from odnos.objects.context import Context, Reference
from odnos.objects.fields.base import Field, Invalid, SideCondition
from odnos.objects.fields.naming import id_of, shown_record
from odnos.objects.labels import Label

MOST = 1000
"""Records named by one field of one record."""


class Linked(NamedTuple):
    """A record named by a link with role."""

    id: int
    role: str = ""


@dataclass(frozen=True)
class Links(Field):
    """Several records of the object `to`, each with an optional role, in the side table that is indexed both ways."""

    to: str = ""
    roles: tuple[tuple[str, Label], ...] = ()
    reverse_label: Label = ""
    sortable: bool = False

    kind: ClassVar[str] = "links"
    names_records: ClassVar[bool] = True
    operators: ClassVar[tuple[str, ...]] = ("is", "is_not", "in", "not_in", "empty", "not_empty")
    column_type: ClassVar[str] = "BIGINT[]"
    empty: ClassVar[Any] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        return ()

    def value(self, columns: Any) -> tuple[Linked, ...]:
        return tuple(columns.get(self.name) or ())

    def store(self, value: Any) -> dict[str, Any]:
        return {}

    def parse(self, raw: Any, ctx: Context) -> tuple[Linked, ...]:
        if raw is None or raw == "":
            return ()
        items = raw.split(",") if isinstance(raw, str) else raw if isinstance(raw, Sequence) else [raw]
        if len(items) > MOST:
            raise Invalid(_("At most %(most)s values fit here.") % {"most": MOST})
        linked = (self.linked(item) for item in items)
        return tuple({item.id: item for item in linked if item}.values())

    def linked(self, raw: Any) -> Linked | None:
        if isinstance(raw, Linked):
            return raw
        given = raw if isinstance(raw, Mapping) else {"id": raw}
        record_id, role = id_of(given.get("id")), str(given.get("role") or "")
        if role and role not in dict(self.roles):
            offered = ", ".join(key for key, _label in self.roles)
            raise Invalid(
                _("“%(written)s” is not one of: %(offered)s.") % {"written": role[:60], "offered": offered}
            )
        return None if record_id is None else Linked(record_id, role)

    def text(self, value: Sequence[Linked] | None, ctx: Context) -> str:
        return ", ".join(self.one(item, ctx) for item in value or ())

    def one(self, item: Linked, ctx: Context) -> str:
        title = ctx.titles.get((self.to, item.id)) or str(_("Hidden"))
        return f"{title} ({dict(self.roles)[item.role]})" if item.role else title

    def html(self, value: Sequence[Linked] | None, ctx: Context) -> Markup:
        return Markup(", ").join(shown_record((self.to, item.id), ctx) for item in value or ())

    def json(self, value: Sequence[Linked] | None) -> list[dict[str, Any]]:
        return [{"id": item.id, "role": item.role or None} for item in value or ()]

    def references(self, value: Sequence[Linked] | None) -> Iterable[Reference]:
        return ((self.to, item.id) for item in value or ())

    def index_text(self, value: Any) -> str:
        return ""

    def schema(self) -> dict[str, Any]:
        role = {"type": ["string", "null"], "enum": [*dict(self.roles), None]}
        item = {"type": "object", "properties": {"id": {"type": "integer"}, "role": role}, "required": ["id"]}
        return {"type": "array", "items": item, "x-links-to": self.to}

    def input_schema(self) -> dict[str, Any]:
        """A bare id is a link without a role."""
        whole = self.schema()
        item = {"anyOf": [{**whole["items"], "additionalProperties": False}, {"type": "integer"}]}
        return {**whole, "type": ["array", "null"], "items": item}

    def condition(self, operator: str, raw: Any, ctx: Context) -> SideCondition:
        if operator in ("empty", "not_empty"):
            return SideCondition(field=self, values=None, negate=operator == "empty")
        given = raw if isinstance(raw, list | tuple) else [raw]
        ids = tuple(id_of(item) or 0 for item in given)
        return SideCondition(field=self, values=ids, negate=operator in ("is_not", "not_in"))

    def widget(self, value: Any, ctx: Context, *, prefix: str = "") -> Markup:
        name = f"{prefix}{self.name}"
        chosen = value if isinstance(value, str) else ",".join(str(item.id) for item in value or ())
        hidden = html.tag("input", type="hidden", name=name, value=chosen)
        typed = html.tag(
            "input", class_="input", type="text", id=f"field-{name}", role="combobox", autocomplete="off"
        )
        return html.tag("x-combo", hidden, typed, object=self.to, name=name, multiple=True)
