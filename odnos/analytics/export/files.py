"""An answer as a file of any format, for somebody who may export, and written down in the trail."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal
from zoneinfo import ZoneInfo

from odnos.analytics.charts import draw, results
from odnos.analytics.charts.chart import Chart
from odnos.analytics.export import about, grid, paper, rows, workbook
from odnos.analytics.reports.definition import ChartKind
from odnos.analytics.reports.result import Result
from odnos.engine.access import rights
from odnos.engine.access.actor import Actor
from odnos.engine.audit import trail
from odnos.engine.filters import text
from odnos.engine.records import reads
from odnos.objects.registry import registry

Format = Literal["xlsx", "csv", "pdf", "png"]
FORMATS: Mapping[Format, str] = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "pdf": "application/pdf",
    "png": "image/png",
}


@dataclass(frozen=True)
class File:
    """A file to take away."""

    name: str
    type: str
    body: bytes


def export(
    result: Result, *, format: Format, title: str, by: Actor, at: dt.datetime, report_id: int = 0
) -> File:
    """Return the answer as a file. It was asked with the rights of `by`, who must be allowed to export. Raises Denied."""
    object_type = registry.get(result.report.object_key)
    rights.check(by, "export", object_type)
    found = made(result, format=format, title=title, by=by, at=at)
    paths = own_fields(result)
    said = {"format": format, "title": title, "words": result.words, "filter": text.dump(result.report.where)}
    diff = {
        name: [None, value]
        for name, value in {**said, "sensitive": reads.sensitive(object_type, paths)}.items()
        if value
    }
    trail.note(
        "exported",
        object_key="report" if report_id else object_type.key,
        record_id=report_id,
        by=by,
        at=at,
        diff=diff,
    )
    return found


def own_fields(result: Result) -> list[str]:
    """Return the fields of the object itself that the figures are made of."""
    report = result.report
    paths = [
        *(item.path for item in (*report.rows, *report.columns)),
        *(path for item in report.measures for path in (item.path, *item.since)),
    ]
    return [path[0] for path in paths if len(path) == 1]


def made(result: Result, *, format: Format, title: str, by: Actor, at: dt.datetime) -> File:
    """Return the file itself, in the language and zone of `by`."""
    said = about.of(result, title=title, by=by, at=at)
    table = grid.of(result)
    name = f"{file_name(title)}-{at.astimezone(ZoneInfo(by.timezone)):%Y-%m-%d}.{format}"
    if format == "csv":
        return File(name, FORMATS[format], rows.csv(table, locale=by.locale))
    if format == "xlsx":
        return File(name, FORMATS[format], workbook.xlsx(table, said, kind=result.report.chart))
    chart = chart_of(result, title=title)
    if format == "png":
        return File(name, FORMATS[format], paper.png(chart, said))
    has_picture = result.report.chart != "table"
    return File(name, FORMATS[format], paper.pdf(table, said, chart if has_picture else None))


def chart_of(result: Result, *, title: str) -> Chart:
    """Return the picture of an answer; a table, of which a PNG is wanted, becomes bars."""
    chart = results.from_result(result, title=title)
    if draw.has_picture(chart):
        return chart
    kind: ChartKind = "bar" if result.report.rows else "number"
    return results.from_result(result, title=title, kind=kind)


def file_name(title: str) -> str:
    """Return the title as the beginning of a file's name: letters and figures of any alphabet."""
    words = "".join(letter if letter.isalnum() else " " for letter in title).split()
    return "-".join(words)[:80].lower() or "report"
