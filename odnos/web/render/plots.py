"""A chart on a page: its picture in three widths, what it says, and the table of its figures."""

from __future__ import annotations

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from markupsafe import Markup

from odnos.analytics.charts import draw, figures, said
from odnos.analytics.charts.chart import Chart
from odnos.lib import html


def plot(chart: Chart, *, is_titled: bool = True) -> Markup:
    """Return the chart as a figure; its picture takes the colours of the page, its marks lead to their records."""
    locale = get_language() or "en"
    words = chart.words or said.whole(chart, locale=locale)
    shape = "plot-title" if is_titled else "visually-hidden"
    parts = [
        html.tag("figcaption", chart.title, class_=shape),
        html.tag("p", words, class_="visually-hidden"),
    ]
    if draw.has_picture(chart):
        parts.append(picture(chart, locale=locale))
    if chart.note:
        parts.append(html.tag("p", chart.note, class_="plot-note"))
    parts.append(table(chart, locale=locale))
    return html.tag("figure", *parts, class_="plot")


def picture(chart: Chart, *, locale: str) -> Markup:
    """Return the pictures, of which a page shows the one that fits, and the line that tells the figure in hand."""
    widest = draw.picture(chart, locale=locale, width=draw.WIDEST, live=True, class_="chart plot-widest")
    wide = draw.picture(chart, locale=locale, width=draw.WIDE, live=True, class_="chart plot-wide")
    middle = draw.picture(chart, locale=locale, width=draw.MIDDLE, live=True, class_="chart plot-middle")
    narrow = draw.picture(chart, locale=locale, width=draw.NARROW, live=True, class_="chart plot-narrow")
    tip = html.tag("p", class_="plot-tip", hidden=True)
    told = html.tag("p", class_="visually-hidden", role="status")
    label = _("%(title)s: arrows walk through the figures, Enter opens their records") % {
        "title": chart.title
    }
    about = {"tabindex": "0", "role": "group", "aria_label": label, "class_": "plot-picture"}
    return html.tag("x-chart", widest, wide, middle, narrow, tip, told, **about)


def table(chart: Chart, *, locale: str) -> Markup:
    """Return the figures as a table: open where it is the chart, otherwise on demand."""
    heads = [
        html.tag("th", named(series.name, series.is_open), scope="col", class_="end")
        for series in chart.series
    ]
    rows = [row(chart, place, locale=locale) for place in range(len(chart.categories))]
    parts = (
        html.tag("caption", chart.title, class_="visually-hidden"),
        html.tag("thead", html.tag("tr", html.tag("th", chart.axis, scope="col"), *heads)),
        html.tag("tbody", *rows),
    )
    found = html.tag("div", html.tag("table", *parts, class_="lines"), class_="plot-figures")
    if not draw.has_picture(chart):
        return found
    return html.tag("details", html.tag("summary", _("Figures")), found, class_="chart-data")


def row(chart: Chart, place: int, *, locale: str) -> Markup:
    cells = []
    for series in chart.series:
        value = series.figures[place] if place < len(series.figures) else None
        words, href = figures.full(value, series.head, locale=locale), said.link(series, place)
        words = named(words, place in series.open and value is not None)
        cells.append(html.tag("td", html.tag("a", words, href=href) if href else words, class_="end"))
    name = named(chart.categories[place], place in chart.immature)
    return html.tag("tr", html.tag("th", name, scope="row"), *cells)


def named(name: str, is_open: bool) -> str:  # noqa: FBT001 -- what is told of it
    return f"{name} ({_('period not over')})" if is_open else name
