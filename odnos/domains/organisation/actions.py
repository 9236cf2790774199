"""Founding the company's installation, and giving people access to it."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from odnos.domains.organisation.objects import TEAM, USER
from odnos.engine.access import passwords
from odnos.engine.access.actor import Actor, system_actor
from odnos.engine.access.models import Organisation, Role, Team, User
from odnos.engine.records import write
from odnos.engine.records.errors import Invalid

FOUNDING = 0x0D05  # the advisory lock under which a company is founded


class AlreadyFounded(RuntimeError):
    """Somebody has an account here; administrators make the others."""


def found_company(
    *, name: str, person: str, email: str, password: str, at: dt.datetime, team: str = "", **settings: Any
) -> User:
    """Make the company (`settings`: currency, country, locale, timezone), its first team and its administrator.

    Raises AlreadyFounded, even when two do it at the same moment, and Invalid.
    """
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [FOUNDING])
        if is_founded():
            raise AlreadyFounded
        if not password:
            raise Invalid({"password": [_("Fill this in.")]})
        describe_company(name=name, **settings)
        shown = {key: settings[key] for key in ("locale", "timezone") if key in settings}
        by = system_actor("the first run makes the administrator")
        role = Role.ADMINISTRATOR.value
        return add_user(email, name=person, role=role, team=team, password=password, by=by, at=at, **shown)


def is_founded() -> bool:
    """Tell whether anybody can sign in here."""
    return User.objects.exclude(password="").exists()


def describe_company(**settings: Any) -> None:
    """Make the company's row what `settings` say; it may be there already, made from the command line."""
    company = ensure_company()
    Organisation.objects.filter(pk=company.pk).update(**settings)


def ensure_company(**settings: Any) -> Organisation:
    """Return the company's row, made with `settings` if there is none."""
    return Organisation.objects.order_by("pk").first() or Organisation.objects.create(**settings)


def add_user(
    email: str,
    *,
    role: str,
    by: Actor,
    at: dt.datetime,
    name: str = "",
    team: str = "",
    password: str = "",
    **more: Any,
) -> User:
    """Add a person; `team` is found by name or made. Without a password they cannot sign in yet. Raises Invalid, Denied."""
    if password and (reasons := passwords.weaknesses(password)):
        raise Invalid({"password": reasons})
    if not email and password:
        raise Invalid({"email": [_("Whoever signs in needs an e-mail address.")]})
    with transaction.atomic():
        ensure_company()
        values = {"email": email, "name": name or email.partition("@")[0], "role": role, **more}
        if team:
            values["team"] = team_named(team, by=by, at=at)
        user = User.objects.get(pk=write.create(USER, values, by=by, at=at).id)
        if password:
            passwords.set_password(user, password)
    return user


def team_named(name: str, *, by: Actor, at: dt.datetime) -> int:
    """Return the id of the team of that name, made if there is none."""
    found = (
        Team.objects.filter(name__iexact=name.strip(), deleted_at__isnull=True)
        .values_list("pk", flat=True)
        .first()
    )
    return found or write.create(TEAM, {"name": name}, by=by, at=at).id


def make_password() -> str:
    """Return a password that nobody can guess and that can be typed: four groups of four letters and digits."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(letters) for _place in range(4)) for _group in range(4))
