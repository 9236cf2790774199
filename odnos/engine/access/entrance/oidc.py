"""OpenID Connect: the code flow with PKCE, state and nonce (OpenID Connect Core 1.0, RFC 7636, RFC 9207). Signatures by joserfc."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import quote, urlencode, urlsplit

from django.conf import settings
from django.core.cache import cache
from django.utils.crypto import constant_time_compare
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from odnos.engine.access.entrance import sealed
from odnos.engine.access.entrance.models import Provider
from odnos.lib import fetch

PURPOSE = "provider"
ALGORITHMS = (
    "RS256",
    "RS384",
    "RS512",
    "PS256",
    "PS384",
    "PS512",
    "ES256",
    "ES384",
    "ES512",
    "EdDSA",
    "Ed25519",
)
"""Signatures of a private key alone: a shared secret or none at all proves nothing."""
LEEWAY = 60
REMEMBERED, AVOIDED = 300, 20
"""Seconds for which a provider's description is kept, and for which one that did not answer is left alone."""
CLAIMS_OF_USERINFO = ("email", "email_verified", "name")


class Failed(RuntimeError):
    """The provider's answer cannot be believed, or it gave none; the text is for administrators."""


@dataclass(frozen=True, kw_only=True)
class Claims:
    """Who the provider says it is. `groups` are the values of the claim that roles and teams follow."""

    subject: str
    email: str
    is_verified: bool
    name: str
    groups: frozenset[str]
    auth_time: int


def begin(provider: Provider, *, callback: str, again: bool = False) -> tuple[str, dict[str, str]]:
    """Return the address to send the browser to, and what to remember until it comes back. Raises Failed.

    `again` has the provider ask who it is, whoever is signed in there.
    """
    kept = {
        "provider": str(provider.pk),
        "state": secrets.token_urlsafe(24),
        "nonce": secrets.token_urlsafe(24),
        "verifier": secrets.token_urlsafe(48),
    }
    asked = {
        "response_type": "code",
        "client_id": provider.client_id,
        "redirect_uri": callback,
        "scope": "openid email profile",
        "state": kept["state"],
        "nonce": kept["nonce"],
        "code_challenge": challenge(kept["verifier"]),
        "code_challenge_method": "S256",
    }
    if again:
        asked |= {"prompt": "login", "max_age": "0"}
    door = str(discover(provider.issuer).get("authorization_endpoint", ""))
    if not fetch.is_safe(door, local=is_local()):
        raise Failed("the provider names no address to sign in at")
    return f"{door}{'&' if urlsplit(door).query else '?'}{urlencode(asked)}", kept


def finish(
    provider: Provider, given: Mapping[str, str], kept: Mapping[str, str], *, callback: str, at: dt.datetime
) -> Claims:
    """Return who came back. Raises Failed when the state, the issuer, the code, the signature or a claim is not right."""
    if not constant_time_compare(given.get("state", ""), kept["state"]):
        raise Failed("the state is another")
    if "iss" in given and given["iss"] != provider.issuer:
        raise Failed("another provider answered")
    if not given.get("code"):
        raise Failed(f"no code: {given.get('error', '')[:100]}")
    known = discover(provider.issuer)
    tokens = exchange(provider, known, given["code"], kept["verifier"], callback=callback)
    claims = verified(str(tokens.get("id_token", "")), provider, known, nonce=kept["nonce"], at=at)
    wanted = {*CLAIMS_OF_USERINFO, provider.claim}
    if not wanted <= set(claims):
        claims = {**told(known, str(tokens.get("access_token", "")), claims["sub"]), **claims}
    return read(claims, provider)


def read(claims: Mapping[str, Any], provider: Provider) -> Claims:
    groups = claims.get(provider.claim, [])
    every = groups if isinstance(groups, list) else [groups]
    return Claims(
        subject=str(claims["sub"]),
        email=str(claims.get("email", "")).strip().lower(),
        is_verified=claims.get("email_verified") in (True, "true"),
        name=str(claims.get("name", "")).strip()[:200],
        groups=frozenset(str(item) for item in every if isinstance(item, str | int)),
        auth_time=claims["auth_time"] if isinstance(claims.get("auth_time"), int) else 0,
    )


