"""A kept report as somebody may ask it: without what is told by fields that are hidden from them or gone since.

A filter on such a field cannot be left out: the figures would be those of other records. Then nothing of it is shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from odnos.analytics.reports import counted
from odnos.analytics.reports.definition import Measure, Report
from odnos.engine.access.actor import Actor
from odnos.engine.filters import tree
from odnos.engine.filters.tree import Node
from odnos.engine.records.fitting import may_ask
from odnos.objects.registry import ObjectType, registry

Path = tuple[str, ...]


@dataclass(frozen=True)
class Fitted:
    """What is left of a report for somebody, None if nothing can be shown; whether anything was left out."""

    report: Report | None
    is_less: bool


def fitted(report: Report, *, by: Actor) -> Fitted:
    """Return a kept report as `by` may ask it; whole where nothing of it is hidden from them."""
    if not counted.is_known(report.object_key):
        return Fitted(None, is_less=True)
    object_type = counted.get(report.object_key)
    if isinstance(object_type, counted.Counted) and not counted.may_ask(object_type, by=by):
        return Fitted(None, is_less=True)

    def known(paths: Iterator[Path]) -> bool:
        return all(may_ask(fields_of(object_type, path), object_type, by=by) for path in paths)

    if not known(of_filter(report)):
        return Fitted(None, is_less=True)
    measures = tuple(item for item in report.measures if known(of_measure(item)))
    rows = tuple(item for item in report.rows if known(iter((item.path,))))
    columns = tuple(item for item in report.columns if known(iter((item.path,))))
    if (measures, rows, columns) == (report.measures, report.rows, report.columns):
        return Fitted(report, is_less=False)
    if not measures:
        return Fitted(None, is_less=True)
    left = replace(report, measures=measures, rows=rows, columns=columns, top=None, order=())
    return Fitted(left, is_less=True)


def of_filter(report: Report) -> Iterator[Path]:
    """Yield the paths that say which records a report is about."""
    yield from of_node(report.where)
    if report.period:
        yield report.period.path


def of_node(node: Node) -> Iterator[Path]:
    yield from (condition.path for condition in tree.conditions(node))


def of_measure(measure: Measure) -> Iterator[Path]:
    if measure.path:
        yield measure.path
    yield from measure.since
    yield from of_node(measure.where)
    for inner in (measure.of, measure.by):
        if inner:
            yield from of_measure(inner)


def fields_of(object_type: ObjectType, path: Path) -> Path:
    """Return the fields of a path, without the part of the last one that it may end with."""
    kind: ObjectType | None = object_type
    for number, name in enumerate(path):
        if kind is None:
            return path[:number]
        key = str(getattr(kind.by_name.get(name), "to", ""))
        kind = registry.get(key) if key in registry else None
    return path
