"""A report, understood by somebody at a moment: what its parts mean, and which records they speak of."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from django.utils.translation import gettext as _

from odnos.analytics.reports import counted, dimensions
from odnos.analytics.reports.definition import Dimension, Period, Report
from odnos.analytics.reports.dimensions import Split
from odnos.analytics.reports.paths import place_of
from odnos.analytics.reports.refusals import ReportError
from odnos.analytics.reports.spans import DAY, OPEN, WRITTEN, Span, closed, span_of
from odnos.engine.access.actor import Actor
from odnos.engine.access.fields import safe
from odnos.engine.filters.tree import EVERYTHING, Condition, Node, both
from odnos.objects.context import Context
from odnos.objects.registry import ObjectType, UnknownObject

MOST_MEASURES, MOST_DIMENSIONS = 12, 4


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What is asked: dimensions of rows and of columns, and the filter with the period. `span` are the period's days."""

    report: Report
    object_type: ObjectType
    ctx: Context
    by: Actor
    rows: tuple[Split, ...]
    columns: tuple[Split, ...]
    span: Span = OPEN

    def of(self, report: Report) -> Plan:
        """Return another report, as the same person asks it at the same moment. Raises ReportError, Denied."""
        return plan_of(report, by=self.by, ctx=self.ctx)

    @property
    def splits(self) -> tuple[Split, ...]:
        return (*self.rows, *self.columns)

    @cached_property
    def where(self) -> Node:
        """The filter that finds the records behind the total."""
        return both(self.report.where, self.period)

    @property
    def period(self) -> Node:
        """The report's period as a condition."""
        period = self.report.period
        if period is None:
            return EVERYTHING
        if found := WRITTEN.fullmatch(period.span):
            return Condition(period.path, "between", list(found.groups()))
        return Condition(period.path, "within", period.span)


def plan_of(report: Report, *, by: Actor, ctx: Context) -> Plan:
    """Return a report understood. Raises ReportError, Denied."""
    try:
        whole = counted.get(report.object_key)
    except UnknownObject as error:
        raise ReportError(
            _("There is no object “%(key)s”.") % {"key": report.object_key[:40]}, place="object"
        ) from error
    counted.check(whole, by=by)
    object_type = safe(whole, by=by)
    check_sizes(report)
    span = OPEN
    if report.period:
        at = place_of(object_type, report.period.path, by=by, place="period")
        if at.field.kind not in ("date", "moment") or at.is_many:
            raise ReportError(_("“%(name)s” is no date.") % {"name": at.label}, place="period")
        span = span_of(report.period.span, today=ctx.today)
    rows, columns = (
        tuple(
            split_of(report, item, object_type, span, by=by, place=f"{word}.{number}")
            for number, item in enumerate(some)
        )
        for word, some in (("rows", report.rows), ("columns", report.columns))
    )
    return Plan(report=report, object_type=object_type, ctx=ctx, by=by, rows=rows, columns=columns, span=span)


def split_of(
    report: Report, item: Dimension, object_type: ObjectType, span: Span, *, by: Actor, place: str
) -> Split:
    at = place_of(object_type, item.path, by=by, place=place)
    is_period = report.period is not None and report.period.path == item.path
    split = Split(dimension=item, place=at, within=span if is_period else OPEN)
    dimensions.check(split, place)
    return split


def check_sizes(report: Report) -> None:
    if not report.measures:
        raise ReportError(_("A report counts something."), place="measures")
    if len(report.measures) > MOST_MEASURES:
        raise ReportError(
            _("A report has at most %(most)s figures.") % {"most": MOST_MEASURES}, place="measures"
        )
    for word, some in (("rows", report.rows), ("columns", report.columns)):
        if len(some) > MOST_DIMENSIONS:
            raise ReportError(
                _("A report groups by at most %(most)s fields in each direction.")
                % {"most": MOST_DIMENSIONS},
                place=word,
            )
    if report.top and not (
        report.rows and 0 <= report.top.by < len(report.measures) and report.top.number > 0
    ):
        raise ReportError(_("A top needs groups, and a figure that they are ranked by."), place="top")


def over(plan: Plan, span: Span) -> Plan:
    """Return the same report over other days."""
    assert plan.report.period is not None
    return within(plan, plan.report.period.path, span)


def within(plan: Plan, path: tuple[str, ...], span: Span) -> Plan:
    """Return the same report of the records with a date at `path` in a span, instead of its period if that is of the same date."""
    start, end = closed(span)
    written = f"{start.isoformat()}..{(end - DAY).isoformat()}"
    held = plan.report.period
    where = plan.report.where if held is None or held.path == path else plan.where
    return plan.of(replace(plan.report, where=where, period=Period(path=path, span=written), compared=""))
