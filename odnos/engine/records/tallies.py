"""Counting and adding up by the values of some columns: exact along an index or where there are few, capped elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from odnos.lib import money

CAP = 50_000
"""So many records are counted within a page; where there are more, the count says so."""


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
) -> Iterator[Line]:
    """Yield lines for the values of `keys`, of at most `cap` records and one; several lines may have the same keys.

    The records stand in a subquery, where a limit ends the counting early. With `extremes` the least and the most are looked for too.
    """
    measures = ("COUNT({0})", "SUM({0})", *(("MIN({0})", "MAX({0})") if extremes else ()))
    codes = [figure.currency for figure in figures if figure.currency]
    grouped = list(dict.fromkeys([*keys, *codes]))
    columns = list(dict.fromkeys([*grouped, *(figure.column for figure in figures)]))
    inner = found.order_by().values_list(*columns)
    with suppress(EmptyResultSet):
        sql, values = (inner if cap is None else inner[: cap + 1]).query.sql_with_params()
        names = [connection.ops.quote_name(f"t{place}") for place in range(len(columns))]
        place_of = dict(zip(columns, names, strict=True))
        by = ", ".join(place_of[column] for column in grouped)
        shown = ", ".join(part.format(place_of[figure.column]) for figure in figures for part in measures)
        listed = ", ".join(filter(None, (by, "COUNT(*)", shown)))
        with connection.cursor() as cursor:
            cursor.execute(
                f"WITH found({', '.join(names)}) AS ({sql}) SELECT {listed} FROM found"  # noqa: S608 -- names of our own
                + (f" GROUP BY {by}" if by else ""),
                values,
            )
            rows = cursor.fetchall()
        for row in rows:
            yield line_of(row, keys, grouped, figures)


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
