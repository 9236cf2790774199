"""What figures are told apart by: the SQL of a dimension, and which values may be one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from odnos.analytics.reports.asking import Asking
from odnos.analytics.reports.conditions import both, reached
from odnos.analytics.reports.definition import Dimension, Grain
from odnos.analytics.reports.dialects import name as quoted
from odnos.analytics.reports.paths import Place, Step
from odnos.analytics.reports.refusals import ReportError
from odnos.analytics.reports.sources import Source
from odnos.analytics.reports.spans import OPEN, Span, local
from odnos.analytics.star import converted
from odnos.engine.access import scope
from odnos.lib.dates.weeks import first_weekday
from odnos.objects.registry import registry

HIDDEN = 0
"""The id that stands for every linked record whose title the asker may not know."""
LARGEST = 10**14
"""No number and no amount is as large."""
REFUSED = frozenset(("long_text", "file", "rank"))


@dataclass(frozen=True, kw_only=True)
class Split:
    """A dimension of a report, understood. `within` are the days that its moments are known to lie in.

    One that `is_numbered` has stretches of time as the whole numbers by which its store groups them, one that `is_raw` has
    empty texts beside none.
    """

    dimension: Dimension
    place: Place
    within: Span = OPEN
    is_numbered: bool = False
    is_raw: bool = False

    @property
    def grain(self) -> Grain:
        """Moments and days are told apart by the day at the finest, unless hours are asked for."""
        return self.dimension.grain or "day" if self.is_time else ""

    @property
    def is_time(self) -> bool:
        return self.place.field.kind in ("date", "moment")

    @property
    def is_flow(self) -> bool:
        """Whether its groups follow one another in time, so that none is left out and one is before the other."""
        return self.is_time and self.grain not in ("weekday", "hour")

    @property
    def is_ordered(self) -> bool:
        return self.is_time or bool(self.dimension.bins)

    @property
    def label(self) -> str:
        return self.dimension.label or self.place.label


def check(split: Split, place: str) -> None:
    """Raise ReportError for what no group can be made of."""
    field, dimension = split.place.field, split.dimension
    if field.kind in REFUSED or (field.kind == "address" and not split.place.part):
        raise ReportError(_("“%(name)s” cannot be grouped by.") % {"name": split.place.label}, place=place)
    if dimension.grain and not split.is_time:
        raise ReportError(_("“%(name)s” is no date.") % {"name": split.place.label}, place=place)
    if dimension.grain == "hour" and field.kind != "moment":
        raise ReportError(_("“%(name)s” is a day without hours.") % {"name": split.place.label}, place=place)
    if dimension.bins and (field.kind not in ("number", "money") or split.place.part):
        raise ReportError(_("“%(name)s” is no number.") % {"name": split.place.label}, place=place)
    if not all(bound.is_finite() and abs(bound) < LARGEST for bound in dimension.bins):
        raise ReportError(_("A bound of bins is a number that Odnos can keep."), place=place)
    if list(dimension.bins) != sorted(set(dimension.bins)):
        raise ReportError(_("Bounds of bins go up."), place=place)


def grouped(split: Split, asking: Asking, *, is_raw: bool) -> Split:
    """Return a dimension as its store groups by it soonest."""
    is_numbered = split.is_time and split.grain in asking.dialect.numbered
    return replace(split, is_numbered=is_numbered, is_raw=is_raw)


def shown(split: Split, held: str, asking: Asking) -> str:
    """Return the SQL of a group's value out of what it is grouped by."""
    return asking.dialect.numbered[split.grain][1].format(held) if split.is_numbered else held


def sql_of(split: Split, source: Source) -> str:
    """Return the SQL of a dimension's value; what it needs is joined to the source."""
    return along(split, split.place.steps, source)


def along(split: Split, steps: Sequence[Step], source: Source) -> str:
    many = next((number for number, step in enumerate(steps) if step.is_many), None)
    if many is None:
        return value(split, steps[-1], source.along(steps[:-1]), source)
    inner = several(split, steps[many], steps[many + 1 :], source.asking)
    return source.values(source.along(steps[:many]), inner)


