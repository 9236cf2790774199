"""Counting and adding up by the values of some columns: exact along an index or where there are few, capped elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import orjson
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from odnos.lib import money

CAP = 50_000
"""So many records are counted within a page; where there are more, the count says so."""
MOST = 2_000
"""So many values are skipped between; of more, each record costs less than each value does."""


@dataclass(slots=True)
class Sum:
    """What was added up of one figure in one currency ("" for a bare number)."""

    number: int = 0
    total: Decimal = Decimal(0)
    least: Decimal | None = None
    most: Decimal | None = None

    def add(self, number: int, total: Decimal, least: Decimal, most: Decimal) -> None:
        self.number += number
        self.total += total
        self.least = least if self.least is None else min(self.least, least)
        self.most = most if self.most is None else max(self.most, most)

    def join(self, other: Sum) -> None:
        if other.number and other.least is not None and other.most is not None:
            self.add(other.number, other.total, other.least, other.most)


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A column to add up, and the column of its currency if it is money."""

    column: str
    currency: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """Records that have the same values: how many, and the sums of each figure in its currency."""

    keys: tuple[Any, ...]
    number: int
    sums: tuple[tuple[str, Sum], ...]


def tallied(
    found: QuerySet[Any],
    keys: Sequence[str],
    figures: Sequence[Figure],
    *,
    cap: int | None = CAP,
    extremes: bool = False,
    between: QuerySet[Any] | None = None,
) -> Iterator[Line]:
    """Yield lines for the values of `keys`, of at most `cap` records and one; several lines may have the same keys.

    The records stand in a subquery, where a limit ends the counting early. With `extremes` the least and the most are looked for too.
    Where the keys lead an index, and `found` is whatever `between` has of some of their values, SQLite skips from value to value.
    """
    codes = [figure.currency for figure in figures if figure.currency]
    grouped = list(dict.fromkeys([*keys, *codes]))
    summed = [figure.column for figure in figures]
    with suppress(EmptyResultSet):
        rows = None
        if between is not None and cap is None and not extremes and connection.vendor == "sqlite":
            rows = skipped(found, between, grouped, summed)
        if rows is None:
            rows = counted(found, grouped, summed, cap=cap, extremes=extremes)
        for row in rows:
            yield line_of(row, keys, grouped, figures)


def counted(
    found: QuerySet[Any], grouped: Sequence[str], summed: Sequence[str], *, cap: int | None, extremes: bool
) -> list[tuple[Any, ...]]:
    """Return a row for each value of the keys, from one record to the next."""
    columns = list(dict.fromkeys([*grouped, *summed]))
    inner = found.order_by().values_list(*columns)
    sql, values = (inner if cap is None else inner[: cap + 1]).query.sql_with_params()
    names = names_of(columns)
    measures = ("COUNT({0})", "SUM({0})", *(("MIN({0})", "MAX({0})") if extremes else ()))
    by = ", ".join(names[column] for column in grouped)
    shown = ", ".join(part.format(names[column]) for column in summed for part in measures)
    listed = ", ".join(filter(None, (by, "COUNT(*)", shown)))
    return asked(
        f"WITH found({', '.join(names.values())}) AS ({sql}) SELECT {listed} FROM found"  # noqa: S608 -- names of our own
        + (f" GROUP BY {by}" if by else ""),
        values,
    )


def names_of(columns: Sequence[str]) -> dict[str, str]:
    return {column: connection.ops.quote_name(f"t{place}") for place, column in enumerate(columns)}


def asked(sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def skipped(
    found: QuerySet[Any], between: QuerySet[Any], keys: Sequence[str], summed: Sequence[str]
) -> list[tuple[Any, ...]] | None:
    """Return a row for each value of the keys, None where these are too many. Of each sum it says only whether there is one.

    SQLite compares all keys of each record with those of the one before, and counts what is not empty; to skip along an
    index from one value to the next and to add up what lies between takes three fifths of the time.
    """
    names = names_of([*keys, *summed])
    values_of = found.order_by().values_list(*keys).distinct()[: MOST + 1]
    first, given = values_of.query.sql_with_params()
    rest, also = between.order_by().values_list(*names).query.sql_with_params()
    same = " AND ".join(f"f.{names[key]} IS k.{names[key]}" for key in keys)
    sums = "".join(f", SUM({names[column]}) IS NOT NULL, SUM({names[column]})" for column in summed)
    rows = asked(
        f"WITH k({', '.join(names[key] for key in keys)}) AS ({first}), "  # noqa: S608 -- names of our own
        f"f({', '.join(names.values())}) AS NOT MATERIALIZED ({rest}) "
        f"SELECT k.*, (SELECT json_array(COUNT(*){sums}) FROM f WHERE {same}) FROM k",
        [*given, *also],
    )
    return None if len(rows) > MOST else [(*row[:-1], *orjson.loads(row[-1])) for row in rows]


def line_of(
    row: Sequence[Any], keys: Sequence[str], grouped: Sequence[str], figures: Sequence[Figure]
) -> Line:
    values = dict(zip(grouped, row, strict=False))
    number, *rest = row[len(grouped) :]
    each = len(rest) // len(figures) if figures else 0
    sums = []
    for place, figure in enumerate(figures):
        counted, *units = rest[place * each : (place + 1) * each]
        if counted:
            exact = (money.from_units(int(unit)) for unit in units)
            sums.append((values[figure.currency] if figure.currency else "", Sum(counted, *exact)))
        else:
            sums.append(("", Sum()))
    return Line(keys=tuple(values[key] for key in keys), number=number, sums=tuple(sums))
