"""Time as a figure: the days from one date of a record to another one, or up to now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from odnos.analytics.reports.definition import Measure, MeasureKind
from odnos.analytics.reports.dialects import name as quoted
from odnos.analytics.reports.paths import Place, place_of
from odnos.analytics.reports.refusals import ReportError
from odnos.analytics.reports.sources import Source
from odnos.analytics.reports.spans import OPEN, local
from odnos.engine.access.actor import Actor
from odnos.objects.labels import Label
from odnos.objects.registry import ObjectType

DAY = 86_400
"""Seconds of a day."""
MOST = 4
WORDS: Mapping[MeasureKind, Label] = {
    "sum": gettext_lazy("Days from %(since)s to %(until)s, added up"),
    "average": gettext_lazy("Average days from %(since)s to %(until)s"),
    "median": gettext_lazy("Median of days from %(since)s to %(until)s"),
    "lower_quartile": gettext_lazy("Lower quartile of days from %(since)s to %(until)s"),
    "upper_quartile": gettext_lazy("Upper quartile of days from %(since)s to %(until)s"),
    "min": gettext_lazy("Fewest days from %(since)s to %(until)s"),
    "max": gettext_lazy("Most days from %(since)s to %(until)s"),
}


@dataclass(frozen=True, kw_only=True)
class Length:
    """From the first of the dates `since` that a record has to the date `until`; None is now.

    Between moments it `is_exact`, to the second; where one of them is a day, days are counted, at the asker's clock.
    """

    since: tuple[Place, ...]
    until: Place | None

    @property
    def is_exact(self) -> bool:
        dates = (*self.since, *((self.until,) if self.until else ()))
        return all(item.field.kind == "moment" for item in dates)

    def label(self, kind: MeasureKind) -> str:
        """Return what a measure of this time is called."""
        since = self.since[0].label
        for further in self.since[1:]:
            since = _("%(first)s, or else %(second)s,") % {"first": since, "second": further.label}
        until = self.until.label if self.until else _("today")
        return str(WORDS[kind]) % {"since": since, "until": until}

    def sql(self, source: Source) -> str:
        """Return the SQL of the time: in seconds if it is exact, else in days."""
        asking = source.asking
        held = [self.held(item, source) for item in self.since]
        since = f"COALESCE({', '.join(held)})" if len(held) > 1 else held[0]
        if self.until:
            until = self.held(self.until, source)
        else:
            until = asking.value(asking.at if self.is_exact else asking.ctx.today)
        return (asking.dialect.seconds if self.is_exact else asking.dialect.days).format(since, until)

    def held(self, at: Place, source: Source) -> str:
        column = f"{source.along(at.links)}.{quoted(at.column)}"
        if self.is_exact or at.field.kind == "date":
            return column
        asking = source.asking
        return asking.dialect.day.format(local(column, asking.ctx.timezone, within=OPEN))


def length_of(measure: Measure, object_type: ObjectType, *, by: Actor, place: str) -> Length:
    """Return the time that a measure is of. Raises ReportError."""
    if measure.kind not in WORDS or (measure.shown == "running" and measure.kind != "sum"):
        raise ReportError(_("Days between two dates cannot be counted so."), place=place)
    if len(measure.since) > MOST:
        raise ReportError(_("At most %(most)s dates may stand for one.") % {"most": MOST}, place=place)
    since = tuple(date_at(path, object_type, by=by, place=place) for path in measure.since)
    until = date_at(measure.path, object_type, by=by, place=place) if measure.path else None
    return Length(since=since, until=until)


def date_at(path: tuple[str, ...], object_type: ObjectType, *, by: Actor, place: str) -> Place:
    at = place_of(object_type, path, by=by, place=place)
    if at.field.kind not in ("date", "moment") or at.is_many:
        raise ReportError(_("“%(name)s” is no date.") % {"name": at.label}, place=place)
    return at
