"""A file's hash is no key: it is put on a record by who brought the file or may read it."""

import pytest

from odnos.engine.audit.models import Entry
from odnos.engine.records import files, read, undo, write
from odnos.engine.records.errors import Invalid, NotFound
from odnos.objects.registry import registry
from tests.api.conftest import api_of
from tests.people import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.FILES = tmp_path / "files"


def make(key, by, **values):
    return write.create(registry.get(key), values, by=by, at=NOON)


def note(by, value):
    about = make("company", by, name=f"Company of {by.name}")
    return make("note", by, about=about.reference, body="Offer", file=value)


def named(value):
    return {"name": "mine.pdf", "size": 5, "sha256": value["sha256"]}


def test_who_knows_a_hash_alone_can_neither_name_nor_read_the_file(cast):
    value = files.store([b"offer"], "offer.pdf")
    note(cast.ada, value)

    with pytest.raises(Invalid) as refusal:
        note(cast.cleo, named(value))

    assert list(refusal.value.errors) == ["file"]
    with pytest.raises(NotFound):
        files.find(value["sha256"], by=cast.cleo)


def test_nor_by_changing_a_note_of_ones_own(cast):
    value = files.store([b"offer"], "offer.pdf")
    note(cast.ada, value)
    mine = note(cast.cleo, None)

    with pytest.raises(Invalid):
        write.update(mine.type, mine.id, {"file": named(value)}, version=None, by=cast.cleo, at=NOON)

    assert read.get(mine.type, mine.id, by=cast.cleo)["file"] is None


def test_nor_over_the_api(cast):
    value = files.store([b"offer"], "offer.pdf")
    note(cast.ada, value)
    about = make("company", cast.cleo, name="Acme")
    body = {"about": {"object": "company", "id": about.id}, "body": "x", "file": named(value)}

    answer = api_of(cast.cleo)("POST", "/notes", body)

    assert answer.status_code == 422
    assert [item["field"] for item in answer.json()["errors"]] == ["file"]


def test_who_reads_a_file_may_name_it_again(cast):
    value = files.store([b"offer"], "offer.pdf")
    note(cast.ada, value)

    assert note(cast.ben, named(value))["file"]["name"] == "mine.pdf"


def test_a_file_that_was_taken_away_comes_back_by_undo(cast):
    value = files.store([b"offer"], "offer.pdf")
    kept = note(cast.ada, value)
    write.update(kept.type, kept.id, {"file": None}, version=None, by=cast.ada, at=NOON)

    undo.entry(Entry.objects.latest("pk").pk, by=cast.ada, at=NOON)

    assert read.get(kept.type, kept.id, by=cast.ada)["file"] == value
