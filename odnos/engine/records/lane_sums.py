"""What a board's lanes come to: how many records, and sums per currency."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from odnos.engine.records import indexed, tallies
from odnos.engine.records.kept import annotated
from odnos.engine.records.lane import Asked, Group, is_odd, lane_of
from odnos.engine.records.reach import everywhere
from odnos.engine.records.tallies import Figure, Line, tallied
from odnos.lib.money import Money
from odnos.objects.fields import Field
from odnos.objects.registry import ObjectType

NOTHING = Decimal(0)


def add_totals(
    object_type: ObjectType,
    one: Asked,
    column: str,
    found: dict[Any, Group],
    amount: str,
    probability: str,
) -> None:
    """Add counts and sums. Grouped by probability too, the weighted sum is exact."""
    figured = object_type.by_name.get(amount)
    code = figured.columns[1] if figured and len(figured.columns) > 1 else ""
    likely = probability if code and probability in object_type.by_name else ""
    keys = list(one.part.along or filter(None, (column, likely)))
    likely = likely if likely in keys else ""
    figures = [Figure(column=figured.columns[0], currency=code)] if figured else []
    wanted = [*keys, *(figured.columns if figured else ())]
    matching = annotated(object_type, one.matching, wanted)
    if keys[0] == column and not any(is_odd(key) for key in one.part.keys):
        # where another column leads the index, its condition alone is to be followed
        matching = matching.filter(**{f"{column}__in": list(one.part.keys)})
    exact = one.few or indexed.covers(object_type, wanted, one.part.filter)
    is_skipped = one.whole and not one.few and indexed.skips(object_type, keys, one.part.filter)
    between = annotated(object_type, everywhere(object_type, deleted=False), wanted) if is_skipped else None
    lines = list(tallied(matching, keys, figures, cap=None if exact else tallies.CAP, between=between))
    sums = added(lines, found, place=keys.index(column), weight=keys.index(likely) if likely else None)
    capped = not exact and sum(line.number for line in lines) > tallies.CAP
    for key in one.part.keys:
        found[key].capped = capped
        if not capped:
            write_sums(
                found[key], sums.get(key, {}), is_money=bool(code), is_weighted=bool(likely), figured=figured
            )


def added(
    lines: Iterable[Line], found: dict[Any, Group], *, place: int, weight: int | None
) -> Mapping[Any, Mapping[str, Sequence[Decimal]]]:
    """Count lines into their lanes, and return the sums of each lane by currency: whole, and weighted by the key at `weight`."""
    sums: dict[Any, dict[str, list[Decimal]]] = defaultdict(lambda: defaultdict(lambda: [NOTHING, NOTHING]))
    for line in lines:
        key = lane_of(line.keys[place], found)
        if key not in found:
            continue
        found[key].number += line.number
        for currency, summed in line.sums:
            if summed.number:
                both = sums[key][currency]
                both[0] += summed.total
                both[1] += summed.total * likelihood(line.keys[weight]) if weight is not None else 0
    return sums


def likelihood(raw: Any) -> Decimal:
    """Return a probability of ten-thousandths of a percent as a share."""
    return Decimal(raw or 0) / 1_000_000


def write_sums(
    group: Group,
    by_currency: Mapping[str, Sequence[Decimal]],
    *,
    is_money: bool,
    is_weighted: bool,
    figured: Field | None,
) -> None:
    if not is_money:
        group.figure = by_currency[""][0] if figured and "" in by_currency else None
        return
    largest_first = sorted(by_currency.items(), key=lambda item: -item[1][0])
    group.total = [Money(both[0], code) for code, both in largest_first if code]
    if is_weighted:
        group.weighted = [Money(both[1], code).rounded() for code, both in largest_first if code]
