"""Managers and representatives see who is on their team; letting people in and out is the administrators'."""

import pytest

from odnos.engine.access.models import User
from odnos.engine.records import write
from tests.people import NOON, Cast
from tests.web.sales import browser_of, kind


def names(client):
    page = client.get("/settings/team").content.decode()
    return [
        name
        for name in ("Ada", "Ben", "Cleo", "Dora", "Max", "Ann")
        if f"<span>{name}" in page.split("<main")[1]
    ]


def test_a_team_is_seen_by_its_people_and_no_other(cast: Cast):
    assert names(browser_of(cast.max)) == ["Ada", "Ben", "Max"]
    assert names(browser_of(cast.ada)) == ["Ada", "Ben", "Max"]
    assert names(browser_of(cast.cleo)) == ["Cleo"]


def test_a_manager_sees_their_people_on_other_teams(cast: Cast):
    write.update(
        kind("user"), cast.cleo.user_id, {"manager": cast.max.user_id}, version=None, by=cast.dora, at=NOON
    )

    assert names(browser_of(cast.max)) == ["Ada", "Ben", "Cleo", "Max"]


def test_only_a_manager_sees_who_can_sign_in(cast: Cast):
    assert "Active" in browser_of(cast.max).get("/settings/team").content.decode()
    assert "Active" not in browser_of(cast.ada).get("/settings/team").content.decode()


@pytest.mark.parametrize("who", ["max", "ada", "ann"])
def test_nobody_but_an_administrator_invites_or_changes_people(cast: Cast, who: str):
    client = browser_of(getattr(cast, who))
    given = {"name": "Eve", "email": "eve@odnos.example", "role": "administrator", "is_active": "1"}

    assert client.post("/settings/users/new", given).status_code == 403
    assert client.post(f"/settings/users/{cast.ada.user_id}", given).status_code == 403
    assert client.post(f"/settings/users/{cast.ada.user_id}/link").status_code == 403
    assert client.get(f"/settings/users/{cast.ada.user_id}?invited=1").status_code == 403
    assert client.post(f"/users/{cast.ada.user_id}/field/role", {"role": "administrator"}).status_code == 403
    assert client.post("/users/new", given).status_code == 403
    assert set(User.objects.values_list("name", "role")) == {(p.name, p.role) for p in cast.actors.values()}


def test_who_is_in_no_team_is_told_so(cast: Cast):
    write.update(kind("user"), cast.ann.user_id, {"team": None}, version=None, by=cast.dora, at=NOON)

    assert "You are in no team" in browser_of(cast.ann).get("/settings/team").content.decode()


def test_everybody_is_led_to_the_settings_that_are_theirs(cast: Cast):
    assert browser_of(cast.dora).get("/settings")["Location"] == "/settings/company"
    assert browser_of(cast.max).get("/settings")["Location"] == "/settings/profile"
    assert 'href="/settings/users"' in browser_of(cast.dora).get("/settings/profile").content.decode()
    assert 'href="/settings/users"' not in browser_of(cast.max).get("/settings/profile").content.decode()
