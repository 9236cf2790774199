"""Queries that every request asks, compiled once: Django takes longer to build one than a database to answer it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from django.db.models.expressions import Expression

_compiling = threading.RLock()


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
    """The query that `build` makes with `Given` in the place of values, compiled when it is first asked.

    With `is_spent`, it is made for this once: a query takes several times the memory of its SQL.
    """

    def __init__(self, build: Callable[[], models.QuerySet[Any]], *, is_spent: bool = False) -> None:
        self._build = build
        self._is_spent = is_spent
        self._compiled: dict[str, Compiled] = {}

    def rows(self, **given: Any) -> list[dict[str, Any]]:
        """Return the rows as mappings from attribute to Python value."""
        found = self.tuples(**given)
        return [dict(zip(self._compiled[connection.vendor].names, row, strict=True)) for row in found]

    def tuples(self, **given: Any) -> list[list[Any]]:
        """Return the rows as Python values in the order of their columns."""
        compiled = self._compiled.get(connection.vendor) or self._compile()
        if not compiled.sql:
            return []
        params = [prepared(item, given) if isinstance(item, Given) else item for item in compiled.params]
        with connection.cursor() as cursor:
            cursor.execute(compiled.sql, params)
            found = [list(row) for row in cursor.fetchall()]
        for row in found:
            for place, converters, expression in compiled.converters:
                for convert in converters:
                    row[place] = convert(row[place], expression, connection)
        return found

    def instance(self, **given: Any) -> Any:
        """Return the first row as an object of its model, or None."""
        return next(iter(self.instances(**given)), None)

    def instances(self, **given: Any) -> list[Any]:
        """Return the rows as objects of their model."""
        rows = self.tuples(**given)
        compiled = self._compiled[connection.vendor]
        return [compiled.model.from_db(connection.alias, compiled.names, row) for row in rows]

    def _compile(self) -> Compiled:
        with _compiling:  # a query that several threads share is changed while it is compiled
            return self._compiled.get(connection.vendor) or self._compile_now()

    def _compile_now(self) -> Compiled:
        asked = self._build()
        query = asked.query
        compiler = query.get_compiler(connection=connection)
        try:
            sql, params = compiler.as_sql()
        except EmptyResultSet:  # a condition that nothing can meet has no SQL
            compiled = self._compiled[connection.vendor] = Compiled(asked.model, "", (), (), ())
            return compiled
        expressions = [item[0] for item in compiler.select]
        names = query.values_select or [expression.target.attname for expression in expressions]
        converters = [
            (place, converters, expression)
            for place, (converters, expression) in compiler.get_converters(expressions).items()
        ]
        compiled = Compiled(asked.model, sql, params, names, converters)
        self._compiled[connection.vendor] = compiled
        if self._is_spent:
            del self._build
        return compiled


MOST = 500
"""Questions whose statements are kept."""


class Statements:
    """Statements by the question that they answer: who asks the same again finds them compiled.

    A question names everything that its statements are made of, the shape of what administrators define among it, so that
    none is old. Without one, they are compiled for this once.
    """

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._kept: dict[Hashable, tuple[Prepared, ...]] = {}

    def of(
        self, question: Hashable | None, build: Callable[[], Iterable[models.QuerySet[Any]]]
    ) -> tuple[Prepared, ...]:
        """Return the statements of `question`, which `build` gives the queries of."""
        found = None if question is None else self._kept.get(question)
        if found is None:
            found = tuple(Prepared(partial(same, asked), is_spent=True) for asked in build())
            if question is not None:
                if len(self._kept) >= self._most:
                    self._kept.clear()
                self._kept[question] = found
        return found

    def forget(self) -> None:
        """Keep nothing: every question is compiled anew."""
        self._kept.clear()


def same(asked: models.QuerySet[Any]) -> models.QuerySet[Any]:
    return asked


def prepared(item: Given, given: dict[str, Any]) -> Any:
    return item.output_field.get_db_prep_value(given[item.name], connection, prepared=False)
