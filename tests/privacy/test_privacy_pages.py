"""The pages of privacy: a person as a file, their erasure with a preview, and retention rules with a dry run."""

import datetime as dt
import io
import json
import zipfile

import pytest
from django.db import transaction
from django.test import Client

from odnos.engine.access.models import User
from odnos.engine.audit.models import Entry
from odnos.engine.outbox import jobs
from odnos.engine.privacy import retaining
from odnos.engine.privacy.models import Dossier, Erasure
from odnos.engine.privacy.objects import RETENTION_RULE
from odnos.engine.records import files, read, write
from odnos.engine.records.errors import NotFound
from odnos.objects.registry import registry
from tests.configuration.company import applied, text_of
from tests.engine.merging import make
from tests.people import NOON
from tests.working import drain

NAME = "Mia Kos"


@pytest.fixture
def mia(cast):
    """A contact with a note and a file, and a deal beside them."""
    contact = make("contact", cast.ada, name=NAME, email="mia@x.example", birthday="1980-01-02")
    file = files.store([b"a passport"], "passport.txt")
    make("note", cast.ada, about=contact.reference, body="Likes lamps", file=file)
    make("lead", cast.ada, name="Another lead")
    return contact


def browser(actor) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=actor.user_id))
    return client


def test_everything_about_a_person_is_one_click_and_one_file(cast, mia):
    dora = browser(cast.dora)
    assert dora.post(f"/contacts/{mia.id}/dossier").status_code == 302
    assert "Waiting" in dora.get("/settings/privacy").content.decode()
    drain()

    page = dora.get("/settings/privacy").content.decode()
    number = Dossier.objects.get().pk
    answer = dora.get(f"/settings/privacy/{number}/file")
    archive = zipfile.ZipFile(io.BytesIO(b"".join(answer)))
    told = json.loads(archive.read("data.json"))
    trail = [json.loads(line) for line in archive.read("trail.jsonl").splitlines()]

    assert f"/settings/privacy/{number}/file" in page
    assert told["person"][0]["email"] == "mia@x.example"
    assert [item["body"] for item in told["about"]] == ["Likes lamps"]
    [attached] = [name for name in archive.namelist() if name.startswith("files/")]
    assert archive.read(attached) == b"a passport"
    assert "mia@x.example" in archive.read("index.html").decode()
    assert {line["action"] for line in trail} == {"created"}
    assert Entry.objects.get(action="person_exported").actor_id == cast.dora.user_id


def test_the_file_is_only_for_who_asked_for_it_and_ends(cast, mia):
    dora = browser(cast.dora)
    dora.post(f"/contacts/{mia.id}/dossier")
    drain()
    number = Dossier.objects.get().pk
    write.update(
        registry.get("user"), cast.max.user_id, {"role": "administrator"}, version=None, by=cast.dora, at=NOON
    )

    assert browser(cast.max).get(f"/settings/privacy/{number}/file").status_code == 404
    assert browser(cast.ada).get(f"/settings/privacy/{number}/file").status_code == 403
    Dossier.objects.update(expires_at=NOON)
    assert dora.get(f"/settings/privacy/{number}/file").status_code == 404
    assert dora.post(f"/settings/privacy/{number}/deletion").status_code == 302
    assert not Dossier.objects.exists()


@pytest.mark.parametrize("who", ["ada", "max", "ann"])
def test_nobody_but_administrators_takes_or_erases_a_person(cast, mia, who):
    client = browser(getattr(cast, who))

    assert client.post(f"/contacts/{mia.id}/dossier").status_code == 403
    assert client.get(f"/contacts/{mia.id}/erasure").status_code == 403
    assert client.post(f"/contacts/{mia.id}/erasure", {"confirmed": "1"}).status_code == 403
    assert "Erase this person" not in client.get(f"/contacts/{mia.id}").content.decode()
    assert not Dossier.objects.exists()
    assert not Erasure.objects.exists()


