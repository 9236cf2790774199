"""Answers a report: asks the store within the asker's rights, and puts lines, totals and words to what it counted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from odnos.analytics.reports import likened, reading
from odnos.analytics.reports.asking import Asking
from odnos.analytics.reports.cells import Asker, Cells, levels_of
from odnos.analytics.reports.compiling import question
from odnos.analytics.reports.definition import Report
from odnos.analytics.reports.dialects import DIALECTS
from odnos.analytics.reports.lines import Layout
from odnos.analytics.reports.plan import Plan, over, plan_of
from odnos.analytics.reports.refusals import TooManyGroups
from odnos.analytics.reports.result import Result
from odnos.analytics.store.answer import Dialect, Store
from odnos.analytics.store.sharing import asked_by
from odnos.engine.access.actor import Actor
from odnos.engine.access.rights import Deed

SECONDS = 20.0


def run(
    report: Report,
    *,
    by: Actor,
    at: dt.datetime,
    store: Store,
    seconds: float = SECONDS,
    ticket: str = "",
    deed: Deed = "see",
) -> Result:
    """Return the answer to a report, of the records that `by` may see, or export. Raises ReportError, FilterError, Denied, StoreError."""
    asker = Asker(store=asked_by(store, by), seconds=seconds, ticket=ticket, deed=deed)
    plan = plan_of(report, by=by, ctx=by.context(at))
    cells, kept, number = counted(plan, asker)
    layout = Layout(plan=plan, cells=cells, kept=kept, groups=number)
    layout.compared = likened.days(plan, asker)
    if layout.compared:
        then = over(plan, layout.compared.then)
        layout.before = Layout(plan=then, cells=asker.cells(then, kept=kept), kept=kept, groups=number)
    layout.past = likened.past(layout, asker)
    result = layout.result()
    reading.told(report, result.words, by=by, at=at)
    return result


def counted(plan: Plan, asker: Asker) -> tuple[Cells, list[Any] | None, int | None]:
    """Return the cells, the groups of the first dimension that are shown where not all are, and how many there are then."""
    top = plan.report.top
    if top:
        return largest(plan, asker, by=top.by, number=top.number, is_counted=not top.other)
    try:
        return asker.cells(plan), None, None
    except TooManyGroups:
        if len(plan.splits) != 1 or plan.rows[0].is_ordered or plan.report.order:
            raise
        return largest(plan, asker, by=0, number=plan.report.limit, is_counted=True)


def largest(
    plan: Plan, asker: Asker, *, by: int, number: int, is_counted: bool
) -> tuple[Cells, list[Any], int | None]:
    """Return the cells of the largest groups and of the rest, those groups, and how many there are."""
    cells, kept, groups = asker.largest(plan, by=by, number=number, is_counted=is_counted)
    return cells if cells.found else asker.cells(plan, kept=kept), kept, groups


def compiled(report: Report, *, by: Actor, at: dt.datetime, dialect: Dialect) -> tuple[str, dict[str, Any]]:
    """Return the SQL of a report's groups, with its parameters, as `by` would ask it. Raises ReportError, FilterError, Denied."""
    plan = plan_of(report, by=by, ctx=by.context(at))
    asking = Asking(by=by, at=at, dialect=DIALECTS[dialect])
    asked = question(plan, asking, levels=levels_of(plan))
    return asked.sql, asked.parameters


__all__: Sequence[str] = ("compiled", "run")
