"""What segments of customers bought in the last twelve whole months, and what other prices would have made of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from odnos.analytics.findings import keeping
from odnos.analytics.findings.asked import Source
from odnos.analytics.findings.products import YEAR, later
from odnos.analytics.models.whatif import Change, Outcome, Sold, outcome
from odnos.analytics.reports import answering
from odnos.analytics.reports.definition import Dimension, Measure, Period, Report
from odnos.analytics.reports.spans import DAY
from odnos.analytics.store.answer import Store
from odnos.engine.access import rights
from odnos.engine.access.actor import Actor
from odnos.engine.access.fields import safe
from odnos.engine.filters import text
from odnos.objects.fields import Field
from odnos.objects.registry import ObjectType, registry

CUSTOMERS = ("company", "contact")
TELLING = frozenset(("class", "group"))
"""Figures of customers that tell them apart."""
NONE = "-"
"""The key of customers who have no value; those of others begin with an equals sign."""


@dataclass(frozen=True, kw_only=True)
class Segment:
    """Customers who have one value of a field, and what they bought: a number of pieces, for a sum."""

    key: str
    name: str
    quantity: Decimal
    turnover: Decimal


@dataclass(frozen=True, kw_only=True)
class Segments:
    """The segments, the largest first; `without` bought nothing whose price could change. `unconverted` amounts are in none."""

    segments: tuple[Segment, ...]
    without: int
    unconverted: int
    as_of: dt.datetime


def fields(source: Source, *, by: Actor) -> list[tuple[str, str]]:
    """Return what customers can be told apart by: choices, and their class and group once these are fields. As paths, with their names."""
    of = registry.get(source.object_key).by_name
    found: list[tuple[str, str]] = []
    for key in CUSTOMERS:
        if (
            key in of
            and getattr(of[key], "to", "") == key
            and rights.may(by, "see", registry.get(key)) != "none"
        ):
            kind = safe(registry.get(key), by=by)
            found += [(f"{key}.{field.name}", f"{kind.label} › {field.label}") for field in telling(kind)]
    return found


def telling(kind: ObjectType) -> list[Field]:
    """Return the fields of customers that have few values."""
    figures = [field for name, field in keeping.fields_of(kind).items() if name in TELLING]
    return [*figures, *(field for field in kind.all_fields if field.kind == "choice")]


def segments(
    source: Source, path: str, *, product: int, by: Actor, at: dt.datetime, store: Store
) -> Segments:
    """Return what each segment bought, of one product or (0) of all. Raises ReportError, FilterError, Denied, StoreError."""
    last = by.context(at).today.replace(day=1)
    whole = f"{source.object_key}.{source.where}"
    report = Report(
        object_key=source.line,
        measures=(
            Measure(kind="sum", path=("quantity",)),
            Measure(kind="sum", path=(source.line_amount,)),
        ),
        rows=(Dimension(path=(source.object_key, *path.split("."))),),
        where=text.parse(f"{whole},product.is:{product}" if product else f"{whole},product.not_empty"),
        period=Period(path=(source.object_key, source.day), span=f"{later(last, -YEAR)}..{last - DAY}"),
    )
    found = answering.run(report, by=by, at=at, store=store)
    every = [
        Segment(
            key=NONE if line.groups[0].value is None else f"={line.groups[0].value}",
            name=line.groups[0].text,
            quantity=Decimal(line.figures[-1][0] or 0),
            turnover=Decimal(line.figures[-1][1] or 0),
        )
        for line in found.lines
        if line.groups
    ]
    known = [one for one in every if one.quantity > 0 and one.turnover > 0]
    return Segments(
        segments=tuple(sorted(known, key=lambda one: (-one.turnover, one.name))),
        without=len(every) - len(known),
        unconverted=found.unconverted,
        as_of=found.as_of,
    )


def what_if(
    found: Segments, changes: Mapping[str, Change], *, otherwise: Change, margin: Decimal | None
) -> Outcome:
    """Return what `changes` by the keys of segments, and `otherwise` for the rest, would have made; `margin` is the part of turnover kept now. Raises NoOutcome."""
    sold = [
        Sold(
            one.key,
            one.quantity,
            one.turnover,
            None if margin is None else one.turnover * (1 - margin),
        )
        for one in found.segments
    ]
    return outcome(sold, changes, otherwise=otherwise)
