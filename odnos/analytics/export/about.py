"""What stands with the figures wherever they go: what was counted, for whom, as of when, and how much of it is there."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from odnos.analytics.charts import results
from odnos.analytics.reports.result import Result
from odnos.engine.access.actor import Actor


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
    when = results.moment(at, locale=by.locale, timezone=zone)
    return About(
        title=title,
        words=result.words,
        notes=tuple(results.note(result, locale=by.locale, timezone=zone).split(" · ")),
        made=_("For %(person)s, within their rights, %(moment)s (%(zone)s)")
        % {"person": by.name, "moment": when, "zone": by.timezone},
        locale=by.locale,
    )
