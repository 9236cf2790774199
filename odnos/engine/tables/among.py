"""Membership in a long list of ids or words, as one parameter: SQLite takes no more than 32,766, and every one has to be bound."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django.db.models import BooleanField, F, Field, IntegerField
from django.db.models.expressions import Func

from odnos.engine.tables.prepared import Given


class Ids(Field):  # type: ignore[type-arg]
    """Ids as one parameter, as each database takes them."""

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:  # noqa: ARG002, FBT001, FBT002 -- Django's signature
        return list(value) if connection.vendor == "postgresql" else json.dumps(list(value))


def ids_given(name: str) -> Given:
    """Return ids that are known when a prepared query is asked, under their name."""
    return Given(name, Ids())


class Among(Func):
    """The condition that `column` is one of `ids`, or of whatever else the column holds; ids may be given when it is asked."""

    output_field = BooleanField()
    conditional = True

    def __init__(self, ids: Iterable[int] | Iterable[str] | Given, column: str = "pk") -> None:
        super().__init__(F(column))
        self.ids = ids if isinstance(ids, Given) else tuple(ids)

    @property
    def identity(self) -> Any:
        return super().identity, self.ids

    def as_sql(self, compiler: Any, connection: Any, **_extra: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        source = self.get_source_expressions()[0]
        column, params = compiler.compile(source)
        if isinstance(self.ids, Given):
            return membership(column, connection), [*params, self.ids]
        values: list[Any] = list(self.ids)
        if not isinstance(source.output_field, IntegerField):  # thousands of ids are bound as they are
            prepare = source.output_field.get_db_prep_value
            values = [prepare(value, connection, prepared=False) for value in values]
        given = values if connection.vendor == "postgresql" else json.dumps(values)
        return membership(column, connection), [*params, given]


def membership(column: str, connection: Any) -> str:
    if connection.vendor == "postgresql":
        return f"{column} = ANY(%s)"
    return f"{column} IN (SELECT value FROM json_each(%s))"
