"""Passkeys against a software authenticator that can be told to lie: what is taken, and what is refused."""

import datetime as dt
import json
from dataclasses import dataclass, field
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import Client
from fido2.cose import ES256
from fido2.utils import sha256, websafe_decode, websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

from odnos.engine.access.entrance import factors
from odnos.engine.access.entrance.models import Knock, Passkey
from odnos.engine.access.models import User
from odnos.engine.audit.models import Entry
from tests.people import ADA, PASSWORD, Cast
from tests.web.sales import browser_of

SITE = "http://localhost:8000"
FLAG = AuthenticatorData.FLAG


@pytest.fixture(autouse=True)
def here(settings) -> None:
    settings.BASE_URL = SITE


@dataclass
class Device:
    """A key pair and how it answers; each answer may differ from the honest one."""

    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    identity: bytes = b"a passkey of somebody"
    person: bytes = b""

    def make(self, options: dict[str, Any], *, origin: str = SITE, party: str = "localhost") -> str:
        self.person = websafe_decode(options["user"]["id"])
        data = AttestedCredentialData.create(
            Aaguid.NONE, self.identity, ES256.from_cryptography_key(self.key.public_key())
        )
        flags = FLAG.UP | FLAG.UV | FLAG.AT
        authenticator = AuthenticatorData.create(sha256(party.encode()), flags, 1, data)
        client = CollectedClientData.create("webauthn.create", websafe_decode(options["challenge"]), origin)
        made = AttestationObject.create("none", authenticator, {})
        return self.told(
            {"clientDataJSON": websafe_encode(client), "attestationObject": websafe_encode(made)}
        )

    def answer(self, options: dict[str, Any], *, counter: int = 2, **lies: Any) -> str:
        """Answer a question; `lies`: origin, party, flags, person, deed, challenge, key."""
        flags = lies.get("flags", FLAG.UP | FLAG.UV)
        data = AuthenticatorData.create(sha256(lies.get("party", "localhost").encode()), flags, counter)
        challenge = websafe_decode(lies.get("challenge", options["challenge"]))
        client = CollectedClientData.create(
            lies.get("deed", "webauthn.get"), challenge, lies.get("origin", SITE)
        )
        signature = lies.get("key", self.key).sign(data + client.hash, ec.ECDSA(hashes.SHA256()))
        return self.told(
            {
                "clientDataJSON": websafe_encode(client),
                "authenticatorData": websafe_encode(data),
                "signature": websafe_encode(signature),
                "userHandle": websafe_encode(lies.get("person", self.person)),
            }
        )

    def told(self, response: dict[str, str]) -> str:
        name = websafe_encode(self.identity)
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": response})


def asked(client: Client, purpose: str) -> dict[str, Any]:
    answer = client.post("/sign-in/passkey/question", {"purpose": purpose})
    assert answer.status_code == 200
    return answer.json()["publicKey"]


def passkey_of(actor, name: str = "Laptop", identity: bytes = b"a passkey of somebody") -> Device:
    client, device = browser_of(actor), Device(identity=identity)
    answer = device.make(asked(client, "new"))
    assert (
        client.post("/settings/security/passkeys", {"answer": answer, "passkey-name": name}).status_code
        == 200
    )
    return device


def alone(client: Client, answer: str):
    return client.post("/sign-in/passkey", {"answer": answer})


def is_in(client: Client) -> bool:
    return client.get("/settings/profile").status_code == 200


def test_a_passkey_lets_in_alone_and_both_stand_in_the_trail(cast: Cast):
    device, client = passkey_of(cast.ada), Client()
    client.session.save()
    before = client.session.session_key

    assert alone(client, device.answer(asked(client, "alone")))["Location"] == "/"

    assert (client.session["second"], client.session.session_key != before) == ("passkey", True)
    assert Entry.objects.get(action="passkey_added").diff == {"passkey": [None, "Laptop"]}


LIES = {
    "origin": {"origin": "https://localhost.evil.example"},
    "another port": {"origin": "http://localhost:9000"},
    "party": {"party": "evil.example"},
    "nobody checked": {"flags": FLAG.UP},
    "nobody present": {"flags": FLAG.UV},
    "deed": {"deed": "webauthn.create"},
    "challenge": {"challenge": websafe_encode(b"x" * 32)},
    "person": {"person": b"odnos:1000"},
    "key": {"key": ec.generate_private_key(ec.SECP256R1())},
    "counter": {"counter": 1},
}


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES)
def test_a_lie_lets_nobody_in(cast: Cast, lie: dict[str, Any]):
    device, client = passkey_of(cast.ada), Client()
    assert alone(client, device.answer(asked(client, "alone"), **lie)).status_code == 422

    assert not is_in(client)
    assert Knock.objects.get().outcome == "wrong"


