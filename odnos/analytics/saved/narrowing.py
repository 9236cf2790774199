"""A report as its parameters narrow it: the period, and whose records. They belong to an address, not to the report."""

from __future__ import annotations

from dataclasses import replace

from odnos.analytics.reports import counted
from odnos.analytics.reports.counted import Counted
from odnos.analytics.reports.definition import Report
from odnos.engine.filters.tree import Condition, Node, both
from odnos.objects.registry import ObjectType


def narrowed(report: Report, *, span: str = "", person: str = "", team: str = "") -> Report:
    """Return the report of a person (`me` or an id) and a team (`mine` or an id); of another span of days where it has a period."""
    if (person or team) and counted.is_known(report.object_key):  # of what is unknown, whoever asks it tells
        kind = counted.get(report.object_key)
        report = replace(report, where=both(report.where, *whose(kind, person, team)))
    if span and report.period:
        report = replace(report, period=replace(report.period, span=span))
    return report


def whose(kind: ObjectType, person: str, team: str) -> list[Node]:
    """Return the conditions that a person and a team make: whoever is to do a task, else the owner."""
    by: tuple[str, ...] = ("assignee",) if "assignee" in kind.by_name else ("owner",)
    of: tuple[str, ...] = ("team",)
    if isinstance(kind, Counted):
        by, of = kind.person, kind.team
    found: list[Node] = [Condition(by, "is", person)] if person else []
    return [*found, *([Condition(of, "is", team)] if team else [])]
