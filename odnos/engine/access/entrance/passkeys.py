"""Passkeys (WebAuthn): a device proves that it holds a private key, for this site alone. Checked by the library fido2."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Q
from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestationConveyancePreference,
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from odnos.engine.access.entrance.models import Passkey
from odnos.engine.access.models import User

State = Mapping[str, Any]
MOST = 20


class Refused(PermissionError):
    """The answer is not one of a known key to this question."""


def offer(user: User) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what the browser is asked in order to make a passkey, and what to remember until it answers."""
    person = PublicKeyCredentialUserEntity(id=handle(user.pk), name=user.email, display_name=user.name)
    question, state = server().register_begin(
        person,
        credentials=credentials(user.pk),
        resident_key_requirement=ResidentKeyRequirement.PREFERRED,
        user_verification=UserVerificationRequirement.PREFERRED,
    )
    return _plain(question), _plain(state)


def keep(user_id: int, name: str, answer: str, *, state: State, at: dt.datetime) -> Passkey:
    """Keep a new passkey of a person. Raises Refused."""
    if Passkey.objects.filter(user_id=user_id).count() >= MOST:
        raise Refused("too many")
    try:
        made = server().register_complete(dict(state), _read(answer))
    except (ValueError, KeyError, TypeError, AttributeError) as fault:
        raise Refused(str(fault)) from fault
    data = made.credential_data
    if data is None or Passkey.objects.filter(digest=digest(data.credential_id)).exists():
        raise Refused("no key, or one that is here already")
    return Passkey.objects.create(
        user_id=user_id,
        name=name,
        digest=digest(data.credential_id),
        data=bytes(data),
        counter=made.counter,
        made_at=at,
    )


def ask(user_id: int | None = None) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return a question: to any passkey that names its person and checks them (PIN, finger), or to those of one person."""
    alone = user_id is None
    question, state = server().authenticate_begin(
        credentials=None if user_id is None else credentials(user_id),
        user_verification=UserVerificationRequirement.REQUIRED
        if alone
        else UserVerificationRequirement.PREFERRED,
    )
    return _plain(question), _plain(state) | {"user": user_id}


def check(answer: str, *, state: State, at: dt.datetime) -> Passkey:
    """Return the passkey that answered. Raises Refused when the question, the site, the signature or the counter is another."""
    try:
        given = AuthenticationResponse.from_dict(_read(answer))
        own = Passkey.objects.filter(digest=digest(given.raw_id)).first()
        if own is None or state["user"] not in (None, own.user_id):
            raise Refused("unknown key")
        if given.response.user_handle not in (None, b"", handle(own.user_id)):
            raise Refused("somebody else's key")
        known = [AttestedCredentialData(bytes(own.data))]
        server().authenticate_complete(dict(state), known, given)
    except (ValueError, KeyError, TypeError, AttributeError) as fault:
        raise Refused(str(fault)) from fault
    counter = given.response.authenticator_data.counter
    is_newer = Q(counter__lt=counter) | Q(counter=0) if counter else Q(counter=0)  # many devices do not count
    if not Passkey.objects.filter(is_newer, pk=own.pk).update(counter=counter, used_at=at):
        raise Refused("the counter went back: somebody may have a copy")
    return own


def server() -> Fido2Server:
    """Return the checker for the site's own address; an answer given to any other is refused."""
    site = urlsplit(settings.BASE_URL)
    party = PublicKeyCredentialRpEntity(name="Odnos", id=site.hostname or "localhost")
    origin = f"{site.scheme}://{site.netloc}"
    return Fido2Server(
        party,
        attestation=AttestationConveyancePreference.NONE,
        verify_origin=lambda given: given == origin,
    )


def passkeys_of(user_id: int) -> list[Passkey]:
    return list(Passkey.objects.filter(user_id=user_id).order_by("pk"))


def credentials(user_id: int) -> list[AttestedCredentialData]:
    return [AttestedCredentialData(bytes(item.data)) for item in passkeys_of(user_id)]


def handle(user_id: int) -> bytes:
    """Return what names a person inside a passkey; nothing that says who they are."""
    return f"odnos:{user_id}".encode()


def digest(credential_id: bytes) -> str:
    return hashlib.sha256(credential_id).hexdigest()


def _plain(given: Any) -> dict[str, Any]:
    plain: dict[str, Any] = json.loads(json.dumps(given, default=dict))
    return plain


def _read(answer: str) -> dict[str, Any]:
    if len(answer) > 20_000:
        raise Refused("too long")
    read = json.loads(answer)
    if not isinstance(read, dict):
        raise Refused("not an answer")
    return read
