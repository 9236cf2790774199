"""Single sign-on against a certified provider: who gets in, as whom, and with which role."""

import datetime as dt
import json

import pyotp
import pytest
from django.test import Client

from odnos.domains.organisation import factors as own
from odnos.engine.access.entrance import codes, oidc, sealed
from odnos.engine.access.entrance.models import Identity, Policy, Provider
from odnos.engine.access.models import User
from odnos.engine.audit.models import Entry
from odnos.engine.records import write
from odnos.engine.tables import definitions
from tests.issuer import CLIENT, SECRET, Issuer
from tests.people import ADA, BEN, DORA, PASSWORD, Cast
from tests.web.provided import SITE, come_back, is_in, now, provider_at
from tests.web.sales import browser_of, kind


@pytest.fixture(autouse=True)
def here(settings) -> None:
    settings.BASE_URL = SITE


def test_a_verified_e_mail_finds_the_person_and_the_identity_stays(cast: Cast, issuer: Issuer):
    provider_at(issuer)
    client = Client()

    answer = come_back(client, issuer, "ada", "?next=/deals")

    assert answer["Location"] == "/deals"
    assert client.session["_auth_user_id"] == str(cast.ada.user_id)
    write.update(
        kind("user"), cast.ada.user_id, {"email": "other@odnos.example"}, version=None, by=cast.dora, at=now()
    )
    assert come_back(Client(), issuer, "ada")["Location"] == "/"
    assert list(Identity.objects.values_list("subject", "user_id")) == [("ada", cast.ada.user_id)]
    assert Entry.objects.get(action="identity_linked").diff == {"provider": [None, "Company"]}


@pytest.mark.parametrize("login", ["thief", "silent"])
def test_an_unverified_e_mail_takes_nobody_over(cast: Cast, issuer: Issuer, login: str):
    provider_at(issuer, makes_people=True)
    client, people = Client(), User.objects.count()

    answer = come_back(client, issuer, login)

    assert answer.status_code == 403
    assert (is_in(client), Identity.objects.count(), User.objects.count()) == (False, 0, people)


def test_strangers_are_made_only_where_that_is_allowed_and_in_their_role(cast: Cast, issuer: Issuer):
    provider = provider_at(issuer, default_role="analyst")
    assert come_back(Client(), issuer, "eva").status_code == 403
    assert not User.objects.filter(email="eva@odnos.example").exists()

    Provider.objects.update(makes_people=True, domains=["elsewhere.example"])
    assert come_back(Client(), issuer, "eva").status_code == 403
    Provider.objects.update(domains=["odnos.example"], teams=[["admins", "Office"]])
    client = Client()
    come_back(client, issuer, "eva")

    eva = User.objects.get(email="eva@odnos.example")
    assert (eva.name, eva.role, eva.team_id, is_in(client)) == (
        "Eva Novak",
        "analyst",
        cast.teams["Office"],
        True,
    )
    assert provider.pk == Identity.objects.get(user=eva).provider_id


def test_roles_follow_the_groups_each_time(cast: Cast, issuer: Issuer):
    provider_at(issuer, roles=[["admins", "administrator"], ["sales", "manager"]], default_role="analyst")

    come_back(Client(), issuer, "ada")
    assert User.objects.get(email=ADA.email).role == "manager"
    Provider.objects.update(roles=[["admins", "administrator"]])
    come_back(Client(), issuer, "ada")
    assert User.objects.get(email=ADA.email).role == "analyst"

    Provider.objects.update(roles=[["nobody", "manager"]])
    assert come_back(Client(), issuer, "dora")["Location"] == "/"
    assert User.objects.get(email=DORA.email).role == "administrator", "the last one stays"
    assert Entry.objects.get(action="not_followed").diff == {"role": [None, "analyst"]}


def test_a_second_factor_is_asked_for_unless_the_provider_asks_itself(cast: Cast, issuer: Issuer):
    secret, at = codes.new_secret(), now() - dt.timedelta(minutes=1)
    own.add_app(User.objects.get(pk=cast.ada.user_id), secret, pyotp.TOTP(secret).at(at), by=cast.ada, at=at)
    provider_at(issuer)
    client = Client()

    assert come_back(client, issuer, "ada")["Location"] == "/sign-in/second"
    assert not is_in(client)
    Provider.objects.update(has_second_factor=True)
    assert come_back(client, issuer, "ada")["Location"] == "/"
    assert is_in(client)


def test_an_identity_is_linked_from_the_settings_and_unlinked(cast: Cast, issuer: Issuer):
    provider_at(issuer, matches_email=False)
    assert come_back(Client(), issuer, "thief").status_code == 403
    ben = browser_of(cast.ben)

    assert come_back(ben, issuer, "thief", "?for=link")["Location"] == "/settings/security"
    stranger = Client()
    assert come_back(stranger, issuer, "thief")["Location"] == "/"
    assert stranger.session["_auth_user_id"] == str(cast.ben.user_id)
    assert come_back(browser_of(cast.cleo), issuer, "thief", "?for=link").status_code == 403, "it is Ben's"

    number = Identity.objects.get().pk
    assert browser_of(cast.cleo).post(f"/settings/security/identities/{number}/removal").status_code == 403
    assert ben.post(f"/settings/security/identities/{number}/removal").status_code == 302
    assert come_back(Client(), issuer, "thief").status_code == 403


