"""The guided start: each step knows when it is done, is skipped and taken up again, and sample data comes and goes."""

import pytest

from odnos.domains.deals import pipelines
from odnos.engine.access.actor import system_actor
from odnos.engine.records import read, write
from odnos.objects.registry import registry
from odnos.web.pages.dashboard import first
from tests.people import NOON, Cast
from tests.web.sales import browser_of, make_company


def done(by) -> dict[str, bool]:
    return {item.step.key: item.done for item in first.steps(by=by, at=NOON)}


def make(key: str, by, **values):
    return write.create(registry.get(key), values, by=by, at=NOON)


def test_an_administrators_steps_know_when_they_are_done(cast: Cast):
    pipelines.ensure_pipeline(by=system_actor("a pipeline for the steps"), at=NOON)
    assert done(cast.dora) == {"customers": False, "colleagues": True, "pipeline": False, "field": False}

    make_company(cast.ada)
    [stage, *_rest] = read.query(registry.get("stage"), by=cast.dora, at=NOON, sort="id").rows
    write.update(registry.get("stage"), stage.id, {"name": "Call"}, version=None, by=cast.dora, at=NOON)
    make("custom_field", cast.dora, name="Tax id", object="company", kind="text")

    assert done(cast.dora) == dict.fromkeys(("customers", "colleagues", "pipeline", "field"), True)


def test_a_sellers_steps_are_done_by_what_they_made_themselves(cast: Cast):
    make_company(cast.ben)
    assert done(cast.ada) == {"contact": False, "deal": False, "task": False, "keyboard": False}

    make("contact", cast.ada, name="Zoe")
    make("task", cast.ada, name="Call Zoe")
    browser_of(cast.ada).post("/first-steps/keys")

    assert done(cast.ada) == {"contact": True, "deal": False, "task": True, "keyboard": True}


def test_who_makes_nothing_has_no_steps(cast: Cast):
    assert first.steps(by=cast.ann, at=NOON) == []
    assert "Nothing to set up" in browser_of(cast.ann).get("/first-steps").content.decode()


def test_a_step_is_skipped_and_taken_up_again(cast: Cast):
    client = browser_of(cast.ada)
    client.post("/first-steps/task/skip")
    client.post("/first-steps/nothing/skip")
    assert [item.step.key for item in first.steps(by=cast.ada, at=NOON) if item.skipped] == ["task"]
    assert "1 of 4 steps" in client.get("/first-steps").content.decode()

    client.post("/first-steps/task/resume")

    assert not any(item.skipped for item in first.steps(by=cast.ada, at=NOON))
    assert done(cast.ben) == done(cast.ada)


def test_the_steps_leave_the_dashboard_when_they_are_put_away_and_come_back(cast: Cast):
    client = browser_of(cast.dora)
    assert client.get("/").content.decode().count("first-step-number") == 4

    client.post("/first-steps/dismissal")
    assert "first-step-number" not in client.get("/").content.decode()
    assert client.get("/first-steps").content.decode().count("first-step-number") == 4

    client.post("/first-steps/return")
    assert client.get("/").content.decode().count("first-step-number") == 4


def test_the_steps_leave_the_dashboard_when_all_are_over(cast: Cast):
    client = browser_of(cast.ada)
    for key in done(cast.ada):
        client.post(f"/first-steps/{key}/skip")

    assert "first-step-number" not in client.get("/").content.decode()


@pytest.fixture
def dora(cast: Cast):
    pipelines.ensure_pipeline(by=system_actor("a pipeline for the samples"), at=NOON)
    return cast.dora


def test_samples_are_loaded_and_removed_from_the_guide(dora):
    client = browser_of(dora)
    assert "Load sample data" in client.get("/first-steps").content.decode()

    client.post("/first-steps/sample")
    page = client.get("/first-steps").content.decode()
    assert "Remove the sample data" in page
    assert done(dora)["customers"] is False
    assert 'href="/first-steps"' in client.get("/settings/company").content.decode()

    contact = read.query(registry.get("contact"), by=dora, at=NOON, sort="id", limit=1).rows[0]
    make("note", dora, about=contact.reference, body="Mine")
    assert f'href="/contacts/{contact.id}"' in client.get("/first-steps").content.decode()

    client.post("/first-steps/sample/removal")
    assert read.ids(registry.get("contact"), by=dora, at=NOON) == [contact.id]


def test_samples_are_not_loaded_among_customers(dora, cast: Cast):
    make_company(cast.ada)
    client = browser_of(dora)

    assert "Load sample data" not in client.get("/first-steps").content.decode()
    assert client.post("/first-steps/sample").status_code == 403
    assert read.count(registry.get("company"), by=dora, at=NOON).number == 1


def test_the_history_leads_to_the_removal_of_samples(dora):
    client = browser_of(dora)
    client.post("/first-steps/sample")
    from odnos.engine.audit.models import ChangeSet

    made = ChangeSet.objects.get(kind="sample")

    assert client.post(f"/history/{made.pk}/undo")["Location"] == "/first-steps"
    assert read.count(registry.get("deal"), by=dora, at=NOON).number == 24
