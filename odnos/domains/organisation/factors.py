"""Second factors of a person: added and taken away by themselves, taken away by administrators; all of it in the trail."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from odnos.domains.organisation import doors
from odnos.engine.access import sign_in
from odnos.engine.access.actor import Actor
from odnos.engine.access.entrance import codes, devices, factors, passkeys, policy, recovery
from odnos.engine.access.entrance.models import Passkey
from odnos.engine.access.models import User
from odnos.engine.access.rights import Denied
from odnos.engine.records.errors import Invalid

NOT_NOW = _("Your role needs a second factor. Add another one first.")


def add_app(user: User, secret: str, code: str, *, by: Actor, at: dt.datetime) -> list[str]:
    """Make the app with `secret` the person's; return recovery codes if it is the first factor. Raises Denied, Invalid."""
    own(user, by)
    with transaction.atomic():
        is_first = not factors.has_second(user.pk)
        if not codes.keep(user.pk, secret, code, at=at):
            raise Invalid({"code": [_("This is not the code that the app shows now.")]})
        doors.note(user, "authenticator_added", by=by, at=at)
        return recovery.renew(user.pk, at=at) if is_first else []


def add_passkey(
    user: User, name: str, answer: str, *, state: Mapping[str, Any], by: Actor, at: dt.datetime
) -> list[str]:
    """Keep a new passkey; return recovery codes if it is the first factor. Raises Denied, Invalid."""
    own(user, by)
    name = " ".join(name.split())[:100] or str(_("Passkey"))
    if not name.isprintable():
        raise Invalid({"name": [_("Give it another name.")]})
    with transaction.atomic():
        is_first = not factors.has_second(user.pk)
        try:
            passkeys.keep(user.pk, name, answer, state=state, at=at)
        except passkeys.Refused as refusal:
            raise Invalid({"passkey": [_("The passkey could not be made. Try again.")]}) from refusal
        doors.note(user, "passkey_added", by=by, at=at, passkey=[None, name])
        return recovery.renew(user.pk, at=at) if is_first else []


def remove_app(user: User, *, by: Actor, at: dt.datetime) -> None:
    """Take the app away. Raises Denied, Invalid when the role needs it."""
    own(user, by)
    with transaction.atomic():
        if codes.remove(user.pk):
            doors.note(user, "authenticator_removed", by=by, at=at)
        settle(user)


def remove_passkey(user: User, number: int, *, by: Actor, at: dt.datetime) -> None:
    """Take one passkey away. Raises Denied, Invalid when the role needs it."""
    own(user, by)
    found = Passkey.objects.filter(pk=number, user_id=user.pk).first()
    if found is None:
        return
    with transaction.atomic():
        found.delete()
        doors.note(user, "passkey_removed", by=by, at=at, passkey=[found.name, None])
        settle(user)


def settle(user: User) -> None:
    """After one factor is gone: recovery codes alone open nothing, and a role may need one that is left."""
    if factors.has_second(user.pk):
        return
    if policy.current().wants_second(user):
        raise Invalid({"": [NOT_NOW]})
    recovery.remove(user.pk)


def renew_codes(user: User, *, by: Actor, at: dt.datetime) -> list[str]:
    """Return new recovery codes; the old ones end. Raises Denied, Invalid without a second factor."""
    own(user, by)
    if not factors.has_second(user.pk):
        raise Invalid({"": [_("Add a second factor first.")]})
    with transaction.atomic():
        made = recovery.renew(user.pk, at=at)
        doors.note(user, "recovery_codes_made", by=by, at=at)
    return made


def spend_code(user: User, kind: factors.Kind, code: str, *, device: str, by: Actor, at: dt.datetime) -> None:
    """Take a code of the app or a recovery code; the latter is in the trail. Raises limits.TooOften, factors.WrongCode."""
    factors.check_code(user.pk, kind, code, device=devices.known(user, device), at=at)
    if kind == "recovery":
        doors.note(user, "recovery_code_used", by=by, at=at)


def reset(user: User, *, by: Actor, at: dt.datetime) -> None:
    """Take all factors of a person away, as an administrator, and end their sessions. Raises Denied."""
    doors.check(by)
    with transaction.atomic():
        codes.remove(user.pk)
        Passkey.objects.filter(user_id=user.pk).delete()
        recovery.remove(user.pk)
        devices.forget_all(user.pk)
        sign_in.end_all(user.pk)
        doors.note(user, "factors_reset", by=by, at=at)


def own(user: User, by: Actor) -> None:
    if by.user_id != user.pk or by.narrow:
        raise Denied(_("People add and remove their second factors themselves."))
