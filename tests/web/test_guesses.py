"""Guessing: codes and passwords tried, whom that locks out, who is told, and which passwords are never taken."""

import pytest
from django.test import Client

from odnos.engine.access import limits
from odnos.engine.access.entrance import policy
from odnos.engine.access.models import User
from tests.people import ADA, BEN, PASSWORD, Cast
from tests.web.entering import app_of, knock, now
from tests.web.sales import browser_of


def test_guessing_codes_ends_after_a_few_but_the_owner_gets_in_with_a_known_device(cast: Cast):
    known = Client()
    knock(known)
    app = app_of(cast.ada)
    known.post("/sign-out")
    stranger = Client()
    knock(stranger)
    wrong = "000000" if app.now() != "000000" else "111111"

    told = [
        stranger.post("/sign-in/second", {"code": wrong}).status_code for _n in range(limits.FACTOR.most + 1)
    ]
    assert told == [422] * limits.FACTOR.most + [429]
    right = Client()
    knock(right)
    assert right.post("/sign-in/second", {"code": app.now()}).status_code == 429, (
        "strangers share their tries"
    )

    knock(known)
    assert known.post("/sign-in/second", {"code": app.now()}).status_code == 302


def test_guessing_passwords_elsewhere_does_not_lock_a_known_device_out(cast: Cast, monkeypatch):
    known, stranger = Client(), Client()
    knock(known)
    known.post("/sign-out")
    for _n in range(limits.ACCOUNT.most):
        limits.take([(limits.ACCOUNT, ADA.email)], at=now())

    assert knock(stranger).status_code == 429
    assert knock(known).status_code == 302


def test_a_device_that_another_person_used_is_a_strange_one(cast: Cast):
    client = Client()
    knock(client)
    client.post("/sign-out")
    for _n in range(limits.ACCOUNT.most):
        limits.take([(limits.ACCOUNT, BEN.email)], at=now())

    assert knock(client, BEN.email).status_code == 429


def test_a_new_device_is_told_to_the_others_and_not_to_itself(cast: Cast):
    first, second = Client(), Client(headers={"User-Agent": "Mozilla/5.0 (Windows) Firefox/130.0"})
    knock(first)
    assert "new device" not in first.get("/settings/security").content.decode(), "the first one of all"
    knock(second)

    told = "Somebody signed in to your account with a new device"
    assert told in first.get("/settings/security").content.decode()
    assert told in first.get("/").content.decode()
    assert told not in second.get("/settings/security").content.decode()
    second.post("/settings/security/news")
    assert told in first.get("/settings/security").content.decode()
    first.post("/settings/security/news")
    assert told not in first.get("/settings/security").content.decode()


def test_tries_are_listed_for_the_person_and_for_administrators_alone(cast: Cast):
    knock(Client(headers={"User-Agent": "Mozilla/5.0 (X11; Linux) Chrome/140.0"}), password="guess")
    knock(Client(), email="nobody@odnos.example", password="guess")

    own_page = browser_of(cast.ada).get("/settings/security").content.decode()
    assert ("Chrome, Linux" in own_page, "Refused" in own_page) == (True, True)
    everybody = browser_of(cast.dora).get("/settings/entrance/tries").content.decode()
    assert ("Nobody known" in everybody, "nobody@odnos.example" in everybody) == (True, False)
    assert browser_of(cast.ada).get("/settings/entrance/tries").status_code == 403
    assert policy.current() == policy.Rules()


@pytest.mark.parametrize(
    "password",
    [
        "short",
        "password123!",
        "P@ssw0rd2024",
        "qwertyuiop12",
        "letmeinletmein",
        "aaaaaaaaaaaa",
        "abcabcabcabc",
        "fedcba987654",
        "любовь2024!",
        "dragon dragon",
        "ada@odnos.example1",
        "x" * 201,
    ],
)
def test_what_is_guessed_first_is_no_password_anywhere(cast: Cast, password: str):
    from odnos.domains.organisation import doors

    given = {"old": PASSWORD, "password": password}
    assert browser_of(cast.ada).post("/settings/security/password", given).status_code == 422
    key = doors.invite(User.objects.get(pk=cast.ada.user_id), by=cast.dora, at=now())
    assert Client().post(f"/join/{key}", {"password": password}).status_code == 422
    assert Client().get(f"/join/{key}").status_code == 200, "the link is not spent by a refusal"
    assert knock(Client()).status_code == 302


@pytest.mark.parametrize(
    "password", ["blue lamps on the quay", "xkcdstaplepurple", "1950-2026-blue", "дождь над тихой бухтой"]
)
def test_words_of_ones_own_need_no_digits_or_signs(cast: Cast, password: str):
    given = {"old": PASSWORD, "password": password}

    assert browser_of(cast.ada).post("/settings/security/password", given).status_code == 302
