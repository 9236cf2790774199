"""The target of a gauge as people write it: of a share in per cent, of any other figure in its own unit."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from odnos.analytics.reports.definition import Measure, Report
from odnos.analytics.saved import kept
from odnos.objects.registry import ObjectType
from odnos.web.pages.reports import fields

PERCENT = Decimal(100)
COUNTS = frozenset(("count", "distinct"))


def read(given: str, measure: Measure, kind: ObjectType) -> Decimal | None:
    """Return the target that was written for a figure; None for anything that is no positive number."""
    try:
        number = kept.target(given.strip())
    except InvalidOperation:
        return None
    return number / PERCENT if number is not None and is_share(measure, kind) else number


def written(report: Report, kind: ObjectType) -> str:
    """Return the target of a report's figure as the form shows it."""
    if report.target is None:
        return ""
    number = report.target * PERCENT if is_share(report.measures[0], kind) else report.target
    return f"{number.normalize():f}"


def is_share(measure: Measure, kind: ObjectType) -> bool:
    """Whether a figure is told in per cent: a part of the total, a change, or one figure per another of its unit."""
    if measure.shown in ("share", "change"):
        return True
    return bool(measure.of and measure.by) and is_money(measure.of, kind) == is_money(measure.by, kind)


def is_money(measure: Measure | None, kind: ObjectType) -> bool:
    if measure is None or measure.kind in COUNTS:
        return False
    return fields.kind_of(kind, measure.path) == "money"
