"""Who acts: a signed-in person, a token that speaks for one, or the system itself."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from django.db import connection

from odnos.engine.access.models import Organisation, Role, User
from odnos.engine.tables.prepared import Prepared
from odnos.objects.context import Context, Reference

SHARED = "SELECT object_key, record_id, may_edit FROM access_share WHERE user_id = %s OR team_id = %s"
COMPANY = Prepared(lambda: Organisation.objects.order_by("pk")[:1])
log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Narrow:
    """What a token leaves of its user's rights."""

    read_only: bool = False
    objects: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Actor:
    """The one who reads and writes. `shared` and `editable` are the records opened to them one by one."""

    user_id: int | None
    name: str
    role: str
    team_id: int | None = None
    locale: str = "en"
    timezone: str = "UTC"
    currency: str = "EUR"
    country: str = "SI"
    source: str = "web"
    narrow: Narrow | None = None
    shared: Mapping[str, frozenset[int]] = field(default_factory=dict)
    editable: Mapping[str, frozenset[int]] = field(default_factory=dict)
    floor: Mapping[str, str] = field(default_factory=dict)

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


def actor_for(user: User, *, source: str = "web", narrow: Narrow | None = None) -> Actor:
    """Return the actor that `user` is now, with the records shared with them and their team."""
    company = organisation()
    seen, edited = shares_of(user)
    return Actor(
        user_id=user.pk,
        name=user.name,
        role=user.role,
        team_id=user.team_id,
        locale=user.locale,
        timezone=user.timezone,
        currency=company.currency,
        country=company.country,
        source=source,
        narrow=narrow,
        shared=seen,
        editable=edited,
        floor=floor(),
    )


def shares_of(user: User) -> tuple[dict[str, frozenset[int]], dict[str, frozenset[int]]]:
    """Return ids of records shared with `user`, by object: the visible ones and the editable ones."""
    seen: dict[str, set[int]] = {}
    edited: dict[str, set[int]] = {}
    with (
        connection.cursor() as cursor
    ):  # asked on every request, and building a query takes longer than running it
        cursor.execute(SHARED, [user.pk, user.team_id])
        rows = cursor.fetchall()
    for key, record_id, may_edit in rows:
        seen.setdefault(key, set()).add(record_id)
        if may_edit:
            edited.setdefault(key, set()).add(record_id)
    return {key: frozenset(ids) for key, ids in seen.items()}, {
        key: frozenset(ids) for key, ids in edited.items()
    }


def floor() -> dict[str, str]:
    """Return how much of each object everybody sees at least."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT object_key, see FROM access_organisationdefault")
        return dict(cursor.fetchall())


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
