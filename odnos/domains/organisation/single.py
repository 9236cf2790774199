"""Single sign-on: whose identity it is, who is made, and which role and team follow from the provider's groups."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from odnos.domains.organisation import actions, doors
from odnos.domains.organisation.objects import USER
from odnos.engine.access import passwords
from odnos.engine.access.actor import Actor, organisation, system_actor
from odnos.engine.access.entrance.models import Identity, Provider
from odnos.engine.access.entrance.oidc import Claims
from odnos.engine.access.models import User
from odnos.engine.access.rights import Denied
from odnos.engine.records import write
from odnos.engine.records.errors import Invalid


def person_for(provider: Provider, claims: Claims, *, at: dt.datetime) -> User:
    """Return who this is: linked before, of the same verified e-mail, or made now. Raises Denied with what to do.

    An e-mail that the provider has not verified is anybody's: it neither finds nor makes an account.
    """
    with transaction.atomic():
        user = (
            known(provider, claims, at=at)
            or matched(provider, claims, at=at)
            or made(provider, claims, at=at)
        )
        if not user.is_active or user.deleted_at is not None:
            raise Denied(_("Your account is deactivated. Ask an administrator."))
        follow(user, provider, claims, at=at)
    return User.objects.get(pk=user.pk)


def known(provider: Provider, claims: Claims, *, at: dt.datetime) -> User | None:
    found = Identity.objects.filter(provider=provider, subject=claims.subject).select_related("user").first()
    if found is None:
        return None
    Identity.objects.filter(pk=found.pk).update(used_at=at)
    return found.user


def matched(provider: Provider, claims: Claims, *, at: dt.datetime) -> User | None:
    user = passwords.user_of(claims.email) if provider.matches_email and claims.email else None
    if user is None:
        return None
    check_email(provider, claims)
    link(user, provider, claims, by=system_actor("single sign-on matches a verified e-mail"), at=at)
    return user


def made(provider: Provider, claims: Claims, *, at: dt.datetime) -> User:
    if not provider.makes_people:
        raise Denied(_("Nobody here has this e-mail. Ask an administrator to add you."))
    check_email(provider, claims)
    by = system_actor("single sign-on makes a person")
    company = organisation()
    shown = {"locale": company.locale, "timezone": company.timezone}
    try:
        user = actions.add_user(
            claims.email, name=claims.name, role=role_for(provider, claims), by=by, at=at, **shown
        )
    except Invalid as refusal:
        raise Denied(_("Your account could not be made. Ask an administrator.")) from refusal
    link(user, provider, claims, by=by, at=at)
    return user


def check_email(provider: Provider, claims: Claims) -> None:
    if not claims.email or not claims.is_verified:
        raise Denied(
            _("%(name)s has not verified your e-mail. Sign in another way and link it in your settings.")
            % {"name": provider.name}
        )
    if provider.domains and claims.email.rpartition("@")[2] not in provider.domains:
        raise Denied(_("People with your e-mail address are not let in here."))


def link(user: User, provider: Provider, claims: Claims, *, by: Actor, at: dt.datetime) -> None:
    """Let this identity open the account of `user`. Raises Denied when it opens another, or another opens this one."""
    try:
        with transaction.atomic():
            Identity.objects.create(
                user=user, provider=provider, subject=claims.subject, made_at=at, used_at=at
            )
    except IntegrityError as taken:
        raise Denied(
            _("This identity belongs to another account, or yours has another one already.")
        ) from taken
    doors.note(user, "identity_linked", by=by, at=at, provider=[None, provider.name])


def unlink(user: User, number: int, *, by: Actor, at: dt.datetime) -> None:
    """Take an identity of one's own away. Raises Denied."""
    found = Identity.objects.filter(pk=number, user_id=user.pk).select_related("provider").first()
    if found is None or by.user_id != user.pk or by.narrow:
        raise Denied(_("This identity is not yours."))
    with transaction.atomic():
        found.delete()
        doors.note(user, "identity_unlinked", by=by, at=at, provider=[found.provider.name, None])


def identities_of(user_id: int) -> list[Identity]:
    return list(Identity.objects.filter(user_id=user_id).select_related("provider").order_by("pk"))


def follow(user: User, provider: Provider, claims: Claims, *, at: dt.datetime) -> None:
    """Give the person the role and the team that their groups mean, where the provider decides about that."""
    by = replace(system_actor("roles follow single sign-on"), source="single")
    changed: dict[str, object] = {}
    if provider.roles and (role := role_for(provider, claims)) != user.role:
        changed["role"] = role
    team = next((name for group, name in provider.teams if group in claims.groups), "")
    if team and (number := actions.team_named(team, by=by, at=at)) != user.team_id:
        changed["team"] = number
    for name, value in changed.items():
        try:
            write.update(USER, user.pk, {name: value}, version=None, by=by, at=at)
        except Invalid:  # the last administrator stays one, whatever a provider says
            doors.note(user, "not_followed", by=by, at=at, **{name: [None, str(value)]})


def role_for(provider: Provider, claims: Claims) -> str:
    """Return the role of the first line whose group the person is in; else the usual one."""
    return next((role for group, role in provider.roles if group in claims.groups), provider.default_role)
