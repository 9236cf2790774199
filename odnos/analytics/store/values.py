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

    found: list[Any] = values.to_pylist()
    if pa.types.is_timestamp(values.type):
        return [one if one is None else aware(one) for one in found]
    if pa.types.is_decimal(values.type) and values.type.scale == 0:
        return [one if one is None else int(one) for one in found]
    return found


def aware(moment: dt.datetime) -> dt.datetime:
    return moment.replace(tzinfo=dt.UTC) if moment.tzinfo is None else moment.astimezone(dt.UTC)


def naive(value: Any) -> Any:
    """Return a parameter as the stores compare it: moments in UTC without zone."""
    if isinstance(value, dt.datetime) and value.tzinfo is not None:
        return value.astimezone(dt.UTC).replace(tzinfo=None)
    if isinstance(value, list | tuple | set | frozenset):
        return [naive(one) for one in value]
    return value
