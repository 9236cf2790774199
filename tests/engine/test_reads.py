"""Who reads a sensitive field stands in the trail, on every way to it; what is not sensitive costs nothing."""

import datetime as dt
import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from odnos.engine.access import tokens
from odnos.engine.access.models import User
from odnos.engine.audit.models import Entry
from odnos.engine.custom import actions
from odnos.engine.records import read, reads, timeline, write
from odnos.engine.tables import definitions
from odnos.engine.transfer import export
from odnos.objects.registry import registry
from tests.people import NOON


@pytest.fixture
def patient(cast):
    """A contact with a sensitive field that is filled in, and one without."""
    reads.forget()
    values = {"object": "contact", "kind": "text", "name": "Health", "code": "health", "is_sensitive": True}
    actions.make(values, by=cast.dora, at=NOON)
    definitions.refresh()
    kind = registry.get("contact")
    row = write.create(kind, {"name": "Mia", "health": "allergic"}, by=cast.ada, at=NOON)
    write.create(kind, {"name": "Eva"}, by=cast.ada, at=NOON)
    return row


def told():
    found = Entry.objects.filter(action="read").order_by("pk")
    return [(entry.actor_id, entry.record_id, entry.diff["fields"][1]) for entry in found]


def browser(actor) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=actor.user_id))
    return client


def test_opening_the_page_of_a_record_is_told_once(cast, patient):
    client = browser(cast.ben)
    for _ in range(2):
        assert client.get(f"/contacts/{patient.id}").status_code == 200

    assert told() == [(cast.ben.user_id, patient.id, ["health"])]


def test_a_list_tells_only_where_the_field_is_a_column(cast, patient):
    client = browser(cast.ben)
    client.get("/contacts?columns=name,email")
    assert told() == []
    client.get("/contacts?columns=name,health")
    assert told() == [(cast.ben.user_id, patient.id, ["health"])]


def test_an_answer_of_the_api_is_told_with_its_token(cast, patient):
    secret = tokens.make_token(User.objects.get(pk=cast.ben.user_id), at=NOON)
    headers = {"Authorization": f"Bearer {secret}"}
    Client().get(f"/api/v1/contacts/{patient.id}?fields=name", headers=headers)
    assert told() == []
    Client().get("/api/v1/contacts?fields=name,health", headers=headers)
    assert told() == [(cast.ben.user_id, patient.id, ["health"])]
    entry = Entry.objects.get(action="read")
    assert (entry.source, entry.token_id is not None, entry.address) == ("api", True, "127.0.0.1")


def test_one_record_that_the_api_answers_with_is_told_of_who_asked(cast, patient):
    secret = tokens.make_token(User.objects.get(pk=cast.ben.user_id), at=NOON)
    headers = {"Authorization": f"Bearer {secret}"}
    assert Client().get(f"/api/v1/contacts/{patient.id}", headers=headers).status_code == 200

    assert told() == [(cast.ben.user_id, patient.id, ["health"])]


def test_an_export_is_one_entry_that_names_what_was_taken(cast, patient):
    b"".join(
        export.blocks(registry.get("contact"), format="csv", by=cast.ben, at=NOON, columns=["name", "health"])
    )

    entry = Entry.objects.get(action="exported")
    assert (entry.object_key, entry.record_id, entry.actor_id) == ("contact", 0, cast.ben.user_id)
    assert json.loads(json.dumps(entry.diff)) == {
        "format": [None, "csv"],
        "fields": [None, ["name", "health"]],
        "sensitive": [None, ["health"]],
    }


def test_after_ten_minutes_it_is_another_reading(cast, patient):
    row = read.get(registry.get("contact"), patient.id, by=cast.ben)
    for minutes in (0, 9, 11):
        reads.told([row], by=cast.ben, at=NOON + dt.timedelta(minutes=minutes))

    assert len(told()) == 2


def test_what_is_not_sensitive_costs_no_statement(cast, patient):
    row = write.create(registry.get("company"), {"name": "Acme"}, by=cast.ada, at=NOON)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        reads.told([row], by=cast.ben, at=NOON)

    assert len(asked) == 0


def test_the_story_of_a_record_does_not_tell_of_readings(cast, patient):
    reads.told([read.get(registry.get("contact"), patient.id, by=cast.ben)], by=cast.ben, at=NOON)
    row = read.get(registry.get("contact"), patient.id, by=cast.ada)

    assert [item.entry.action for item in timeline.of(row, by=cast.ada).items if item.entry] == ["created"]
