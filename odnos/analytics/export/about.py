"""What stands with the figures wherever they go: what was counted, for whom, as of when, and how much of it is there."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from babel.dates import format_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from odnos.analytics.charts import results
from odnos.analytics.reports.result import Result
from odnos.engine.access.actor import Actor
from odnos.lib import dates


@dataclass(frozen=True, kw_only=True)
class About:
    """The head of a file or a mail. `notes` are sentences: as of when, N of M, what is left out."""

    title: str
    words: str
    notes: tuple[str, ...]
    made: str
    locale: str


def of(result: Result, *, title: str, by: Actor, at: dt.datetime) -> About:
    """Return what is said of an answer, in the language and the zone of its reader."""
    zone = ZoneInfo(by.timezone)
    when = moment(at, locale=by.locale, timezone=zone)
    return About(
        title=title,
        words=result.words,
        notes=notes(result, locale=by.locale, timezone=zone),
        made=_("For %(person)s, within their rights, %(moment)s (%(zone)s)")
        % {"person": by.name, "moment": when, "zone": by.timezone},
        locale=by.locale,
    )


def notes(result: Result, *, locale: str, timezone: ZoneInfo) -> tuple[str, ...]:
    """Return what goes below, a sentence each: as of when, how many of how many, what is left out, what is not over."""
    parts = [_("Data as of %(moment)s") % {"moment": moment(result.as_of, locale=locale, timezone=timezone)}]
    if result.cut:
        shown = len(results.lines_of(result))
        parts.append(
            _("%(shown)s of %(all)s lines are shown; totals count all.") % {"shown": shown, "all": result.cut}
        )
    if result.unconverted:
        left_out = ngettext(
            "%(num)s amount has no rate and is left out.",
            "%(num)s amounts have no rate and are left out.",
            result.unconverted,
        )
        parts.append(left_out % {"num": result.unconverted})
    if result.immature or result.immature_across:
        parts.append(_("Hatched, dashed or marked *: the period is not over."))
    return tuple(part.rstrip(".") for part in parts)


def moment(at: dt.datetime, *, locale: str, timezone: ZoneInfo) -> str:
    return format_datetime(at, "medium", tzinfo=timezone, locale=dates.written_locale(locale))
