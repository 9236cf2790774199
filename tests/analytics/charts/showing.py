"""Charts of each kind to draw, and answers of reports to make them from."""

import datetime as dt
from decimal import Decimal

from odnos.analytics.charts.chart import Chart, Series
from odnos.analytics.reports.definition import Dimension, Measure, Report
from odnos.analytics.reports.result import Group, Head, Line, Result

WON = Head("Won", "money", "EUR")
DEALS = Head("Deals")
MONTHS = ("Jan", "Feb", "Mar")
NOON = dt.datetime(2026, 3, 2, 12, 0, tzinfo=dt.UTC)
KINDS = (
    "number",
    "trend",
    "line",
    "area",
    "bar",
    "stacked",
    "funnel",
    "pie",
    "scatter",
    "heat",
    "cohort",
    "waterfall",
    "gauge",
)


def chart(kind: str = "bar", **more) -> Chart:
    """Two series over three months, the last of which is not over."""
    said = {"title": "Won and lost", "categories": MONTHS, "immature": (2,), "in_time": True}
    series = (won(), Series("Lost", (3, None, 5), DEALS, ("/a", "/b", "/c")))
    return Chart(**{"kind": kind, "series": series, **said, **more})


def won() -> Series:
    figures = (Decimal(12000), Decimal("48200.50"), Decimal(900))
    return Series("Won", figures, WON, ("/deals?m=1", "/deals?m=2", "/deals?m=3"))


def result(**more) -> Result:
    """Deals by month: number and value, with a total, the last month not over."""
    report = Report(object_key="deal", rows=(Dimension(path=("won_on",), grain="month"),), chart="bar")
    lines = tuple(
        Line((Group(name, name),), ((count, Decimal(value)),))
        for name, count, value in (("Jan", 3, 12000), ("Feb", 5, 48200), ("Mar", 1, 900))
    )
    said = {
        "report": report,
        "dimensions": (Head("Month"),),
        "measures": (DEALS, WON),
        "across": ((),),
        "lines": lines,
        "total": Line((), ((9, Decimal(61100)),)),
        "as_of": NOON,
        "words": "Deals won this year, by month",
        "immature": (2,),
    }
    return Result(**{**said, **more})


def crossed() -> Result:
    """The same in a pivot by channel."""
    across = ((Group("w", "Web"),), (Group("f", "Fair"),), ())
    lines = tuple(
        Line((Group(name, name),), ((a,), (b,), (a + (b or 0),)))
        for name, a, b in (("Jan", 1, 2), ("Feb", 3, None))
    )
    report = Report(
        object_key="deal",
        measures=(Measure(),),
        rows=(Dimension(path=("won_on",), grain="month"),),
        columns=(Dimension(path=("channel",)),),
    )
    return result(
        report=report,
        dimensions=(Head("Month"), Head("Channel")),
        measures=(DEALS,),
        across=across,
        lines=lines,
        total=Line((), ((4,), (2,), (6,))),
        immature=(),
    )
