"""An answer as a file of any format, for somebody who may export, and written down in the trail."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from odnos.analytics.charts import draw, results
from odnos.analytics.charts.chart import Chart
from odnos.analytics.export import about, grid, paper, rows, workbook
from odnos.analytics.reports import counted
from odnos.analytics.reports.counted import Counted
from odnos.analytics.reports.definition import ChartKind, Report
from odnos.analytics.reports.result import Result
from odnos.engine.access import rights
from odnos.engine.access.actor import Actor
from odnos.engine.access.rights import Deed, Denied
from odnos.engine.audit import trail
from odnos.engine.filters import text
from odnos.engine.records import reads
from odnos.objects.registry import ObjectType, registry

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
    result: Result,
    *,
    format: Format,
    title: str,
    by: Actor,
    at: dt.datetime,
    within: Deed,
    report_id: int = 0,
) -> File:
    """Return the answer as a file. It was asked with the rights of `by`, `within` the reach of a deed, and `by` must be
    allowed to export all that it shows. Raises Denied.
    """
    object_type = counted.get(result.report.object_key)
    taken = fields_of(result.report)
    for kind in (object_type, *(registry.get(key) for key in taken)):
        scope = rights.check(by, "export", kind)
        if within != "export" and scope != rights.may(by, "see", kind):
            raise Denied(_("You may export fewer records than you see."))
    found = made(result, format=format, title=title, by=by, at=at)
    said = {"format": format, "title": title, "words": result.words, "filter": text.dump(result.report.where)}
    of = object_type.guard.key
    diff = {
        name: [None, value] for name, value in {**said, "sensitive": sensitive(taken, of)}.items() if value
    }
    trail.note(
        "exported",
        object_key="report" if report_id else of,
        record_id=report_id,
        by=by,
        at=at,
        diff=diff,
    )
    return found


def fields_of(report: Report) -> dict[str, list[str]]:
    """Return the fields whose values an answer shows, by the object whose they are: its own, and those that links lead to."""
    found: dict[str, list[str]] = {}
    for path in paths_of(report):
        kind: ObjectType | None = counted.get(report.object_key)
        for place, name in enumerate(path):
            field = kind.by_name.get(name) if kind else None
            if kind is None or field is None:
                break
            to = str(getattr(field, "to", ""))
            is_link = to in registry and place + 1 < len(path)
            if not is_link:
                told = kind.made_of if isinstance(kind, Counted) else (name,)
                found.setdefault(kind.guard.key, []).extend(told)
            kind = registry.get(to) if is_link else None
    return found


def paths_of(report: Report) -> Iterator[tuple[str, ...]]:
    """Yield the paths of all that an answer shows."""
    yield from (item.path for item in (*report.rows, *report.columns))
    for item in report.measures:
        for one in (item, item.of, item.by):
            if one is not None:
                yield from (one.path, *one.since)


def sensitive(taken: Mapping[str, Sequence[str]], own: str) -> list[str]:
    """Return the sensitive fields among those that are taken away; those of other objects with the name of theirs."""
    return [
        name if key == own else f"{key}.{name}"
        for key, names in taken.items()
        for name in reads.sensitive(registry.get(key), names)
    ]


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