def test_an_erasure_is_shown_before_and_asks_once_more(cast, mia):
    dora = browser(cast.dora)
    page = dora.get(f"/contacts/{mia.id}/erasure").content.decode()

    for said in ("What goes", "What stays", "Likes lamps", "Attached files: 1."):
        assert said in page
    assert "Erase this person" in dora.get(f"/contacts/{mia.id}").content.decode()
    assert dora.post(f"/contacts/{mia.id}/erasure", {"mode": "erase"}).status_code == 422
    assert not Erasure.objects.exists()
    assert (
        dora.post(f"/contacts/{mia.id}/erasure", {"confirmed": "1", "mode": "anonymous"}).status_code == 302
    )
    assert Erasure.objects.get().mode == "anonymous"
    assert dora.get("/companies/1/erasure").status_code == 404
    assert dora.get(f"/users/{cast.dora.user_id}/erasure").status_code == 403


RULE = {"name": "Old leads", "object": "lead", "since": "created_at", "days": "30", "outcome": "bin"}


def test_a_retention_rule_shows_what_it_would_take_and_takes_nothing_until_switched_on(cast, mia):
    dora = browser(cast.dora)
    answer = dora.post("/settings/retention/new", RULE)
    page = dora.get(answer["Location"]).content.decode()

    assert "Another lead" in page
    assert "1 due today" in dora.get("/settings/retention").content.decode()
    retain()
    assert lead(cast)["name"] == "Another lead"
    dora.post(answer["Location"], {**RULE, "is_active": "1"})
    retain()
    with pytest.raises(NotFound):
        lead(cast)
    ran = Entry.objects.get(action="retention_ran")
    assert (ran.object_key, ran.diff) == ("retention_rule", {"rows": [None, 1]})


def test_a_rule_takes_only_what_fits_its_condition(cast, mia):
    dora = browser(cast.dora)
    dora.post("/settings/retention/new", {**RULE, "is_active": "1", "only": "name.is:Other"})
    retain()

    assert lead(cast)["name"] == "Another lead"


def test_persons_are_made_anonymous_once(cast, mia):
    rule = {**RULE, "outcome": "anonymous", "is_active": "1", "name": "Anonymous leads"}
    browser(cast.dora).post("/settings/retention/new", rule)

    [row] = read.query(RETENTION_RULE, by=cast.dora, at=NOON).rows
    later = NOON + dt.timedelta(days=40)

    assert retaining.number(row, by=cast.dora, at=later) == 1
    for one in retaining.due(row, by=cast.dora, at=later):
        assert retaining.erased(row, one, by=cast.dora, at=later)
    assert retaining.number(row, by=cast.dora, at=later) == 0
    assert lead(cast)["name"].startswith("Erased lead")


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"object": "product"}, "are kept for ever"),
        ({"object": "deal", "outcome": "erase"}, "Only persons can be erased"),
        ({"since": "name"}, "Choose a date"),
        ({"days": "0"}, "Use 1 or more."),
        ({"only": "nothing.is:1"}, "nothing"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(cast, wrong, words):
    answer = browser(cast.dora).post("/settings/retention/new", {**RULE, **wrong})

    assert answer.status_code == 422
    assert words in answer.content.decode()


def retain() -> None:
    jobs.enqueue("privacy.retain", {}, at=NOON)
    drain()


def lead(cast):
    for row in read.query(registry.get("lead"), by=cast.ada, at=NOON).rows:
        return row
    raise NotFound("lead")


def test_a_rule_travels_with_the_configuration_and_arrives_switched_off(cast, mia):
    with transaction.atomic():  # another installation, which is gone again
        browser(cast.dora).post("/settings/retention/new", {**RULE, "is_active": "1", "only": "name.is:Old"})
        written = text_of(cast.dora)
        transaction.set_rollback(True)

    applied(written, cast.dora)

    [rule] = read.query(RETENTION_RULE, by=cast.dora, at=NOON).rows
    assert (rule["name"], rule["only"], rule["is_active"]) == ("Old leads", "name.is:Old", False)


def test_a_file_about_a_person_is_told_to_whoever_asked_for_it_alone(cast, mia):
    user = registry.get("user")
    write.update(user, cast.max.user_id, {"role": "administrator"}, version=None, by=cast.dora, at=NOON)
    browser(cast.dora).post(f"/contacts/{mia.id}/dossier")
    number = Dossier.objects.get().pk

    assert NAME in browser(cast.dora).get("/settings/privacy").content.decode()
    assert NAME not in browser(cast.max).get("/settings/privacy").content.decode()
    assert browser(cast.max).post(f"/settings/privacy/{number}/deletion").status_code == 404
    assert Dossier.objects.count() == 1
