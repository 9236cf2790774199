"""The reader's own subscriptions as pages show them: when, from whom, how the last mail went."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy

from odnos.analytics.mailing import delivering
from odnos.analytics.mailing.delivering import Last, State
from odnos.engine.records import read
from odnos.engine.records.row import Row
from odnos.lib import dates
from odnos.objects.labels import Label
from odnos.web.pages.mails import words

STATES: dict[State, Label] = {
    "waiting": gettext_lazy("Being counted"),
    "leaving": gettext_lazy("On its way"),
    "late": gettext_lazy("The mail server did not take it yet; it is tried again"),
    "refused": gettext_lazy("The mail server refused it; an administrator sees why"),
    "sent": gettext_lazy("Sent"),
    "quiet": gettext_lazy("Looked at, nothing to tell"),
    "nobody": gettext_lazy("Nobody to send it to"),
}


def listed(rows: Sequence[Row], visit: Any) -> list[dict[str, Any]]:
    """Return subscriptions in words."""
    lasts = delivering.last([row.id for row in rows])
    makers = {("user", row["created_by"]) for row in rows if is_by_other(row)}
    titles = read.titles(makers, by=visit.by) if makers else {}
    return [
        {
            **words.told(row),
            **state_of(lasts.get(row.id), visit),
            "subscriber": titles.get(("user", row["created_by"])) or "" if is_by_other(row) else "",
        }
        for row in rows
    ]


def is_by_other(row: Row) -> bool:
    return row["created_by"] not in (None, row["owner"])


def state_of(last: Last | None, visit: Any) -> dict[str, Any]:
    """Return how the last mail went, and when it was begun; a page asks again while it `is_busy`."""
    if last is None:
        return {"state": "", "at": "", "is_busy": False}
    ctx = visit.ctx()
    at = dates.ago(last.at, at=ctx.at, locale=ctx.locale, zone=ctx.timezone)
    return {"state": str(STATES[last.state]), "at": at, "is_busy": last.is_busy}
