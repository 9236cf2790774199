"""The way in: who gets through the door, how often they may knock, and what the first run makes."""

import datetime as dt
import re

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from odnos.domains.organisation import actions, doors
from odnos.engine.access import limits, passwords
from odnos.engine.access.actor import organisation
from odnos.engine.access.models import Organisation, SignIn, Tries, User
from odnos.engine.audit.models import Entry
from tests.people import ADA, DORA, NOON, PASSWORD, Cast

FOUNDING = {
    "company": "Acme",
    "country": "SI",
    "currency": "EUR",
    "locale": "sl",
    "timezone": "Europe/Ljubljana",
    "team": "",
    "person": "Nina Novak",
    "email": "nina@acme.example",
    "password": "correct horse battery",
}


def knock(client: Client, email: str = ADA.email, password: str = PASSWORD, **more):
    return client.post("/sign-in", {"email": email, "password": password, **more})


def now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def said(answer) -> str:
    """Return the words of a page, without what differs by chance or repeats what was typed."""
    return re.sub(r"<[^>]+>", "", answer.content.decode())


def test_the_right_password_lets_in_and_leaves_a_trail(cast: Cast):
    client = Client()

    answer = knock(client, email=ADA.email.upper())

    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.get("/preferences").status_code == 405
    entry = Entry.objects.get(action="signed_in")
    assert (entry.object_key, entry.record_id, entry.actor_id) == ("user", cast.ada.user_id, cast.ada.user_id)


def test_a_wrong_password_and_an_unknown_email_are_told_alike(cast: Cast):
    wrong, unknown = (
        knock(Client(), password="guess"),
        knock(Client(), email="nobody@odnos.example", password="guess"),
    )

    assert (wrong.status_code, unknown.status_code) == (422, 422)
    assert said(wrong) == said(unknown)
    assert not Entry.objects.filter(action="signed_in").exists()


def test_the_session_gets_a_new_key(cast: Cast):
    client = Client()
    client.session.save()
    before = client.session.session_key

    knock(client)

    assert client.session.session_key != before
    assert SignIn.objects.get().session_key == client.session.session_key


@pytest.mark.parametrize(
    "place", ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)", "/sign-in"]
)
def test_nobody_is_sent_to_another_site(cast: Cast, place: str):
    assert knock(Client(), next=place)["Location"] == "/"


def test_one_is_sent_on_to_where_one_wanted_to_go(cast: Cast):
    assert knock(Client(), next="/deals?view=mine")["Location"] == "/deals?view=mine"


