"""Queries that every request asks, compiled once: Django takes longer to build one than a database to answer it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, models
from django.db.models.expressions import Expression


class Given(Expression):
    """A value that is known when the query is asked, under its name."""

    def __init__(self, name: str, field: models.Field[Any, Any]) -> None:
        super().__init__(output_field=field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> Any:  # noqa: ARG002 -- Django's signature
        return "%s", [self]


@dataclass(frozen=True)
class Compiled:
    """A query's SQL, its parameters with those still to be given, and what its columns are called and converted by."""

    model: type[models.Model]
    sql: str
    params: Sequence[Any]
    names: Sequence[str]
    converters: Sequence[tuple[int, Sequence[Callable[..., Any]], Any]]


class Prepared:
    """The query that `build` makes with `Given` in the place of values, compiled when it is first asked."""

    def __init__(self, build: Callable[[], models.QuerySet[Any]]) -> None:
        self._build = build
        self._compiled: dict[str, Compiled] = {}

    def rows(self, **given: Any) -> list[dict[str, Any]]:
        """Return the rows as mappings from attribute to Python value."""
        compiled = self._compiled.get(connection.vendor) or self._compile()
        params = [prepared(item, given) if isinstance(item, Given) else item for item in compiled.params]
        with connection.cursor() as cursor:
            cursor.execute(compiled.sql, params)
            found = [list(row) for row in cursor.fetchall()]
        for row in found:
            for place, converters, expression in compiled.converters:
                for convert in converters:
                    row[place] = convert(row[place], expression, connection)
        return [dict(zip(compiled.names, row, strict=True)) for row in found]

    def instance(self, **given: Any) -> Any:
        """Return the first row as an object of its model, or None."""
        rows = self.rows(**given)
        model = self._compiled[connection.vendor].model
        return model.from_db(connection.alias, *zip(*rows[0].items(), strict=True)) if rows else None

    def _compile(self) -> Compiled:
        asked = self._build()
        query = asked.query
        compiler = query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        expressions = [item[0] for item in compiler.select]
        names = query.values_select or [expression.target.attname for expression in expressions]
        converters = [
            (place, converters, expression)
            for place, (converters, expression) in compiler.get_converters(expressions).items()
        ]
        compiled = Compiled(asked.model, sql, params, names, converters)
        self._compiled[connection.vendor] = compiled
        return compiled


def prepared(item: Given, given: dict[str, Any]) -> Any:
    return item.output_field.get_db_prep_value(given[item.name], connection, prepared=False)
