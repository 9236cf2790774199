"""What an answer that the provider never gave, or not to this question, comes to."""

import json
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.test import Client

from odnos.engine.access.entrance import oidc
from odnos.engine.access.entrance.models import Identity, Knock
from tests.issuer import CLIENT, SECRET, Issuer
from tests.people import Cast
from tests.web.provided import SITE, come_back, is_in, leave, now, provider_at


@pytest.fixture(autouse=True)
def here(settings) -> None:
    settings.BASE_URL = SITE


def forged(client: Client, issuer: Issuer, change) -> int:
    """Come back with an answer that `change` has changed; return the status."""
    place = issuer.sign_in(leave(client), "ada")
    given = {name: values[0] for name, values in parse_qs(urlsplit(place).query).items()}
    return client.get(f"/sign-in/with/1/back?{urlencode(change(given))}").status_code


@pytest.mark.parametrize(
    "change",
    [
        lambda given: given | {"state": "x"},
        lambda given: {name: value for name, value in given.items() if name != "state"},
        lambda given: given | {"iss": "https://other.example"},
        lambda given: given | {"code": "x"},
        lambda given: {"state": given["state"], "error": "access_denied"},
    ],
    ids=["state", "no state", "issuer", "code", "refused"],
)
def test_a_changed_answer_lets_nobody_in(cast: Cast, issuer: Issuer, change):
    provider_at(issuer)
    client = Client()

    assert forged(client, issuer, change) == 422
    assert (is_in(client), Identity.objects.count()) == (False, 0)
    assert Knock.objects.get().outcome == "wrong"


@pytest.mark.parametrize("name", ["nonce", "verifier"])
def test_an_answer_to_another_question_lets_nobody_in(cast: Cast, issuer: Issuer, name: str):
    provider_at(issuer)
    client = Client()
    place = issuer.sign_in(leave(client), "ada")
    session = client.session
    session["single"] = session["single"] | {name: "x" * 43}
    session.save()

    assert client.get(place.removeprefix(SITE)).status_code == 422
    assert not is_in(client)


def test_an_answer_counts_once_and_only_in_the_browser_that_asked(cast: Cast, issuer: Issuer):
    provider_at(issuer)
    mine, victim = Client(), Client()
    place = issuer.sign_in(leave(mine), "ada").removeprefix(SITE)

    assert victim.get(place).status_code == 422
    assert not is_in(victim)
    assert mine.get(place).status_code == 302
    again = Client()
    leave(again)
    assert again.get(place).status_code == 422


@pytest.mark.parametrize("place", ["//evil.example", "https://evil.example/", "/\\evil.example"])
def test_nobody_is_sent_to_another_site_afterwards(cast: Cast, issuer: Issuer, place: str):
    provider_at(issuer)

    assert come_back(Client(), issuer, "ada", f"?{urlencode({'next': place})}")["Location"] == "/"


def test_tokens_of_a_shared_secret_or_of_nobody_are_refused(cast: Cast, issuer: Issuer, monkeypatch):
    from joserfc import jwt
    from joserfc.jwk import OctKey, RSAKey

    provider = provider_at(issuer)
    claims = {
        "iss": issuer.url,
        "aud": CLIENT,
        "sub": "ada",
        "nonce": "n",
        "iat": int(now().timestamp()),
        "exp": int(now().timestamp()) + 60,
    }
    known = {**oidc.discover(issuer.url), "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"]}
    stranger = RSAKey.generate_key(2048)
    import base64

    plain = [
        base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode()
        for part in ({"alg": "none"}, claims)
    ]
    tokens = [
        jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(SECRET.encode())),
        jwt.encode({"alg": "RS256"}, claims, stranger),
        ".".join([*plain, ""]),
        "",
    ]
    for token in tokens:
        with pytest.raises(oidc.Failed):
            oidc.verified(token, provider, known, nonce="n", at=now())


@pytest.mark.parametrize(
    "change",
    [
        {"iss": "https://x.example"},
        {"aud": "other"},
        {"nonce": "m"},
        {"exp": 1},
        {"aud": [CLIENT, "other"]},
        {"azp": "other"},
        {"sub": None},
    ],
    ids=str,
)
def test_claims_for_somebody_else_or_of_yesterday_are_refused(
    cast: Cast, issuer: Issuer, monkeypatch, change
):
    from joserfc import jwt
    from joserfc.jwk import RSAKey

    provider, key = provider_at(issuer), RSAKey.generate_key(2048)
    real = oidc.ask
    monkeypatch.setattr(
        oidc,
        "ask",
        lambda address, **more: (
            {"keys": [key.as_dict(private=False)]} if address == "keys" else real(address, **more)
        ),
    )
    known = {"jwks_uri": "keys", "id_token_signing_alg_values_supported": ["RS256"]}
    good = {
        "iss": issuer.url,
        "aud": CLIENT,
        "sub": "ada",
        "nonce": "n",
        "iat": int(now().timestamp()),
        "exp": int(now().timestamp()) + 60,
    }

    def sign(claims) -> str:
        return jwt.encode({"alg": "RS256"}, claims, key)

    assert oidc.verified(sign(good), provider, known, nonce="n", at=now())["sub"] == "ada"
    with pytest.raises(oidc.Failed):
        oidc.verified(sign(good | change), provider, known, nonce="n", at=now())