def several(split: Split, step: Step, rest: Sequence[Step], asking: Asking) -> str:
    """Return the question for the values that records have many of, each of them once a record."""
    far = asking.alias("s")
    table, limits = Source.side(step, far, asking)
    if not rest:
        held, joined = ends(step, far, asking)
        return f"SELECT DISTINCT {far}.record_id AS of_record, {held} AS value FROM {table}{joined} WHERE {limits}"
    sub = Source(object_type=registry.get(step.to), asking=asking)
    held = along(split, rest, sub)
    seen = reached(sub.object_type, sub.alias, asking)
    return (
        f"SELECT DISTINCT {far}.record_id AS of_record, {held} AS value"
        f" FROM {sub.sql} JOIN {table} ON {far}.to_id = {sub.alias}.id"
        f" WHERE {both([limits, seen, f'{held} IS NOT NULL'])}"
    )


def ends(step: Step, far: str, asking: Asking) -> tuple[str, str]:
    """Return the value that a row beside a record stands for, and what is joined to know it."""
    if step.field.columns:
        return f"{far}.value", ""
    linked = registry.get(step.to)
    if scope.branches(linked, by=asking.by) is None:
        return f"{far}.to_id", ""
    seen = asking.alias("t")
    met = both([f"{seen}.id = {far}.to_id", reached(linked, seen, asking, deleted=True)])
    held = f"CASE WHEN {seen}.id IS NOT NULL THEN {far}.to_id ELSE {HIDDEN} END"
    return held, f" LEFT JOIN {quoted(linked.key)} AS {seen} ON {met}"


def value(split: Split, step: Step, alias: str, source: Source) -> str:
    """Return the SQL of the group that a record of `alias` belongs to."""
    field, asking = step.field, source.asking
    if field.kind == "reference":
        return blank(f"{alias}.{quoted(field.columns[0])}", split)
    if split.place.part:
        return blank(f"{alias}.{quoted(split.place.column)}", split)
    if step.to:
        return linked(step, alias, source)
    held = f"{alias}.{quoted(field.columns[0])}"
    if split.is_time:
        return grained(held, split, asking)
    if field.kind == "money":
        held = f"{alias}.{quoted(converted(field.columns[0]))}"
    if split.dimension.bins:
        return binned(held, split, asking)
    return blank(held, split) if field.keeps[0] == "text" else held


def blank(held: str, split: Split) -> str:
    """An empty text says nothing."""
    return held if split.is_raw else f"NULLIF({held}, '')"


def linked(step: Step, alias: str, source: Source) -> str:
    """Return the id of the record that a link names; of those whose title the asker may not know, one for all."""
    held = f"{alias}.{quoted(step.field.column)}"
    if scope.branches(registry.get(step.to), by=source.asking.by) is None:
        return held
    seen = source.named(alias, step)
    return f"CASE WHEN {seen}.id IS NOT NULL THEN {held} WHEN {held} IS NOT NULL THEN {HIDDEN} END"


def binned(held: str, split: Split, asking: Asking) -> str:
    """Return the number of the bin: 0 below the first bound."""
    bounds = split.dimension.bins
    steps = " ".join(
        f"WHEN {held} < {asking.value(bound)} THEN {number}" for number, bound in enumerate(bounds)
    )
    return f"CASE WHEN {held} IS NULL THEN NULL {steps} ELSE {len(bounds)} END"


def grained(held: str, split: Split, asking: Asking) -> str:
    """Return the first day of the stretch of time, at the asker's clock; hours as a moment, weekdays from 1 for Monday."""
    dialect, grain = asking.dialect, split.grain
    if split.place.field.kind == "moment":
        held = local(held, asking.ctx.timezone, within=split.within)
        if grain == "hour":
            return dialect.hour.format(held)
    if split.is_numbered:
        return dialect.numbered[grain][0].format(held)
    day = dialect.day.format(held) if split.place.field.kind == "moment" else held
    if grain == "day":
        return day
    if grain == "weekday":
        return dialect.weekday.format(day)
    if grain == "week":
        back = f"(({dialect.weekday.format(day)} + {6 - first_weekday(asking.ctx.country)}) % 7)"
        return dialect.week.format(day, back)
    return dialect.trunc.format(held, grain)
