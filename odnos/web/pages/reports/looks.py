"""Which pictures fit what is asked, and of the others why they do not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from odnos.analytics.reports import counted
from odnos.analytics.reports.definition import ChartKind, Dimension, Report
from odnos.objects.labels import Label
from odnos.web.pages.reports import fields

LABELS: dict[ChartKind, tuple[Label, str]] = {
    "table": (_("Table"), "sheet"),
    "number": (_("Number"), "chart-number"),
    "trend": (_("Trend"), "trend"),
    "line": (_("Line"), "chart-line"),
    "area": (_("Area"), "chart-area"),
    "bar": (_("Bars"), "chart"),
    "stacked": (_("Stacked bars"), "chart-stacked"),
    "funnel": (_("Funnel"), "filter"),
    "pie": (_("Pie"), "dashboard"),
    "scatter": (_("Scatter"), "chart-scatter"),
    "heat": (_("Heat map"), "chart-heat"),
    "cohort": (_("Cohort grid"), "chart-cohort"),
    "waterfall": (_("Waterfall"), "chart-waterfall"),
    "gauge": (_("Gauge"), "chart-gauge"),
}
ALONE = _("It shows one figure for all: take the fields away by which it is told apart.")
IN_TIME = _("It runs along time: begin with a date.")
ONE_FIELD = _("It needs one field to tell apart by, and nothing across.")
ONE_FIGURE = _("It shows one figure only.")
NO_TIME = _("It compares parts, not days: tell apart by something else than a date.")
ADDED = _("It needs a figure that adds up: a number of records, or a sum.")
PARTS = _("It needs parts to stack: a second field, a field across, or a second figure.")
TWO_FIGURES = _("It needs two figures: one for the place across, one for the height.")
CROSSED = _("It needs one field down and one across.")
TWO_DATES = _("It needs a date down and a date across: when they began, and when they did it.")
GROUPED = _("It needs a field to tell apart by.")


@dataclass(frozen=True, kw_only=True)
class Look:
    """A picture on offer; `why` says what keeps it from fitting."""

    kind: ChartKind
    label: Label
    icon: str
    why: Label = ""
    is_current: bool = False


def looks(report: Report) -> list[Look]:
    """Return every picture, with what keeps it from showing this report."""
    return [
        Look(kind=kind, label=label, icon=icon, why=why_not(kind, report), is_current=kind == report.chart)
        for kind, (label, icon) in LABELS.items()
    ]


def fitting(report: Report) -> ChartKind:
    """Return the picture that a report asks for, or a table where it does not fit."""
    return report.chart if report.chart in LABELS and not why_not(report.chart, report) else "table"


def why_not(kind: ChartKind, report: Report) -> Label:
    """Return why a picture cannot show a report; "" if it can."""
    return next((why for fits, why in NEEDS.get(kind, ()) if not fits(report)), "")


def is_alone(report: Report) -> bool:
    return not report.rows and not report.columns


def is_grouped(report: Report) -> bool:
    return bool(report.rows)


def runs_in_time(report: Report) -> bool:
    return bool(report.rows) and is_time(report, report.rows[0])


def is_time(report: Report, item: Dimension) -> bool:
    return fields.kind_of(counted.get(report.object_key), item.path) in fields.DAYS


def one_field(report: Report) -> bool:
    return len(report.rows) == 1 and not report.columns


def one_figure(report: Report) -> bool:
    return len(report.measures) == 1


def apart_from_time(report: Report) -> bool:
    return not runs_in_time(report)


def adds_up(report: Report) -> bool:
    return all(item.kind in ("count", "sum") and item.shown == "value" for item in report.measures)


def has_parts(report: Report) -> bool:
    return len(report.rows) + len(report.columns) > 1 or len(report.measures) > 1


def is_crossed(report: Report) -> bool:
    return len(report.rows) == 1 and len(report.columns) == 1


def two_dates(report: Report) -> bool:
    return is_crossed(report) and runs_in_time(report) and is_time(report, report.columns[0])


Need = tuple[Callable[[Report], bool], Label]
NEEDS: dict[ChartKind, tuple[Need, ...]] = {
    "number": ((is_alone, ALONE),),
    "gauge": ((is_alone, ALONE), (one_figure, ONE_FIGURE)),
    "trend": ((runs_in_time, IN_TIME), (one_field, ONE_FIELD), (one_figure, ONE_FIGURE)),
    "line": ((runs_in_time, IN_TIME),),
    "area": ((runs_in_time, IN_TIME),),
    "bar": ((is_grouped, GROUPED),),
    "stacked": ((is_grouped, GROUPED), (has_parts, PARTS), (adds_up, ADDED)),
    "funnel": ((one_field, ONE_FIELD), (apart_from_time, NO_TIME), (one_figure, ONE_FIGURE)),
    "pie": ((one_field, ONE_FIELD), (apart_from_time, NO_TIME), (one_figure, ONE_FIGURE), (adds_up, ADDED)),
    "scatter": ((one_field, ONE_FIELD), (lambda report: len(report.measures) == 2, TWO_FIGURES)),
    "heat": ((is_crossed, CROSSED), (one_figure, ONE_FIGURE)),
    "cohort": ((two_dates, TWO_DATES), (one_figure, ONE_FIGURE)),
    "waterfall": ((one_field, ONE_FIELD), (one_figure, ONE_FIGURE), (adds_up, ADDED)),
}