def test_too_many_tries_are_refused_before_any_hashing(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("odnos.engine.access.sign_in.authenticate", lambda *_args, **_more: None)
    for _number in range(limits.ACCOUNT.most):
        assert knock(Client(), password="guess").status_code == 422
    monkeypatch.setattr(
        "odnos.engine.access.sign_in.authenticate", lambda *_args, **_more: pytest.fail("it was hashed")
    )

    assert knock(Client()).status_code == 429


def test_the_limit_ends_with_its_window(cast: Cast):
    for number in range(limits.ACCOUNT.most):
        limits.take([(limits.ACCOUNT, ADA.email)], at=NOON + dt.timedelta(seconds=number))
    with pytest.raises(limits.TooOften) as refusal:
        limits.take([(limits.ACCOUNT, ADA.email.upper())], at=NOON + dt.timedelta(minutes=5))

    assert refusal.value.wait == dt.timedelta(minutes=10)
    limits.take([(limits.ACCOUNT, ADA.email)], at=NOON + dt.timedelta(minutes=15))


def test_signing_in_forgets_the_failed_tries(cast: Cast):
    knock(Client(), password="guess")
    knock(Client())

    assert [tries.number for tries in Tries.objects.all()] == [1]  # the address keeps its failed one


def test_signing_out_ends_the_session(cast: Cast):
    client = Client()
    knock(client)

    client.post("/sign-out")

    assert not Session.objects.filter(session_key__in=SignIn.objects.values("session_key")).exists()
    assert client.get("/settings/profile").status_code == 302
    assert Entry.objects.filter(action="signed_out").count() == 1


def test_a_deactivated_person_is_out_at_once(cast: Cast):
    client = Client()
    knock(client)

    User.objects.filter(pk=0).exists()
    admin = Client()
    knock(admin, email=DORA.email)
    answer = admin.post(
        f"/settings/users/{cast.ada.user_id}", {"name": "Ada", "email": ADA.email, "role": "representative"}
    )

    assert answer.status_code == 302
    assert client.get("/settings/profile").status_code == 302


def test_the_first_visit_leads_to_the_first_run(db):
    assert Client().get("/deals")["Location"] == "/welcome"
    assert Client().get("/sign-in")["Location"] == "/welcome"


def test_the_first_run_makes_company_administrator_team_and_pipeline(db):
    client = Client()

    answer = client.post("/welcome", FOUNDING | {"then": "import"})

    assert (answer.status_code, answer["Location"]) == (302, "/imports")
    company = organisation()
    assert (company.name, company.currency, company.locale, company.is_demo) == ("Acme", "EUR", "sl", False)
    user = User.objects.get()
    assert (user.name, user.role, user.timezone, user.team.name) == (
        "Nina Novak",
        "administrator",
        "Europe/Ljubljana",
        "Sales",
    )
    assert client.get("/settings/profile").status_code == 200
    from odnos.domains.deals.models import Pipeline
    from odnos.domains.deals.stages import stages_of

    assert len(stages_of(Pipeline.objects.get().pk)) == 6


def test_the_first_run_leads_to_the_first_steps(db):
    client = Client()

    assert client.post("/welcome", FOUNDING)["Location"] == "/first-steps"
    assert client.get("/first-steps").status_code == 200


def test_the_first_run_is_closed_once_somebody_can_sign_in(cast: Cast):
    assert Client().get("/welcome")["Location"] == "/"
    assert Client().post("/welcome", FOUNDING)["Location"] == "/"
    assert not User.objects.filter(email="nina@acme.example").exists()


def test_the_first_run_refuses_an_easy_password_and_makes_nothing(db):
    answer = Client().post("/welcome", FOUNDING | {"password": "1234567890"})

    assert answer.status_code == 422
    assert (User.objects.count(), Organisation.objects.count()) == (0, 0)


def test_a_link_lets_choose_a_password_once(cast: Cast):
    key = doors.invite(User.objects.get(pk=cast.ada.user_id), by=cast.dora, at=now())
    client = Client()

    answer = client.post(f"/join/{key}", {"password": "blue lamps on the quay"})

    assert answer.status_code == 302
    assert client.get("/settings/profile").status_code == 200
    assert Client().get(f"/join/{key}").status_code == 410
    assert knock(Client(), password="blue lamps on the quay").status_code == 302


@pytest.mark.parametrize("key", ["1", "1-abc", "zz-", "-", "1-cokq3k-0000", "9999999999999999-x-y"])
def test_a_made_up_link_opens_nothing(cast: Cast, key: str):
    assert Client().get(f"/join/{key}").status_code == 410
    assert Client().post(f"/join/{key}", {"password": "blue lamps on the quay"}).status_code == 410


def test_the_demo_is_entered_by_a_click_only_from_this_machine(cast: Cast):
    Organisation.objects.update(is_demo=True)
    here, there, proxied = (
        Client(SERVER_NAME="localhost"),
        Client(SERVER_NAME="localhost", REMOTE_ADDR="192.0.2.7"),
        Client(SERVER_NAME="localhost", headers={"X-Forwarded-For": "127.0.0.1"}),
    )
    given = {"user": cast.ada.user_id}

    assert there.post("/sign-in/as", given).status_code == 403
    assert proxied.post("/sign-in/as", given).status_code == 403
    assert b"/sign-in/as" not in there.get("/sign-in").content
    assert b"/sign-in/as" in here.get("/sign-in").content
    assert here.post("/sign-in/as", given).status_code == 302


@pytest.mark.parametrize(
    "header",
    [
        "Forwarded",
        "X-Forwarded-Host",
        "X-Forwarded-Proto",
        "X-Forwarded-Server",
        "X-Real-IP",
        "Via",
        "CF-Ray",
    ],
)
def test_no_demo_is_entered_by_a_click_through_a_proxy_of_any_kind(cast: Cast, header: str):
    Organisation.objects.update(is_demo=True)
    client = Client(SERVER_NAME="localhost", headers={header: "localhost"})

    assert client.post("/sign-in/as", {"user": cast.ada.user_id}).status_code == 403
    assert b"/sign-in/as" not in client.get("/sign-in").content


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BASE_URL", "https://crm.example.com"),
        ("SECURE_PROXY_SSL_HEADER", ("HTTP_X_FORWARDED_PROTO", "https")),
    ],
)
def test_a_demo_that_others_reach_is_not_entered_by_a_click(
    cast: Cast, settings, name: str, value: str | tuple[str, str]
):
    Organisation.objects.update(is_demo=True)
    setattr(settings, name, value)
    client = Client(SERVER_NAME="localhost")

    assert client.post("/sign-in/as", {"user": cast.ada.user_id}).status_code == 403
    assert b"/sign-in/as" not in client.get("/sign-in").content


def test_an_e_mail_has_one_spelling_beside_its_case(cast: Cast):
    assert passwords.user_of(f" {ADA.email.upper()} ") is not None
    assert passwords.user_of(ADA.email.replace("s", "\u017f")) is None, "tries of it would be counted apart"


def test_a_real_company_has_no_such_entrance(cast: Cast):
    assert Client().post("/sign-in/as", {"user": cast.ada.user_id}).status_code == 403
    assert b"/sign-in/as" not in Client().get("/sign-in").content


def test_language_is_kept_with_the_person_and_in_the_trail(cast: Cast):
    client = Client()
    knock(client)

    answer = client.post("/preferences", {"language": "sl", "theme": "dark", "next": "/settings/profile"})

    assert answer["Location"] == "/settings/profile"
    assert User.objects.get(pk=cast.ada.user_id).locale == "sl"
    assert client.cookies["theme"].value == "dark"
    entry = Entry.objects.get(action="updated", object_key="user")
    assert (entry.actor_id, entry.diff) == (cast.ada.user_id, {"locale": ["en", "sl"]})


def test_a_made_password_is_strong_and_never_the_same():
    assert len({actions.make_password() for _number in range(100)}) == 100
    assert re.fullmatch(r"(?:[a-z2-9]{4}-){3}[a-z2-9]{4}", actions.make_password())
