"""What models ask of the store: groups of orders or won deals, as a report would count them, within the rights of who asks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from odnos.analytics.reports.asking import Asking
from odnos.analytics.reports.compiling import question
from odnos.analytics.reports.definition import Dimension, Measure, Report
from odnos.analytics.reports.dialects import DIALECTS
from odnos.analytics.reports.plan import plan_of
from odnos.analytics.store.answer import Store
from odnos.engine.access.actor import Actor
from odnos.engine.filters import text

SECONDS = 120.0
SourceName = Literal["order", "deal"]


@dataclass(frozen=True, kw_only=True)
class Source:
    """What counts as a purchase: records of an object `where` something holds, on a day, for an amount; and their lines."""

    object_key: str
    day: str
    amount: str
    where: str
    line: str
    line_amount: str


SOURCES: dict[SourceName, Source] = {
    "order": Source(
        object_key="order",
        day="placed_at",
        amount="total",
        where="state.in:[placed,paid]",
        line="order_line",
        line_amount="amount",
    ),
    "deal": Source(
        object_key="deal",
        day="closed_on",
        amount="amount",
        where="status.is:won",
        line="deal_line",
        line_amount="total",
    ),
}


@dataclass(frozen=True)
class Groups:
    """Groups with their figures; `unconverted` amounts have no rate and are in no sum."""

    rows: list[tuple[Any, ...]]
    unconverted: int
    as_of: dt.datetime


def purchases(source: Source, customer: str, *, by: Actor, at: dt.datetime, store: Store) -> Groups:
    """Return for each customer and day: their id, the day, the number of purchases, and the sum."""
    report = Report(
        object_key=source.object_key,
        measures=(Measure(), Measure(kind="sum", path=(source.amount,))),
        rows=(Dimension(path=(customer,)), Dimension(path=(source.day,), grain="day")),
        where=text.parse(f"{source.where},{customer}.not_empty"),
    )
    return groups(report, by=by, at=at, store=store)


def lines(source: Source, *, by: Actor, at: dt.datetime, store: Store) -> Groups:
    """Return for each purchase and product that are together in a line: both ids, and the number of such lines."""
    report = Report(
        object_key=source.line,
        rows=(Dimension(path=(source.object_key,)), Dimension(path=("product",))),
        where=text.parse(f"{_of_whole(source)},product.not_empty,quantity.gt:0"),
    )
    return groups(report, by=by, at=at, store=store)


def demand(source: Source, *, by: Actor, at: dt.datetime, store: Store, product: int = 0) -> Groups:
    """Return for each product (or one) and month: its id, the first of the month, the quantity, and the sum."""
    only = f",product.is:{product}" if product else ",product.not_empty"
    report = Report(
        object_key=source.line,
        measures=(
            Measure(kind="sum", path=("quantity",)),
            Measure(kind="sum", path=(source.line_amount,)),
        ),
        rows=(
            Dimension(path=("product",)),
            Dimension(path=(source.object_key, source.day), grain="month"),
        ),
        where=text.parse(f"{_of_whole(source)}{only}"),
    )
    return groups(report, by=by, at=at, store=store)


def _of_whole(source: Source) -> str:
    return f"{source.object_key}.{source.where}"


def groups(report: Report, *, by: Actor, at: dt.datetime, store: Store) -> Groups:
    """Return all groups of a report with their figures, however many. Raises ReportError, Denied, StoreError."""
    plan = plan_of(report, by=by, ctx=by.context(at))
    asking = Asking(by=by, at=at, dialect=DIALECTS[store.dialect])
    level = tuple(range(len(plan.splits)))
    asked = question(plan, asking, levels=[level], unlimited=True)
    answer = store.ask(asked.sql, asked.parameters, seconds=SECONDS)
    begin = 1 + len(level)
    places = [begin + reckoned.atoms[0] for reckoned in asked.reckoned]
    lost = [begin + number for number, atom in enumerate(asked.atoms) if atom.kind == "unconverted"]
    rows = [(*row[1:begin], *(row[place] for place in places)) for row in answer.rows]
    return Groups(rows, sum(int(row[place] or 0) for row in answer.rows for place in lost), answer.as_of)


def totals(rows: Sequence[tuple[Any, ...]], column: int) -> Decimal:
    """Return the sum of a column of rows, in which None is nothing."""
    return sum((Decimal(row[column]) for row in rows if row[column] is not None), Decimal(0))
