"""One record as it was read: plain columns, and values by field."""

from __future__ import annotations

from typing import Any

from odnos.engine.access.actor import Actor
from odnos.engine.access.fields import safe
from odnos.engine.records.kept import spread
from odnos.engine.tables.custom import COLUMN
from odnos.objects.registry import ObjectType


class Row:
    """A record's columns, with `row["amount"]` giving a field's value. Not a model: it cannot be saved."""

    __slots__ = ("columns", "type")

    def __init__(self, object_type: ObjectType, columns: dict[str, Any]) -> None:
        self.type = object_type
        self.columns = spread(object_type, columns) if object_type.kept else columns

    @property
    def id(self) -> int:
        return int(self.columns["id"])

    @property
    def version(self) -> int:
        return int(self.columns["version"])

    @property
    def reference(self) -> tuple[str, int]:
        return self.type.key, self.id

    @property
    def title(self) -> str:
        """The words by which a person knows the record."""
        return title_of(self[self.type.title])

    def __getitem__(self, name: str) -> Any:
        return self.type.field(name).value(self.columns)

    def get(self, name: str) -> Any:
        """Return a field's value; None where the reader knows of no such field."""
        return self[name] if name in self.type.by_name else None

    def __repr__(self) -> str:
        return f"<{self.type.key} {self.id} v{self.version}>"


def seen_by(by: Actor, row: Row) -> Row:
    """Return a row as `by` may know it, whatever it was read with: without the fields that are hidden from them."""
    object_type = safe(row.type, by=by)
    if object_type is row.type:
        return row
    hidden = [field for name, field in row.type.by_name.items() if name not in object_type.by_name]
    gone = {COLUMN, *(column for field in hidden for column in (*field.columns, field.name))}
    return Row(object_type, {name: value for name, value in row.columns.items() if name not in gone})


def title_of(value: Any) -> str:
    written = " ".join(str(value or "").split())
    return written if len(written) <= 80 else f"{written[:79]}…"
