"""What somebody asks a report by that is sensitive stands in the trail, however they ask: on a page, a tile, in a mail, a file, over the API."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from odnos.analytics.reports import counted
from odnos.analytics.reports.definition import Report
from odnos.analytics.reports.fitting import Path, of_filter, of_measure
from odnos.engine.access.actor import Actor
from odnos.engine.records import reads


def told(report: Report, words: str, *, by: Actor, at: dt.datetime) -> None:
    """Write down by which sensitive fields somebody had a report answered."""
    reads.asked(counted.get(report.object_key), paths(report), by=by, at=at, words=words)


def paths(report: Report) -> Iterator[Path]:
    """Yield every path that a report names: groups, figures, their conditions, the filter and the period."""
    yield from (item.path for item in (*report.rows, *report.columns))
    yield from of_filter(report)
    for measure in report.measures:
        yield from of_measure(measure)