def exchange(
    provider: Provider, known: Mapping[str, Any], code: str, verifier: str, *, callback: str
) -> dict[str, Any]:
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": callback,
        "code_verifier": verifier,
    }
    headers: dict[str, str] = {}
    secret = sealed.unseal(provider.secret, PURPOSE) if provider.secret else ""
    methods = known.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    if secret and "client_secret_basic" in methods:
        pair = f"{quote(provider.client_id, safe='')}:{quote(secret, safe='')}"
        headers["Authorization"] = "Basic " + base64.b64encode(pair.encode()).decode()
    else:
        form |= {"client_id": provider.client_id, **({"client_secret": secret} if secret else {})}
    return ask(str(known.get("token_endpoint", "")), form=form, headers=headers)


def verified(
    token: str, provider: Provider, known: Mapping[str, Any], *, nonce: str, at: dt.datetime
) -> dict[str, Any]:
    """Return the claims of an identity token that this provider signed, for us, now, in answer to `nonce`. Raises Failed."""
    offered = known.get("id_token_signing_alg_values_supported") or ["RS256"]
    allowed = [name for name in ALGORITHMS if name in offered]
    expected = jwt.JWTClaimsRegistry(
        now=int(at.timestamp()),
        leeway=LEEWAY,
        iss={"essential": True, "value": provider.issuer},
        aud={"essential": True, "value": provider.client_id},
        exp={"essential": True},
        iat={"essential": True},
        sub={"essential": True},
        nonce={"essential": True, "value": nonce},
    )
    try:
        keys = KeySet.import_key_set(cast(Any, ask(str(known.get("jwks_uri", "")))))
        found = jwt.decode(token, keys, algorithms=allowed).claims
        expected.validate(found)
    except (JoseError, ValueError, KeyError, TypeError) as fault:
        raise Failed(f"the identity token: {fault}") from fault
    audience = found["aud"] if isinstance(found["aud"], list) else [found["aud"]]
    if found.get("azp", provider.client_id) != provider.client_id or (
        len(audience) > 1 and "azp" not in found
    ):
        raise Failed("the identity token is for somebody else")
    return found


def told(known: Mapping[str, Any], token: str, subject: str) -> dict[str, Any]:
    """Return what the provider says of the person beside the token; nothing if it has no such page."""
    address = str(known.get("userinfo_endpoint", ""))
    if not address or not token:
        return {}
    found = ask(address, headers={"Authorization": f"Bearer {token}"})
    if found.get("sub") != subject:
        raise Failed("the provider speaks of somebody else")
    return found


def discover(issuer: str, *, fresh: bool = False) -> dict[str, Any]:
    """Return what a provider says of itself, asked every few minutes. Raises Failed.

    One that does not answer is not asked again for a while: whoever waits for it keeps a thread from others.
    """
    key = "oidc:" + hashlib.sha256(issuer.encode()).hexdigest()
    known = None if fresh else cache.get(key)
    if known is None:
        known = described(issuer)
        cache.set(key, known, REMEMBERED if "issuer" in known else AVOIDED)
    if "issuer" not in known:
        raise Failed(known["fault"])
    return dict(known)


def described(issuer: str) -> dict[str, Any]:
    """Return what a provider says of itself, or why it cannot be believed under `fault`."""
    try:
        found = ask(f"{issuer.rstrip('/')}/.well-known/openid-configuration")
    except Failed as fault:
        return {"fault": str(fault)}
    named = str(found.get("issuer"))[:200]
    return found if named == issuer else {"fault": f"the provider calls itself {named}"}


def ask(address: str, **more: Any) -> dict[str, Any]:
    try:
        return fetch.json_of(address, local=is_local(), **more)
    except fetch.Unreachable as fault:
        raise Failed(str(fault)) from fault


def is_local() -> bool:
    """Whether this installation is only for the machine it runs on; then its provider may be too, without TLS."""
    return urlsplit(settings.BASE_URL).hostname in fetch.LOCAL


def challenge(verifier: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
