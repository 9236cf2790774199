"""What models ask of the store: groups of orders or won deals, as a report would count them, within the rights of who asks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from odnos.analytics.reports.asking import Asking
from odnos.analytics.reports.compiling import Question, question
from odnos.analytics.reports.definition import Dimension, Measure, Report
from odnos.analytics.reports.dialects import DIALECTS
from odnos.analytics.reports.plan import plan_of
from odnos.analytics.store.answer import Store
from odnos.analytics.store.sharing import asked_by
from odnos.engine.access.actor import Actor
from odnos.engine.access.fields import safe
from odnos.engine.filters import text
from odnos.objects.registry import registry

if TYPE_CHECKING:
    import pyarrow as pa

SECONDS = 120.0
THERE = "created_at.not_empty"
"""What holds of every record that the asker may see; a customer out of sight is nobody's figure, for no list can name them."""
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


@dataclass(frozen=True)
class Columns:
    """The same as `Groups`, as columns: of a great many groups."""

    columns: Sequence[pa.ChunkedArray]
    unconverted: int
    as_of: dt.datetime


def purchases(source: Source, customer: str, *, by: Actor, at: dt.datetime, store: Store) -> Columns:
    """Return for each customer whom `by` may see and each day: their id, the day, the number of purchases, and the sum. What was free is no purchase."""
    import pyarrow.compute as pc

    report = Report(
        object_key=source.object_key,
        measures=(Measure(), Measure(kind="sum", path=(source.amount,))),
        rows=(Dimension(path=(customer,)), Dimension(path=(source.day,), grain="day")),
        where=text.parse(f"{source.where},{customer}.{THERE},{source.amount}.gt:0"),
    )
    asked = flat(report, by=by, at=at, store=store)
    found, as_of = asked_by(store, by).arrow(asked.sql, asked.parameters, seconds=SECONDS)
    places, lost = places_of(asked)
    columns = [found.column(place) for place in (*range(1, 1 + len(asked.splits)), *places)]
    unconverted = sum(int(pc.sum(found.column(place)).as_py() or 0) for place in lost)
    return Columns(columns, unconverted, as_of)


def lines(source: Source, *, by: Actor, at: dt.datetime, store: Store) -> Groups:
    """Return for each purchase and product that are together in a line: both ids, and the number of such lines.

    What was given for nothing was not chosen: such lines do not count, where the asker may know what they cost.
    """
    is_priced = source.line_amount in safe(registry.get(source.line), by=by).by_name
    paid = f",not({source.line_amount}.lte:0)" if is_priced else ""
    report = Report(
        object_key=source.line,
        rows=(Dimension(path=(source.object_key,)), Dimension(path=("product",))),
        where=text.parse(f"{_of_whole(source)},product.not_empty,quantity.gt:0{paid}"),
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
    asked = flat(report, by=by, at=at, store=store)
    answer = asked_by(store, by).ask(asked.sql, asked.parameters, seconds=SECONDS)
    places, lost = places_of(asked)
    begin = 1 + len(asked.splits)
    rows = [(*row[1:begin], *(row[place] for place in places)) for row in answer.rows]
    return Groups(rows, sum(int(row[place] or 0) for row in answer.rows for place in lost), answer.as_of)


def flat(report: Report, *, by: Actor, at: dt.datetime, store: Store) -> Question:
    """Return the question for all groups of a report, without totals."""
    plan = plan_of(report, by=by, ctx=by.context(at))
    asking = Asking(by=by, at=at, dialect=DIALECTS[store.dialect])
    return question(plan, asking, levels=[tuple(range(len(plan.splits)))], unlimited=True)


def places_of(asked: Question) -> tuple[list[int], list[int]]:
    """Return at which columns of the answer the figures are, and at which the numbers of amounts that have no rate."""
    begin = 1 + len(asked.splits)
    lost = [begin + number for number, atom in enumerate(asked.atoms) if atom.kind == "unconverted"]
    return [begin + reckoned.atoms[0] for reckoned in asked.reckoned], lost
