"""Answers as Python values, alike from every engine."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa

Row = tuple[Any, ...]


def rows_of(answered: pa.Table) -> list[Row]:
    """Return the rows of an Arrow table: whole numbers as int, moments with their zone, UTC."""
    columns = [column(answered.column(place)) for place in range(answered.num_columns)]
    return list(zip(*columns, strict=True))


def column(values: pa.ChunkedArray) -> Sequence[Any]:
    import pyarrow as pa

    found: list[Any] = within(values).to_pylist()
    if pa.types.is_timestamp(values.type):
        return [one if one is None else aware(one) for one in found]
    if pa.types.is_decimal(values.type) and values.type.scale == 0:
        return [one if one is None else int(one) for one in found]
    return found


def within(values: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return days and moments as far as Python's calendar goes: a clock's hour may lie a little outside of it."""
    import pyarrow as pa
    import pyarrow.compute as pc

    kind = values.type
    ends: tuple[Any, Any]
    if pa.types.is_date32(kind):
        ends = dt.date.min, dt.date.max
    elif pa.types.is_timestamp(kind) and kind.unit == "us" and kind.tz is None:
        ends = dt.datetime.min, dt.datetime.max  # noqa: DTZ901 -- engines keep UTC without a zone
    else:
        return values
    first, last = (pa.scalar(end, kind) for end in ends)
    options = pc.ElementWiseAggregateOptions(skip_nulls=False)
    later = pc.max_element_wise(values, first, options=options)
    return pc.min_element_wise(later, last, options=options)


def aware(moment: dt.datetime) -> dt.datetime:
    return moment.replace(tzinfo=dt.UTC) if moment.tzinfo is None else moment.astimezone(dt.UTC)


def naive(value: Any) -> Any:
    """Return a parameter as the stores compare it: moments in UTC without zone."""
    if isinstance(value, dt.datetime) and value.tzinfo is not None:
        return value.astimezone(dt.UTC).replace(tzinfo=None)
    if isinstance(value, list | tuple | set | frozenset):
        return [naive(one) for one in value]
    return value
