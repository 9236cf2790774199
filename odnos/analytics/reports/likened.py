"""What a report compares itself with: the same days of the period before, and of each stretch of time those of the one before."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext as _

from odnos.analytics.reports import changes, earlier
from odnos.analytics.reports.cells import Asker
from odnos.analytics.reports.changes import Past
from odnos.analytics.reports.definition import Measure, Report
from odnos.analytics.reports.earlier import Compared
from odnos.analytics.reports.lines import Layout
from odnos.analytics.reports.paths import Place, place_of
from odnos.analytics.reports.plan import Plan, over, within
from odnos.analytics.reports.refusals import ReportError
from odnos.analytics.reports.spans import DAY, OPEN, Span, closed, following


def days(plan: Plan, asker: Asker) -> Compared | None:
    """Return the days that a report compares with others, if it does. Raises ReportError."""
    how, period = plan.report.compared, plan.report.period
    if is_changing(plan.report) and not how and not runs_in_time(plan):
        how = "before"
    if not how:
        return None
    if period is None:
        raise ReportError(_("Say which period is compared."), place="compared")
    at = place_of(plan.object_type, period.path, by=plan.by, place="period")
    found = earlier.compared(plan.span, how, until=plan.ctx.today + DAY)
    if found.is_cut and lies_ahead(plan, at, period.path, plan.span, asker):
        return earlier.compared(plan.span, how, until=closed(plan.span)[1])
    return found


def lies_ahead(plan: Plan, at: Place, path: tuple[str, ...], span: Span, asker: Asker) -> bool:
    """Whether days of a date are written before they come: its declaration says so, or, of an added one, a record has such a day."""
    if not at.field.key:
        return bool(getattr(at.field, "ahead", False))
    ahead = within(plan, path, Span(plan.ctx.today + DAY, span.end)).report
    counted = replace(ahead, measures=(Measure(),), rows=(), columns=(), top=None, order=())
    return any(atoms[0] for atoms in asker.cells(plan.of(counted)).found.values())


def is_changing(report: Report) -> bool:
    return any(measure.shown == "change" for measure in report.measures)


def runs_in_time(plan: Plan) -> bool:
    return bool(plan.rows) and plan.rows[0].is_flow


def past(layout: Layout, asker: Asker) -> Past:
    """Return what the stretches of time at the edges of a report are compared with, if it shows changes along time."""
    plan = layout.plan
    if not is_changing(plan.report) or not runs_in_time(plan):
        return Past()
    found = Past()
    if first := changes.before_first(layout):
        found = replace(found, first=first.start, of_first=asker.cells(over(plan, first)).found)
    if last := cut(layout, asker):
        then = asker.cells(within(plan, plan.rows[0].dimension.path, last.then))
        found = replace(found, last=last, of_last=then.found)
    return found


def cut(layout: Layout, asker: Asker) -> Compared | None:
    """Return the days of the stretch of time that a report ends in where not all of them are there, and as many of the one before."""
    plan, split = layout.plan, layout.plan.rows[0]
    period, path = plan.report.period, split.dimension.path
    end = (plan.span if period and period.path == path else OPEN).end
    until = plan.ctx.today + DAY
    if end is None or until < end:
        current = layout.begin(plan.ctx.today, split)
        whole = Span(current, following(current, split.grain))
        end = end if lies_ahead(plan, split.place, path, whole, asker) else until
    if end is None:
        return None
    first = layout.begin(end - DAY, split)
    if first not in layout.firsts or following(first, split.grain, -1) >= first:
        return None
    found = earlier.compared(Span(first, following(first, split.grain)), "before", until=end)
    return found if found.is_cut else None
