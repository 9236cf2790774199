"""Membership in a long list of ids or words, as one parameter: SQLite takes no more than 32,766, and every one has to be bound."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django.db.models import BooleanField, F, IntegerField
from django.db.models.expressions import Func


class Among(Func):
    """The condition that `column` is one of `ids`, or of whatever else the column holds."""

    output_field = BooleanField()
    conditional = True

    def __init__(self, ids: Iterable[int] | Iterable[str], column: str = "pk") -> None:
        super().__init__(F(column))
        self.ids = tuple(ids)

    @property
    def identity(self) -> Any:
        return super().identity, self.ids

    def as_sql(self, compiler: Any, connection: Any, **_extra: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        source = self.get_source_expressions()[0]
        column, params = compiler.compile(source)
        values: list[Any] = list(self.ids)
        if not isinstance(source.output_field, IntegerField):  # thousands of ids are bound as they are
            prepare = source.output_field.get_db_prep_value
            values = [prepare(value, connection, prepared=False) for value in values]
        if connection.vendor == "postgresql":
            return f"{column} = ANY(%s)", [*params, values]
        return f"{column} IN (SELECT value FROM json_each(%s))", [*params, json.dumps(values)]
