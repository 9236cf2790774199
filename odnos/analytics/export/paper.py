"""An answer on paper (PDF) and as a picture (PNG), set by Typst with letters of our own and nothing of the machine's."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst
from django.utils.translation import gettext as _

from odnos.analytics.charts import draw, figures
from odnos.analytics.charts.chart import Chart
from odnos.analytics.charts.shortened import shortened
from odnos.analytics.export.about import About
from odnos.analytics.export.grid import Grid, Row
from odnos.analytics.export.writable import written

HERE = Path(__file__).parent
FONTS = HERE / "fonts"
DOTS = 192.0
"""Dots an inch of a PNG: two for each pixel of a picture."""
ON_PAPER = 10_000
"""Names and figures of a table that are set: each takes a sixth of a thousandth of a second, and a workbook has them all."""
LARGEST = 1_500_000
"""Letters of a picture that is still set: one of every figure that an answer can have takes minutes, and nobody reads it."""


class NoLetters(RuntimeError):
    """The fonts are not there; the pages have to be built (`make ready`)."""


def pdf(grid: Grid, about: About, chart: Chart | None) -> bytes:
    """Return a document whose words can be searched, with page numbers; wide tables lie across. Raises NoLetters."""
    width = len(grid.names) + len(grid.heads)
    kept = grid.rows[: max(1, ON_PAPER // width)]
    rows = [*kept, *([grid.total] if grid.total else [])]
    said = {
        "names": list(grid.names),
        "heads": [head.label for head in grid.heads],
        "rows": [{"kind": row.kind, "cells": cells(grid, row, locale=about.locale)} for row in rows],
        "wide": width > 7,
    }
    words = _("%(shown)s of %(all)s lines are on paper; a workbook has them all.")
    return _set("paper.typ", _noted(about, words, len(kept), len(grid.rows)), chart, said, format="pdf")


def png(chart: Chart, about: About) -> bytes:
    """Return the picture of a chart with its title and notes, light, for mails and slides. Raises NoLetters."""
    return _set("picture.typ", about, chart, {}, format="png", ppi=DOTS)


def cells(grid: Grid, row: Row, *, locale: str) -> list[str]:
    """Return a row as people read it; a star is on what is not over."""
    last = len(row.names) - 1 if row.kind == "line" else 0
    names = [
        f"{name} *" if row.is_immature and place == last else name for place, name in enumerate(row.names)
    ]
    told = (
        figures.full(value, head, locale=locale) for value, head in zip(row.figures, grid.heads, strict=True)
    )
    return [*names, *told]


def _noted(about: About, words: str, shown: int, number: int) -> About:
    """Return what is said of an answer, and with it how many of how many lines there are, if not all."""
    if shown == number:
        return about
    return replace(about, notes=(*about.notes, (words % {"shown": shown, "all": number}).rstrip(".")))


def _drawn(about: About, chart: Chart | None) -> tuple[About, str]:
    """Return the picture of as many lines as one takes, "" without one, and what is said with it."""
    if chart is None or not draw.has_picture(chart):
        return about, ""
    chart, shown, number = shortened(chart)
    about = _noted(about, _("The picture shows %(shown)s of %(all)s lines."), shown, number)
    svg = str(draw.picture(chart, locale=about.locale))
    if len(svg) > LARGEST:
        return replace(about, notes=(*about.notes, _("These are too many figures for a picture."))), ""
    return about, written(svg)


def _set(template: str, about: About, chart: Chart | None, said: dict[str, Any], **options: Any) -> bytes:
    about, svg = _drawn(about, chart)
    report = {
        "title": about.title,
        "words": about.words,
        "notes": about.notes,
        "made": about.made,
        "lang": about.locale.partition("-")[0],
        "svg": svg,
        **said,
    }
    compiler = typst.Compiler(
        HERE / template, root=HERE, font_paths=_fonts(), sys_inputs={"report": json.dumps(report)}
    )
    made = compiler.compile(**options)
    return b"".join(made) if isinstance(made, list) else bytes(made or b"")


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    if not any(FONTS.glob("*.ttf")):
        raise NoLetters("odnos/analytics/export/fonts")
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