def test_the_provider_confirms_who_sits_here(cast: Cast, issuer: Issuer):
    provider_at(issuer)
    client = Client()
    come_back(client, issuer, "ada")
    session = client.session
    del session["confirmed_at"]
    session.save()

    assert come_back(client, issuer, "dora", "?for=confirm&next=/settings/tokens").status_code == 403
    assert "confirmed_at" not in client.session
    assert (
        come_back(client, issuer, "ada", "?for=confirm&next=/settings/tokens")["Location"]
        == "/settings/tokens"
    )
    assert client.post("/settings/tokens", {"name": "x"}).status_code == 200


def test_only_single_sign_on_leaves_administrators_with_a_factor_a_way(cast: Cast, issuer: Issuer):
    admin, dora = browser_of(cast.dora), User.objects.get(pk=cast.dora.user_id)
    assert admin.post("/settings/entrance", {"only_single": "1"}).status_code == 422, "no provider"
    provider_at(issuer)
    assert admin.post("/settings/entrance", {"only_single": "1"}).status_code == 422, "no factor of one's own"
    secret, at = codes.new_secret(), now() - dt.timedelta(minutes=1)
    own.add_app(dora, secret, pyotp.TOTP(secret).at(at), by=cast.dora, at=at)
    before = Client()
    before.post("/sign-in", {"email": BEN.email, "password": PASSWORD})
    assert admin.post("/settings/entrance", {"only_single": "1"}).status_code == 302

    def knock(client: Client, email: str):
        return client.post("/sign-in", {"email": email, "password": PASSWORD})

    assert not is_in(before), "the rule holds for open sessions"
    assert knock(Client(), BEN.email).status_code == 403
    client = Client()
    assert knock(client, DORA.email)["Location"] == "/sign-in/second"
    assert client.post("/sign-in/second", {"code": pyotp.TOTP(secret).now()})["Location"] == "/"
    assert is_in(client)
    single = Client()
    assert come_back(single, issuer, "ada")["Location"] == "/"
    assert is_in(single)
    assert client.post("/settings/entrance/providers/1/removal").status_code == 422
    assert Provider.objects.count() == 1
    Policy.objects.all().delete()
    definitions.refresh()


def test_the_secret_of_a_provider_is_never_shown(cast: Cast, issuer: Issuer):
    admin = browser_of(cast.dora)
    given = {
        "name": "Company",
        "issuer": issuer.url,
        "client_id": CLIENT,
        "secret": SECRET,
        "is_active": "1",
        "default_role": "analyst",
        "claim": "groups",
        "roles": "admins = administrator\n\n sales=manager",
    }

    made = admin.post("/settings/entrance/providers/new", given)

    kept = Provider.objects.get()
    assert made["Location"] == f"/settings/entrance/providers/{kept.pk}"
    assert kept.roles == [["admins", "administrator"], ["sales", "manager"]]
    assert (SECRET in kept.secret, sealed.unseal(kept.secret, oidc.PURPOSE)) == (False, SECRET)
    assert SECRET not in admin.get(made["Location"]).content.decode()
    assert SECRET not in json.dumps(list(Entry.objects.values("diff")))
    admin.post(made["Location"], {**given, "secret": "", "name": "Other"})
    assert sealed.unseal(Provider.objects.get().secret, oidc.PURPOSE) == SECRET
    wrong = admin.post(made["Location"], {**given, "roles": "admins = king"})
    assert (wrong.status_code, "There is no role king" in wrong.content.decode()) == (422, True)


@pytest.mark.parametrize(
    "issuer_url",
    ["http://example.com", "file:///etc/passwd", "http://10.0.0.1/", "https://user@x.example", "nonsense"],
)
def test_only_secure_addresses_are_asked(cast: Cast, issuer_url: str):
    given = {
        "name": "X",
        "issuer": issuer_url,
        "client_id": "x",
        "default_role": "analyst",
        "claim": "groups",
    }

    assert browser_of(cast.dora).post("/settings/entrance/providers/new", given).status_code == 422
    assert Provider.objects.count() == 0


def test_a_provider_that_does_not_answer_is_left_alone_for_a_while(cast: Cast, issuer: Issuer, monkeypatch):
    asked: list[str] = []

    def silent(address: str, **_more):
        asked.append(address)
        raise oidc.fetch.Unreachable(address)

    monkeypatch.setattr(oidc.fetch, "json_of", silent)
    provider_at(issuer)
    Provider.objects.update(issuer="https://silent.example")

    answers = [Client().get("/sign-in/with/1").status_code for _number in range(3)]

    assert (answers, len(asked)) == ([422] * 3, 1)
