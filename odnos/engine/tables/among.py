"""Membership in a long list of ids, as one parameter: SQLite takes no more than 32,766, and every one has to be bound."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django.db.models import BooleanField, F
from django.db.models.expressions import Func


class Among(Func):
    """The condition that `column` is one of `ids`, or of other values that it holds."""

    output_field = BooleanField()
    conditional = True

    def __init__(self, ids: Iterable[Any], column: str = "pk") -> None:
        super().__init__(F(column))
        self.ids = tuple(ids)

    @property
    def identity(self) -> Any:
        return super().identity, self.ids

    def as_sql(self, compiler: Any, connection: Any, **_extra: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        source = self.get_source_expressions()[0]
        column, params = compiler.compile(source)
        kept = [
            item if isinstance(item, int | str) else source.output_field.get_db_prep_value(item, connection)
            for item in self.ids
        ]
        if connection.vendor == "postgresql":
            return f"{column} = ANY(%s)", [*params, kept]
        return f"{column} IN (SELECT value FROM json_each(%s))", [*params, json.dumps(kept)]
