"""What a mail says: the title, what was counted, the picture, the first lines of the table, as of when, how much of it, the way out."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.utils.translation import gettext as _
from markupsafe import Markup

from odnos.analytics.export import paper
from odnos.analytics.export.about import About
from odnos.analytics.export.grid import Grid, Row
from odnos.lib import html

LINES = 30
INK, SOFT, LINE = "#131b20", "#616c73", "#e9e7e3"
FONT = "font-family:Inter,'Segoe UI',Roboto,Arial,sans-serif"
SMALL = f"margin:0 0 4px;color:{SOFT};font-size:13px;line-height:1.5"
NEWS = f"margin:8px 0 12px;padding:8px 12px;border-left:4px solid #00677d;background:#e9f3f5;color:{INK};font-size:15px;line-height:1.5;font-weight:600"
BUTTON = (
    "display:inline-block;margin:6px 0 10px;padding:9px 18px;border-radius:6px;background:#00677d;color:#ffffff;"
    "font-size:14px;font-weight:600;text-decoration:none"
)
CELL = f"padding:5px 10px 5px 0;border-bottom:1px solid {LINE};font-size:13px"


def page(  # noqa: PLR0913 -- what stands in a mail
    about: About,
    grid: Grid,
    *,
    href: str,
    out: str,
    news: str = "",
    extra: Sequence[str] = (),
    cid: str = "",
) -> str:
    """Return the mail as HTML whose looks stand with each element, as mail readers want it; `news` stand above all figures."""
    picture = (
        html.tag(
            "img",
            src=f"cid:{cid}",
            alt=about.words,
            width=640,
            style="display:block;max-width:100%;height:auto;margin:8px 0 16px",
        )
        if cid
        else ""
    )
    notes = [html.tag("p", words, style=SMALL) for words in (*extra, *about.notes, *cut(grid))]
    parts = (
        head(about.title, href),
        html.tag("p", news, style=NEWS) if news else "",
        html.tag("p", about.words, style=SMALL),
        html.tag("a", _("Open the report"), href=href, style=BUTTON),
        picture,
        table(grid, about.locale),
        *notes,
    )
    return framed(about.title, *parts, html.tag("p", about.made, style=SMALL), out=out, locale=about.locale)


def refused(title: str, words: str, *, out: str, locale: str) -> str:
    """Return the mail of somebody who has no right to the figures."""
    said = html.tag("p", words, style=f"font-size:14px;line-height:1.5;color:{INK}")
    return framed(title, html.tag("h1", title, style=heading()), said, out=out, locale=locale)


def heading() -> str:
    return f"margin:0 0 6px;font-size:22px;font-weight:600;color:{INK}"


def head(title: str, href: str) -> Markup:
    return html.tag(
        "h1", html.tag("a", title, href=href, style=f"color:{INK};text-decoration:none"), style=heading()
    )


def framed(title: str, *parts: Markup | str, out: str, locale: str) -> str:
    foot = html.tag(
        "p", html.tag("a", _("No longer send me this"), href=out, style=f"color:{SOFT}"), style=SMALL
    )
    body = html.tag("div", *parts, foot, style=f"max-width:680px;margin:0 auto;{FONT};color:{INK}")
    shown = html.tag("body", body, style="margin:0;padding:24px;background:#ffffff")
    top = html.tag("head", html.tag("meta", charset="utf-8"), html.tag("title", title))
    return "<!doctype html>" + str(html.tag("html", top, shown, lang=locale))


def table(grid: Grid, locale: str) -> Markup:
    """Return the first lines of the table, and the total of all."""
    left, right = f"{CELL};text-align:left", f"{CELL};text-align:right;white-space:nowrap"
    names = [html.tag("th", name, style=left) for name in grid.names]
    heads = [html.tag("th", item.label, style=right) for item in grid.heads]
    rows = [line(grid, row, locale) for row in (*grid.rows[:LINES], *([grid.total] if grid.total else []))]
    style = "border-collapse:collapse;width:100%;margin:0 0 12px"
    return html.tag("table", html.tag("tr", *names, *heads), *rows, style=style, cellspacing=0, cellpadding=0)


def line(grid: Grid, row: Row, locale: str) -> Markup:
    bold = "" if row.kind == "line" else ";font-weight:600"
    width = len(grid.names)
    cells = [
        html.tag("td", text, style=f"{CELL}{bold};text-align:{'left' if place < width else 'right'}")
        for place, text in enumerate(paper.cells(grid, row, locale=locale))
    ]
    return html.tag("tr", *cells)


def cut(grid: Grid) -> list[str]:
    """Return the sentence of a table that is longer than a mail."""
    if len(grid.rows) <= LINES:
        return []
    return [
        _("%(shown)s of %(all)s lines are in this mail; the report’s page has all.")
        % {"shown": LINES, "all": len(grid.rows)}
    ]


def plain(about: About, grid: Grid, *, href: str, out: str, news: str = "", extra: Sequence[str] = ()) -> str:
    """Return the mail as text, for those who read no HTML."""
    rows = (*grid.rows[:LINES], *([grid.total] if grid.total else []))
    lines = ["\t".join(paper.cells(grid, row, locale=about.locale)) for row in rows]
    first = "\t".join([*grid.names, *(item.label for item in grid.heads)])
    parts = [
        *([news, ""] if news else []),
        about.title,
        about.words,
        "",
        first,
        *lines,
        "",
        *extra,
        *about.notes,
        *cut(grid),
        about.made,
        "",
        f"{_('Open the report')}: {href}",
    ]
    return "\n".join([*parts, f"{_('No longer send me this')}: {out}", ""])


def address(report_id: int) -> str:
    return f"{settings.BASE_URL}/reports/{report_id}"
