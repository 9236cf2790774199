"""The page of the trail: who did what to which record, for administrators; one's own deeds for oneself."""

import csv
import dataclasses
import io

import pytest
from django.test import Client

from odnos.engine.access import tokens
from odnos.engine.access.models import Token, User
from odnos.engine.audit.models import Entry
from odnos.engine.records import write
from tests.engine.test_access import make
from tests.people import NOON


def browser(actor) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=actor.user_id))
    return client


@pytest.fixture
def worked(cast):
    """Ada made a company and renamed it through a token; Cleo made one of her own."""
    row = make("company", cast.ada, name="Acme")
    tokens.make_token(User.objects.get(pk=cast.ada.user_id), at=NOON, name="Sync")
    by = dataclasses.replace(cast.ada, source="api", address="192.0.2.7", token_id=Token.objects.get().pk)
    write.update(row.type, row.id, {"name": "Acme Lamps"}, version=1, by=by, at=NOON)
    make("company", cast.cleo, name="Secret Far")
    return cast, row


def test_an_administrator_sees_who_when_and_from_where_with_both_values(worked):
    cast, row = worked
    page = browser(cast.dora).get(f"/settings/trail?object=company&record={row.id}").content.decode()

    for said in ("Ada", "API", "192.0.2.7", "token “Sync”", "<del>Acme</del>", "<ins>Acme Lamps</ins>"):
        assert said in page
    assert "Secret Far" not in page


def test_others_see_their_own_deeds_alone(worked):
    cast, _row = worked
    page = browser(cast.ada).get("/settings/trail").content.decode()
    asked = browser(cast.ada).get(f"/settings/trail?person={cast.cleo.user_id}").content.decode()

    assert "Acme Lamps" in page
    assert "Secret Far" not in page + asked
    assert "Acme" not in asked


def test_own_deeds_on_what_is_out_of_sight_are_told_without_values(worked):
    cast, row = worked
    write.update(row.type, row.id, {"owner": cast.cleo.user_id}, version=None, by=cast.dora, at=NOON)

    answers = [browser(cast.ada).get(address) for address in ("/settings/trail", "/settings/trail/export")]
    page, file = (b"".join(answer) for answer in answers)

    assert b"Acme" not in page
    assert b"Acme" not in file
    assert f"company,{row.id},2,updated".encode() in file


@pytest.mark.parametrize(
    ("asked", "number"),
    [
        ("object=company", 3),
        ("object=company&action=updated", 1),
        ("object=company&action=updated&since=2026-03-03", 0),
        ("object=company&since=2026-03-02&until=2026-03-02", 3),
        ("object=company&until=2026-03-01", 0),
        ("object=nothing", 0),
        ("object=company&since=never", 3),
    ],
)
def test_filters_narrow_what_is_shown(worked, asked, number):
    cast, _row = worked
    page = browser(cast.dora).get(f"/settings/trail?{asked}").content.decode()

    assert page.count('<div class="change-set"') == number


def test_a_period_is_found_among_sealed_entries_too(worked):
    from odnos.engine.audit import sealing

    cast, _row = worked
    sealing.seal(at=NOON)
    page = browser(cast.dora).get("/settings/trail?object=company&since=2026-03-02").content.decode()

    assert page.count('<div class="change-set"') == 3


def test_the_trail_streams_as_a_table_and_that_is_told(worked):
    cast, row = worked
    answer = browser(cast.dora).get(f"/settings/trail/export?object=company&record={row.id}")
    rows = list(csv.DictReader(io.StringIO(b"".join(answer).decode("utf-8-sig"))))

    changed = next(item for item in rows if item["action"] == "updated")
    assert (changed["field"], changed["old"], changed["new"]) == ("name", "Acme", "Acme Lamps")
    assert (changed["actor"], changed["address"], changed["token"]) == ("Ada", "192.0.2.7", "Sync")
    told = Entry.objects.get(action="exported")
    assert (told.object_key, told.actor_id) == ("trail", cast.dora.user_id)
    assert told.diff == {"object": [None, "company"], "record": [None, str(row.id)]}


def test_why_is_answered_for_anybody_to_administrators_and_for_oneself_to_others(worked):
    cast, row = worked
    address = f"/companies/{row.id}/why"
    page = browser(cast.dora).get(f"{address}?person={cast.cleo.user_id}").content.decode()
    own = browser(cast.ada).get(f"{address}?person={cast.cleo.user_id}").content.decode()

    assert "It lies outside of what the role “Representative” reaches" in page
    assert "It belongs to Ada." in own
    assert "Cleo" not in own
    assert browser(cast.cleo).get(address).status_code == 404
    assert browser(cast.dora).get(f"{address}?person=999999").status_code == 404
