"""A report in words: what each figure is called, and in one sentence what was counted, by what, of which records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from odnos.analytics.reports.definition import MeasureKind, Shown
from odnos.analytics.reports.dimensions import Split
from odnos.analytics.reports.earlier import Compared
from odnos.analytics.reports.measures import Reckoned
from odnos.analytics.reports.plan import Plan
from odnos.analytics.reports.result import Head
from odnos.analytics.reports.spans import DAY, Span, closed
from odnos.engine.filters.tree import EVERYTHING, Node
from odnos.engine.records import said
from odnos.lib.dates import show_date
from odnos.objects.context import Context
from odnos.objects.labels import Label

KINDS: Mapping[MeasureKind, Label] = {
    "count": gettext_lazy("Number of %(name)s"),
    "sum": gettext_lazy("Sum of %(name)s"),
    "average": gettext_lazy("Average of %(name)s"),
    "median": gettext_lazy("Median of %(name)s"),
    "lower_quartile": gettext_lazy("Lower quartile of %(name)s"),
    "upper_quartile": gettext_lazy("Upper quartile of %(name)s"),
    "min": gettext_lazy("Smallest %(name)s"),
    "max": gettext_lazy("Largest %(name)s"),
    "distinct": gettext_lazy("Number of different values of %(name)s"),
}
SHOWN: Mapping[Shown, Label] = {
    "share": gettext_lazy("%(figure)s, share of the total"),
    "running": gettext_lazy("%(figure)s, added up"),
    "change": gettext_lazy("%(figure)s, change to the period before"),
}
GRAINS: Mapping[str, Label] = {
    "hour": gettext_lazy("%(name)s by hour"),
    "day": gettext_lazy("%(name)s by day"),
    "week": gettext_lazy("%(name)s by week"),
    "month": gettext_lazy("%(name)s by month"),
    "quarter": gettext_lazy("%(name)s by quarter"),
    "year": gettext_lazy("%(name)s by year"),
    "weekday": gettext_lazy("%(name)s by weekday"),
}


def head(item: Reckoned, plan: Plan) -> Head:
    """Return what stands above a measure's figures."""
    is_part = item.measure.shown in ("share", "change")
    unit = "percent" if is_part else item.unit
    return Head(name(item, plan), unit, plan.by.currency if unit == "money" else "")


def name(item: Reckoned, plan: Plan) -> str:
    """Return what a measure is called."""
    plain = item.measure.label or called(item, plan)
    how = SHOWN.get(item.measure.shown)
    return str(how) % {"figure": plain} if how and not item.measure.label else plain


def called(item: Reckoned, plan: Plan) -> str:
    if item.of and item.by:
        return _("%(of)s per %(by)s") % {"of": name(item.of, plan), "by": name(item.by, plan)}
    plain = counted(item, plan)
    where = clause(plan, item.measure.where, plan.ctx)
    return _("%(figure)s where %(condition)s") % {"figure": plain, "condition": where} if where else plain


def counted(item: Reckoned, plan: Plan) -> str:
    if item.length:
        return item.length.label(item.measure.kind)
    field = item.place.label if item.place else str(plan.object_type.plural)
    return str(KINDS[item.measure.kind]) % {"name": field}


def of(
    plan: Plan,
    reckoned: Iterable[Reckoned],
    ctx: Context,
    *,
    compared: Compared | None = None,
    last: Compared | None = None,
) -> str:
    """Return the report's definition in sentences, in the asker's language: what was counted, and which days are compared with which.

    `last` are those of the stretch of time that is compared with as much of the one before.
    """
    figures = "; ".join(name(item, plan) for item in reckoned)
    parts = [figures]
    if plan.splits:
        parts.append(_("by %(groups)s") % {"groups": ", ".join(grouped(split) for split in plan.splits)})
    if where := clause(plan, plan.where, ctx):
        parts.append(_("where %(condition)s") % {"condition": where})
    counted = _("%(said)s, of the %(objects)s that you may see.") % {
        "said": " ".join(parts),
        "objects": plan.object_type.plural,
    }
    return " ".join([counted, *(days(item, ctx) for item in (compared, last) if item)])


def days(compared: Compared, ctx: Context) -> str:
    """Return which days are compared with which, and whether that is because a period is not over."""
    said = _("The period is not over: %(days)s are compared with %(then)s.")
    whole = _("%(days)s are compared with %(then)s.")
    return (said if compared.is_cut else whole) % {
        "days": stretch(compared.now, ctx),
        "then": stretch(compared.then, ctx),
    }


def stretch(span: Span, ctx: Context) -> str:
    """Return the days of a span, the year with each."""
    start, end = closed(span)
    first, last = (show_date(day, locale=ctx.locale) for day in (start, end - DAY))
    return first if first == last else f"{first} – {last}"


def grouped(split: Split) -> str:
    grain = GRAINS.get(split.grain)
    return str(grain) % {"name": split.label} if grain else split.label


def clause(plan: Plan, node: Node, ctx: Context) -> str:
    return "" if node == EVERYTHING else said.of(plan.object_type, node, by=plan.by, ctx=ctx)
