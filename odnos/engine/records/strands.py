"""A page of what somebody reaches, put together from the first records of each way in which they reach any.

One condition with «or» makes a database walk the whole order past everything that is foreign: 113 ms behind 200,000 such
records. Each strand runs along an index of its own that has its records in the order asked for, so that a page costs as
many rows as there are strands, wherever the foreign ones lie.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, QuerySet
from django.db.models.expressions import Expression

from odnos.engine.access.scope import ONE
from odnos.engine.tables.prepared import Given

MOST = 60
"""Strands of one page: whoever has more reaches so much that the order itself leads to it soon."""


@dataclass(frozen=True, kw_only=True)
class Strand:
    """Records in their order; with `ids`, as many strands: the query asks for one of them as a value to be given."""

    found: QuerySet[Any]
    ids: tuple[int, ...] = ()


def number(strands: Sequence[Strand]) -> int:
    return sum(len(strand.ids) or 1 for strand in strands)


class FirstOf(Expression):
    """The condition that a record is among the first `limit` of all strands, each of which is in the order `by` column and id."""

    output_field = BooleanField()
    conditional = True

    def __init__(self, strands: Sequence[Strand], *, by: str, descending: bool, limit: int) -> None:
        super().__init__()
        self.strands, self.by, self.descending, self.limit = strands, by, descending, limit

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        parts: list[str] = []
        params: list[Any] = []
        for strand in self.strands:
            sql, given = strand.found.query.get_compiler(connection=connection).as_sql()
            for one in strand.ids or (0,):
                parts.append(f"SELECT * FROM ({sql}) AS s{len(parts)}")
                params += [
                    one if isinstance(item, Given) and item.name == ONE.name else item for item in given
                ]
        quote = connection.ops.quote_name
        sign = "DESC" if self.descending else "ASC"
        order = ", ".join(f"{quote(name)} {sign}" for name in dict.fromkeys((self.by, "id")))
        key = f"{quote(compiler.query.get_meta().db_table)}.{quote('id')}"
        union = " UNION ".join(parts)
        return (
            f"{key} IN (SELECT {quote('id')} FROM ({union}) AS u ORDER BY {order} LIMIT {self.limit:d})",
            params,
        )
