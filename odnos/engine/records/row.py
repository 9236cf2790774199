"""One record as it was read: plain columns, and values by field."""

from __future__ import annotations

from typing import Any

from odnos.engine.records.kept import spread
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

    def __repr__(self) -> str:
        return f"<{self.type.key} {self.id} v{self.version}>"


def title_of(value: Any) -> str:
    written = " ".join(str(value or "").split())
    return written if len(written) <= 80 else f"{written[:79]}…"
