"""A report's definition as text: what is kept of it, and what an address carries."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, get_args

from django.utils.translation import gettext as _

from odnos.analytics.reports.definition import (
    ChartKind,
    Dimension,
    Grain,
    Measure,
    MeasureKind,
    Period,
    Report,
    Shown,
    Top,
)
from odnos.analytics.reports.paths import FARTHEST
from odnos.engine.filters import text
from odnos.engine.filters.tree import Node

LONGEST = 20_000
MOST = 12
LIMIT = 1000
GREATEST = Decimal(10) ** 14
VERSION = 1
"""What is written without a version is of the first; a greater one was written by an Odnos that knows more."""


class Unreadable(ValueError):
    """What is written is no definition; the message says so."""


def parse(written: str) -> Report:
    """Return the report that `dump` wrote. Raises Unreadable, FilterError."""
    try:
        raw = json.loads(written[:LONGEST])
    except (ValueError, RecursionError) as error:
        raise Unreadable(_("This definition of a report cannot be read.")) from error
    return understood(raw)


def understood(raw: Any) -> Report:
    """Return the report that `to_json` gave. Raises Unreadable, FilterError."""
    try:
        json.dumps(raw, ensure_ascii=False).encode()  # half a character is no text
        return from_json(raw)
    except (
        ValueError,
        TypeError,
        KeyError,
        RecursionError,
        InvalidOperation,
        OverflowError,
        AttributeError,
    ) as error:
        if isinstance(error, Unreadable) or type(error).__name__ == "FilterError":
            raise
        raise Unreadable(_("This definition of a report cannot be read.")) from error


def dump(report: Report) -> str:
    """Return a report as text, without what goes without saying."""
    return json.dumps(to_json(report), ensure_ascii=False, separators=(",", ":"))


def spoken(report: Report) -> Report:
    """Return a report whose labels are said in the language of now."""
    return from_json(to_json(report))


def to_json(report: Report) -> dict[str, Any]:
    said: dict[str, Any] = {
        "object": report.object_key,
        "measures": [measure_json(item) for item in report.measures],
        "rows": [dimension_json(item) for item in report.rows],
        "columns": [dimension_json(item) for item in report.columns],
        "where": text.dump(report.where),
        "compared": report.compared,
        "order": list(report.order),
        "chart": report.chart if report.chart != "table" else "",
    }
    if report.period:
        said["period"] = {"path": ".".join(report.period.path), "span": report.period.span}
    if report.top:
        said["top"] = {"number": report.top.number, "by": report.top.by, "other": report.top.other}
    if not report.subtotals:
        said["subtotals"] = False
    if report.target is not None:
        said["target"] = str(report.target)
    if report.limit != LIMIT:
        said["limit"] = report.limit
    return {name: value for name, value in said.items() if value not in ("", [])}


def measure_json(item: Measure) -> dict[str, Any]:
    said = {
        "kind": item.kind,
        "path": ".".join(item.path),
        "where": text.dump(item.where),
        "of": measure_json(item.of) if item.of else "",
        "by": measure_json(item.by) if item.by else "",
        "shown": item.shown if item.shown != "value" else "",
        "since": [".".join(path) for path in item.since],
        "label": str(item.label),
    }
    return {name: value for name, value in said.items() if value not in ("", [])}


def dimension_json(item: Dimension) -> dict[str, Any]:
    bins = [str(edge) for edge in item.bins]
    said = {"path": ".".join(item.path), "grain": item.grain, "bins": bins, "label": str(item.label)}
    return {name: value for name, value in said.items() if value not in ("", [])}


def from_json(raw: Mapping[str, Any]) -> Report:
    """Return the report that `to_json` wrote. Raises Unreadable, FilterError."""
    if raw.get("version", VERSION) != VERSION:
        raise Unreadable(_("This definition was written by a newer Odnos."))
    return Report(
        object_key=str(raw["object"]),
        measures=tuple(measure(item) for item in raw.get("measures", ())[:MOST]) or (Measure(),),
        rows=tuple(dimension(item) for item in raw.get("rows", ())[:MOST]),
        columns=tuple(dimension(item) for item in raw.get("columns", ())[:MOST]),
        where=filter_of(raw),
        period=period(raw.get("period")),
        compared=one_of(raw.get("compared", ""), ("", "before", "year_before")),
        top=top(raw.get("top")),
        order=tuple(str(item)[:80] for item in raw.get("order", ())[:MOST]),
        subtotals=raw.get("subtotals", True) is not False,
        chart=one_of(raw.get("chart", "table"), get_args(ChartKind)),
        target=target(raw.get("target")),
        limit=max(1, min(LIMIT, int(raw.get("limit", LIMIT)))),
    )


def measure(raw: Mapping[str, Any]) -> Measure:
    return Measure(
        kind=one_of(raw.get("kind", "count"), get_args(MeasureKind)),
        path=path(raw.get("path", "")),
        where=filter_of(raw),
        of=part(raw.get("of")),
        by=part(raw.get("by")),
        shown=one_of(raw.get("shown", "value"), get_args(Shown)),
        since=tuple(path(item) for item in listed(raw.get("since", ()))[:MOST] if item),
        label=str(raw.get("label", ""))[:100],
    )


def part(raw: Any) -> Measure | None:
    """Return one side of a ratio; `{}` counts all records."""
    return None if raw in (None, "") else measure(raw)


def dimension(raw: Mapping[str, Any]) -> Dimension:
    return Dimension(
        path=path(raw["path"]),
        grain=one_of(raw.get("grain", ""), get_args(Grain)),
        bins=tuple(Decimal(str(edge)) for edge in raw.get("bins", ())[:50]),
        label=str(raw.get("label", ""))[:100],
    )


def period(raw: Mapping[str, Any] | None) -> Period | None:
    return Period(path=path(raw["path"]), span=str(raw.get("span", "this_year"))[:30]) if raw else None


def top(raw: Mapping[str, Any] | None) -> Top | None:
    if not raw:
        return None
    number = max(1, min(LIMIT, int(raw.get("number", 10))))
    return Top(number=number, by=max(0, int(raw.get("by", 0))), other=raw.get("other", True) is not False)


def target(raw: Any) -> Decimal | None:
    """Return what a figure is to reach; a figure that no picture holds is none."""
    if raw in (None, ""):
        return None
    found = Decimal(str(raw))
    return found if found.is_finite() and 0 < found < GREATEST else None


def filter_of(raw: Mapping[str, Any]) -> Node:
    return text.parse(str(raw.get("where", "")))


def listed(written: Any) -> list[Any]:
    return [written] if isinstance(written, str) else list(written)


def path(written: Any) -> tuple[str, ...]:
    """Return a path as it is written; what is too long is left for the plan to refuse."""
    return tuple(part for part in str(written).split(".") if part)[: FARTHEST + 2]


def one_of(written: Any, known: tuple[str, ...]) -> Any:
    if written not in known:
        raise Unreadable(_("“%(written)s” is nothing that a report knows.") % {"written": str(written)[:40]})
    return written
