"""What the address of the trail's page asks for, and the address that asks it again."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest

from odnos.engine.audit.asking import Question
from odnos.web.given import whole

NAMES = ("person", "object", "record", "action", "since", "until")


@dataclass(frozen=True, kw_only=True)
class Asked:
    """The question, and its words as they were given."""

    question: Question
    given: dict[str, str]

    def address(self, base: str = "/settings/trail", **more: object) -> str:
        """Return the address that asks this again, with `more`."""
        said = {name: value for name, value in self.given.items() if value} | more
        return f"{base}?{urlencode(said)}" if said else base


def read(request: HttpRequest) -> Asked:
    """Return what is asked; what cannot be read is not asked."""
    visit = request.visit  # type: ignore[attr-defined]
    given = {name: request.GET.get(name, "").strip()[:60] for name in NAMES}
    zone = visit.ctx().timezone
    since, until = day(given["since"], zone), day(given["until"], zone)
    question = Question(
        actor_id=whole(given["person"]),
        object_key=given["object"],
        record_id=whole(given["record"]),
        action=given["action"],
        since=since,
        until=until + dt.timedelta(days=1) if until else None,
    )
    return Asked(question=question, given=given)


def day(written: str, zone: dt.tzinfo) -> dt.datetime | None:
    """Return the beginning of a day in the reader's zone."""
    try:
        return dt.datetime.combine(dt.date.fromisoformat(written), dt.time(), tzinfo=zone)
    except ValueError:
        return None
