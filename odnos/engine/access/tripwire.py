"""The last line of defence: SQL that touches a record table without carrying its scope is refused.

The read path and the write path mark every reference to a guarded table with a comment. A query with fewer marks
than references was built somewhere else, and fails loudly before it reaches the database.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Any

from django.db.models import BooleanField, F
from django.db.models.expressions import Expression

from odnos.objects.access import Everyone
from odnos.objects.registry import CUSTOM_KEY, ObjectType, registry

READING = re.compile(r"\s*(?:SELECT|WITH|VALUES|TABLE|EXPLAIN)\b|\s*\(", re.IGNORECASE)
NAME = re.compile(
    r'\b([a-z_][a-z_0-9]*)\b(?!"?\s*\.)', re.IGNORECASE
)  # a table's name, but not that of a column's table
MARK = re.compile(r"/\*(?:scope|write):([a-z_0-9]+)\*/")
REMAKE = '"new__'  # SQLite's migrations copy a table into its next shape
WRITING = re.compile(r"\s*(?:INSERT|UPDATE|DELETE|COPY|REPLACE)\b", re.IGNORECASE)


suspension: ContextVar[str] = ContextVar("suspension", default="")


class Unscoped(RuntimeError):
    """A query reached for records without saying for whom. This is a defect in Odnos, never in the data."""


class Mark(Expression):
    """A condition that says that the query's rows of an object's table are limited to a scope.

    It is always true, but for an object that shares its table with others: there it finds the object's own records.
    Its key stands in the words of the condition, for the indexes of one object's records say it in the same words.
    """

    output_field = BooleanField()
    conditional = True

    def __init__(self, of: ObjectType | str) -> None:
        super().__init__()
        self.table = of if isinstance(of, str) else of.table
        self.key = of.key if isinstance(of, ObjectType) and of.is_custom else ""
        self.column: Any = F("object_key") if self.key else None

    @property
    def identity(self) -> Any:
        return type(self), self.table, self.key

    def get_source_expressions(self) -> list[Any]:
        return [self.column] if self.key else []

    def set_source_expressions(self, exprs: Any) -> None:
        if self.key:
            [self.column] = exprs

    def as_sql(self, compiler: Any, connection: Any) -> Any:  # noqa: ARG002 -- Django's signature
        if not limits(self, compiler.query.where):
            raise Unscoped(f"{self.table}: the scope is only one of several alternatives")
        return f"{self.own(compiler)} /*scope:{self.table}*/", []

    def own(self, compiler: Any) -> str:
        if not self.key:
            return "1=1"
        if not CUSTOM_KEY.fullmatch(self.key):
            raise ValueError(self.key)
        column, _params = compiler.compile(self.column)
        return f"{column} = '{self.key}'"


class Written(Mark):
    """The mark of an UPDATE that the write path makes through a query."""

    def as_sql(self, compiler: Any, connection: Any) -> Any:  # noqa: ARG002 -- Django's signature
        return f"{self.own(compiler)} {written(self.table)}", []


def limits(mark: Mark, where: Any) -> bool:
    """Whether every row that `where` lets through is one of the mark's scope: the mark stands in no «or» and no «not»."""
    if where.connector != "AND" or where.negated:
        return False
    for child in where.children:
        if isinstance(child, Mark) or isinstance(getattr(child, "lhs", None), Mark):
            if (child if isinstance(child, Mark) else child.lhs).table == mark.table:
                return True
        elif hasattr(child, "connector") and limits(mark, child):
            return True
    return False


@contextmanager
def suspended(reason: str) -> Iterator[None]:
    """Let statements of maintenance pass (emptying a test database, checking integrity), for `reason`."""
    token = suspension.set(reason)
    try:
        yield
    finally:
        suspension.reset(token)


def written(table: str) -> str:
    """Return the mark of a statement of the write path."""
    return f"/*write:{table}*/"


def guard(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:  # noqa: FBT001 -- Django's signature
    """Refuse `sql` when a reference to a guarded table carries no mark. Installed on every connection."""
    if not suspension.get() and (missing := unmarked(sql, registry.roster)):
        raise Unscoped(f"{missing}: {sql[:300]}")
    return execute(sql, params, many, context)


@lru_cache(maxsize=4096)
def unmarked(sql: str, roster: int) -> str:
    """Return the first guarded table that `sql` reaches without a mark, or nothing; `roster` tells states of the registry apart."""
    if REMAKE in sql:
        return ""
    guarded, readable = tables(roster)
    is_write = bool(WRITING.match(sql))
    if not is_write and not READING.match(sql):
        return ""  # a statement about tables, not about rows
    references = [name.lower() for name in NAME.findall(MARK.sub("", sql))]
    marks = MARK.findall(sql)
    for table in set(references) & guarded:
        if is_write and "/*write:" not in sql:
            return str(table)
        if table not in readable and references.count(table) > marks.count(table):
            return str(table)
    return ""


@lru_cache(maxsize=4)
def tables(_roster: int) -> tuple[frozenset[str], frozenset[str]]:
    """Return every record table, and those whose rows all signed-in people may read."""
    every = {object_type.table for object_type in registry}
    kept = {item.table for item in registry if item.is_custom or not isinstance(item.access, Everyone)}
    return frozenset(every), frozenset(every - kept)
