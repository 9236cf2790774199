"""What administrators decide about the way in: who needs a second factor, which providers there are, and whether only they count."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from odnos.domains.organisation import actions, doors
from odnos.engine.access.actor import Actor
from odnos.engine.access.entrance import factors, oidc, sealed
from odnos.engine.access.entrance.models import Policy, Provider
from odnos.engine.audit import trail
from odnos.engine.records.errors import Invalid

FIELDS = (
    "name",
    "issuer",
    "client_id",
    "is_active",
    "has_second_factor",
    "matches_email",
    "makes_people",
    "domains",
    "default_role",
    "claim",
    "roles",
    "teams",
)


def change_policy(*, roles: list[str], only_single: bool, by: Actor, at: dt.datetime) -> None:
    """Say which roles need a second factor, and whether only single sign-on counts. Raises Denied, Invalid.

    Nobody locks themselves out: single sign-on alone needs a provider, and the administrator who asks for it a second factor.
    """
    doors.check(by)
    if only_single:
        check_only_single(by)
    with transaction.atomic():
        row = Policy.objects.order_by("pk").first() or Policy.objects.create(version=0)
        before = {"roles": sorted(row.second_factor_roles), "only_single_sign_on": row.only_single_sign_on}
        after = {"roles": sorted(set(roles)), "only_single_sign_on": only_single}
        if before == after:
            return
        Policy.objects.filter(pk=row.pk).update(
            second_factor_roles=after["roles"], only_single_sign_on=only_single, version=F("version") + 1
        )
        note("sign_in_policy_changed", {key: [before[key], after[key]] for key in after}, by=by, at=at)


def check_only_single(by: Actor) -> None:
    if not Provider.objects.filter(is_active=True).exists():
        raise Invalid({"only_single": [_("Add a provider first.")]})
    if not factors.has_second(by.user_id or 0):
        words = _(
            "Add a second factor to your own account first: with it you get in when the provider is down."
        )
        raise Invalid({"only_single": [words]})


def save_provider(
    number: int | None, values: Mapping[str, Any], *, secret: str, by: Actor, at: dt.datetime
) -> Provider:
    """Add or change a provider; an empty `secret` leaves the one that is kept. Raises Denied, Invalid.

    Its own description is fetched first, so that a slip is seen here and not by whoever wants to sign in.
    """
    doors.check(by)
    check_provider(values)
    if number and not values["is_active"]:
        check_others(number, "is_active")
    with transaction.atomic():
        found = Provider.objects.filter(pk=number).first() if number else None
        provider = found or Provider(made_at=at)
        before = {name: getattr(provider, name) if found else None for name in FIELDS}
        for name in FIELDS:
            setattr(provider, name, values[name])
        if secret:
            provider.secret = sealed.seal(secret, oidc.PURPOSE)
        provider.save()
        diff = {
            f"provider.{name}": [before[name], values[name]]
            for name in FIELDS
            if before[name] != values[name]
        }
        if secret:
            diff["provider.secret"] = ["…", "…"]
        if diff:
            note("provider_changed", {**diff, "provider": [None, provider.name]}, by=by, at=at)
    return provider


def check_provider(values: Mapping[str, Any]) -> None:
    """Raise Invalid unless these can be the settings of a provider."""
    errors = {
        name: [_("Fill this in.")]
        for name in ("name", "issuer", "client_id")
        if not str(values[name]).strip()
    }
    if errors:
        raise Invalid(errors)
    try:
        oidc.discover(values["issuer"], fresh=True)
    except oidc.Failed as fault:
        words = _("This provider does not answer as one should: %(why)s") % {"why": str(fault)[:200]}
        raise Invalid({"issuer": [words]}) from fault


def remove_provider(number: int, *, by: Actor, at: dt.datetime) -> None:
    """Take a provider and everybody's links to it away. Raises Denied, Invalid when it is the only way in."""
    doors.check(by)
    found = Provider.objects.filter(pk=number).first()
    if found is None:
        return
    check_others(number, "")
    with transaction.atomic():
        found.delete()
        note("provider_removed", {"provider": [found.name, None]}, by=by, at=at)


def check_others(number: int, field: str) -> None:
    """Raise Invalid when nobody could get in without the provider of that number."""
    others = Provider.objects.filter(is_active=True).exclude(pk=number)
    policy = Policy.objects.order_by("pk").first()
    if policy and policy.only_single_sign_on and not others.exists():
        raise Invalid({field: [_("This is the only way in. Let people in with passwords first.")]})


def note(action: str, diff: Mapping[str, Any], *, by: Actor, at: dt.datetime) -> None:
    company = actions.ensure_company()
    trail.note(action, object_key="organisation", record_id=company.pk, by=by, at=at, diff=diff)
