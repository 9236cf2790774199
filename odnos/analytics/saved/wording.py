"""Words by which reports of the product are written: a report in one line."""

from __future__ import annotations

from dataclasses import dataclass

from odnos.analytics.reports.definition import (
    ChartKind,
    Dimension,
    Grain,
    Measure,
    MeasureKind,
    Period,
    Report,
    Top,
)
from odnos.engine.filters import text
from odnos.objects.labels import Label


@dataclass(frozen=True, kw_only=True)
class Beginning:
    """A report with a name, and in `words` what it is good for."""

    key: str
    title: Label
    words: Label
    report: Report


def by(path: str, grain: Grain = "") -> Dimension:
    return Dimension(path=tuple(path.split(".")), grain=grain)


def figure(kind: MeasureKind = "count", path: str = "", where: str = "", **more: object) -> Measure:
    return Measure(kind=kind, path=tuple(path.split(".")) if path else (), where=text.parse(where), **more)  # type: ignore[arg-type]


def share(of: str, among: str, label: Label = "") -> Measure:
    """Return how many of those `among` are `of`."""
    return Measure(kind="ratio", of=figure(where=of), by=figure(where=among), label=label)  # type: ignore[arg-type]


def asked(  # noqa: PLR0913 -- a report in one line
    key: str,
    measures: tuple[Measure, ...],
    rows: tuple[Dimension, ...] = (),
    columns: tuple[Dimension, ...] = (),
    *,
    where: str = "",
    period: tuple[str, str] | None = None,
    top: Top | None = None,
    order: str = "",
    chart: ChartKind = "bar",
    compared: bool = False,
) -> Report:
    return Report(
        object_key=key,
        measures=measures,
        rows=rows,
        columns=columns,
        where=text.parse(where),
        period=Period(path=tuple(period[0].split(".")), span=period[1]) if period else None,
        compared="before" if compared else "",
        top=top,
        order=(order,) if order else (),
        chart=chart,
    )


CLOSED, WON, LOST, OPEN = "status.in:[won,lost]", "status.is:won", "status.is:lost", "status.is:open"
LATE = "days_late.gt:0"
BEGAN = (("started_on",), ("created_at",))
"""When a deal began: as was written, else when it was made."""
TEN = Top(number=10)
