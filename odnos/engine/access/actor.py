"""Who acts: a signed-in person, a token that speaks for one, or the system itself."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from django.db.models import BigIntegerField

from odnos.engine.access import reaching
from odnos.engine.access.models import Organisation, Role, User
from odnos.engine.tables.prepared import Given, Prepared
from odnos.objects.context import Context, Reference

PERSON = Prepared(
    lambda: User.objects.filter(pk=Given("id", BigIntegerField()), is_active=True, deleted_at__isnull=True)
)
COMPANY = Prepared(lambda: Organisation.objects.order_by("pk")[:1])
log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Narrow:
    """What a token leaves of its user's rights."""

    read_only: bool = False
    objects: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Actor:
    """The one who reads and writes, from an `address` or with a token; `seen_by` is the administrator who looks with their eyes.

    `shared` and `editable` are the records opened to them one by one. `people` report to them, directly or through others;
    `teams` stand below their team; `territories` are those they are a member of: known as far as the role reaches that far.
    """

    user_id: int | None
    name: str
    role: str
    team_id: int | None = None
    locale: str = "en"
    timezone: str = "UTC"
    currency: str = "EUR"
    country: str = "SI"
    source: str = "web"
    address: str = ""
    token_id: int | None = None
    seen_by: int | None = None
    narrow: Narrow | None = None
    shared: Mapping[str, frozenset[int]] = field(default_factory=dict)
    editable: Mapping[str, frozenset[int]] = field(default_factory=dict)
    floor: Mapping[str, str] = field(default_factory=dict)
    people: frozenset[int] = frozenset()
    teams: frozenset[int] = frozenset()
    territories: frozenset[int] = frozenset()

    @property
    def is_system(self) -> bool:
        return self.role == "system"

    @property
    def is_administrator(self) -> bool:
        return self.role in (Role.ADMINISTRATOR, "system")

    def context(self, at: dt.datetime, titles: Mapping[Reference, str | None] | None = None) -> Context:
        """Return what fields need to parse for and show to this actor."""
        return Context(
            at=at,
            user_id=self.user_id,
            team_id=self.team_id,
            locale=self.locale,
            timezone=ZoneInfo(self.timezone),
            currency=self.currency,
            country=self.country,
            titles=titles or {},
        )


def actor_for(  # noqa: PLR0913 -- who, when, from where and with what
    user: User,
    *,
    at: dt.datetime | None = None,
    source: str = "web",
    narrow: Narrow | None = None,
    address: str = "",
    token_id: int | None = None,
) -> Actor:
    """Return the actor that `user` is now, with the records shared with them and their team.

    What is shared until a moment is there `at` an earlier one; to whoever does not say when, it is closed.
    """
    reached = reaching.of(user, at=at)
    return Actor(
        user_id=user.pk,
        name=user.name,
        role=user.role,
        team_id=user.team_id,
        locale=user.locale,
        timezone=user.timezone,
        currency=reached.currency,
        country=reached.country,
        source=source,
        narrow=narrow,
        address=address,
        token_id=token_id,
        shared=reached.shared,
        editable=reached.editable,
        floor=reached.floor,
        people=reached.people,
        teams=reached.teams,
        territories=reached.territories,
    )


def person(user_id: int) -> User | None:
    """Return somebody who may sign in, or None."""
    found: User | None = PERSON.instance(id=user_id)
    return found


def organisation() -> Organisation:
    """Return the company's row; an unsaved one with defaults before it is set up."""
    return COMPANY.instance() or Organisation()


def system_actor(reason: str, *, source: str = "system") -> Actor:
    """Return an actor that may do everything. Every use is logged with its reason."""
    log.info("system scope: %s", reason)
    company = organisation()
    return Actor(
        user_id=None,
        name="Odnos",
        role="system",
        locale=company.locale,
        timezone=company.timezone,
        currency=company.currency,
        country=company.country,
        source=source,
    )