@pytest.mark.parametrize("answer", ["", "{}", "[]", "null", "x", '{"id": 1}', "{" * 5000, '{"id":"\\u0000"}'])
def test_nonsense_is_refused(cast: Cast, answer: str):
    client = Client()
    asked(client, "alone")

    assert alone(client, answer).status_code == 422


def test_an_answer_counts_once_and_only_in_the_browser_that_was_asked(cast: Cast):
    device, client, other = passkey_of(cast.ada), Client(), Client()
    answer = device.answer(asked(client, "alone"))

    assert alone(other, answer).status_code == 422
    asked(other, "alone")
    assert alone(other, answer).status_code == 422
    assert alone(client, answer).status_code == 302
    client.post("/sign-out")
    assert alone(client, answer).status_code == 422


def test_a_question_is_for_one_purpose_and_a_few_minutes(cast: Cast):
    device, client = passkey_of(cast.ada), Client()
    client.post("/sign-in", {"email": ADA.email, "password": PASSWORD})
    second = device.answer(asked(client, "second"))
    assert alone(client, second).status_code == 422

    options = asked(client, "alone")
    session = client.session
    at = dt.datetime.now(dt.UTC) - dt.timedelta(minutes=6)
    session["question"] = session["question"] | {"at": at.isoformat()}
    session.save()
    assert alone(client, device.answer(options)).status_code == 422
    assert not is_in(client)


def test_the_second_step_wants_a_passkey_of_the_same_person(cast: Cast):
    mine = passkey_of(cast.ada)
    bens = passkey_of(cast.ben, identity=b"a passkey of Ben")
    client = Client()
    client.post("/sign-in", {"email": ADA.email, "password": PASSWORD})

    stranger = bens.answer(asked(client, "second"))
    assert client.post("/sign-in/second", {"answer": stranger}).status_code == 422
    right = mine.answer(asked(client, "second"), flags=FLAG.UP)
    assert client.post("/sign-in/second", {"answer": right})["Location"] == "/"
    assert client.session["_auth_user_id"] == str(cast.ada.user_id)


def test_a_passkey_is_added_only_by_whoever_has_just_shown_who_they_are(cast: Cast):
    client = browser_of(cast.ada)
    session = client.session
    session["confirmed_at"] = (dt.datetime.now(dt.UTC) - dt.timedelta(minutes=31)).isoformat()
    session.save()

    assert client.post("/sign-in/passkey/question", {"purpose": "new"}).status_code == 403
    assert Client().post("/sign-in/passkey/question", {"purpose": "new"}).status_code == 403
    assert client.post("/settings/security/passkeys", {"answer": "{}"})["Location"].startswith("/confirm")
    assert not factors.has_second(cast.ada.user_id)


def test_a_passkey_confirms_and_is_removed_by_its_owner_alone(cast: Cast):
    device, client = passkey_of(cast.ada), browser_of(cast.ada)
    session = client.session
    del session["confirmed_at"]
    session.save()
    answer = device.answer(asked(client, "confirm"))
    assert client.post("/confirm", {"answer": answer})["Location"] == "/settings/security"
    number = Passkey.objects.get().pk

    browser_of(cast.cleo).post(f"/settings/security/passkeys/{number}/removal")
    assert Passkey.objects.count() == 1
    client.post(f"/settings/security/passkeys/{number}/removal")
    assert Passkey.objects.count() == 0
    stranger = Client()
    assert alone(stranger, device.answer(asked(stranger, "alone"), counter=9)).status_code == 422


def test_nobody_makes_a_passkey_that_is_here_already_or_for_another_site(cast: Cast):
    passkey_of(cast.ada)
    client = browser_of(cast.ben)

    for lie in ({}, {"origin": "https://evil.example"}, {"party": "evil.example"}):
        identity = b"a passkey of somebody" if not lie else b"another one of Ben"
        answer = Device(identity=identity).make(asked(client, "new"), **lie)
        assert client.post("/settings/security/passkeys", {"answer": answer}).status_code == 422

    assert list(Passkey.objects.values_list("user_id", flat=True)) == [cast.ada.user_id]


def test_a_deactivated_person_has_no_passkey_that_works(cast: Cast):
    device, client = passkey_of(cast.ada), Client()
    given = {"name": "Ada", "email": ADA.email, "role": "representative"}
    assert browser_of(cast.dora).post(f"/settings/users/{cast.ada.user_id}", given).status_code == 302
    assert not User.objects.get(pk=cast.ada.user_id).is_active

    assert alone(client, device.answer(asked(client, "alone"))).status_code == 422
    assert not is_in(client)
