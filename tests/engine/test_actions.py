"""What can be done to a record besides editing it."""

import datetime as dt

import pytest

from odnos.domains.deals.actions import DealIsClosed
from odnos.domains.people.actions import LeadIsConverted
from odnos.engine.access import scope
from odnos.engine.access.actor import actor_for, system_actor
from odnos.engine.access.models import User
from odnos.engine.access.rights import Denied
from odnos.engine.audit.models import ChangeSet
from odnos.engine.records import read, undo, write
from odnos.engine.records.errors import Invalid
from odnos.engine.records.reach import reach
from odnos.objects.action import actions
from odnos.objects.registry import registry
from tests.people import NOON

pytestmark = pytest.mark.django_db
LATER = NOON + dt.timedelta(days=1)


def make(key, by, **values):
    return write.create(registry.get(key), values, by=by, at=NOON)


def do(name, record_id, by, **values):
    return actions.get(name).run(record_id, by=by, at=LATER, **values)


@pytest.fixture
def deal(cast):
    by = system_actor("stages of a test")
    pipeline = make("pipeline", by, name="Sales")
    first, *_others = [
        make("stage", by, name=name, pipeline=pipeline.id, kind=kind, position=place)
        for place, (name, kind) in enumerate(
            (("New", "open"), ("Offer", "open"), ("Won", "won"), ("Lost", "lost"))
        )
    ]
    return make("deal", cast.ada, name="Lamps", stage=first.id, pipeline=pipeline.id)


def test_a_deal_is_won_once(cast, deal):
    won = do("deal.win", deal.id, cast.ada)

    assert (won["status"], won["closed_on"]) == ("won", dt.date(2026, 3, 3))
    with pytest.raises(DealIsClosed):
        do("deal.win", deal.id, cast.ada)


def test_a_deal_is_lost_for_a_reason_or_not_at_all(cast, deal):
    with pytest.raises(Invalid):
        do("deal.lose", deal.id, cast.ada)
    assert read.get(deal.type, deal.id, by=cast.ada).version == 1

    lost = do("deal.lose", deal.id, cast.ada, lost_reason="price", closed_on=dt.date(2026, 2, 1))

    assert (lost["status"], lost["lost_reason"], lost["closed_on"]) == ("lost", "price", dt.date(2026, 2, 1))


def test_a_reopened_deal_is_where_it_was(cast, deal):
    offer = read.query(registry.get("stage"), by=cast.ada, at=NOON, sort="position").rows[1]
    write.update(deal.type, deal.id, {"stage": offer.id}, version=None, by=cast.ada, at=NOON)
    do("deal.lose", deal.id, cast.ada, lost_reason="price")

    back = do("deal.reopen", deal.id, cast.ada)

    assert (back["stage"], back["status"], back["lost_reason"], back["closed_on"]) == (
        offer.id,
        "open",
        None,
        None,
    )


def test_a_task_is_done_and_taken_up_again(cast):
    task = make("task", cast.ada, name="Call")

    done = do("task.complete", task.id, cast.ada, outcome="They will buy")
    assert (done["is_done"], done["done_at"], done["outcome"]) == (True, LATER, "They will buy")
    assert do("task.reopen", task.id, cast.ada)["done_at"] is None


def test_a_converted_lead_loses_nothing(cast, deal):
    lead = make(
        "lead",
        cast.ada,
        name="Mia Kos",
        company_name="Lipa",
        job_title="Buyer",
        email="mia@lipa.example",
        phone="040 123 456",
        value="500 EUR",
        source="event",
        tags="hot",
        description="met at the fair",
    )
    make("note", cast.ada, about=lead.reference, body="Wants lamps")
    make("task", cast.ada, about=lead.reference, name="Send offer")

    made = do("lead.convert", lead.id, cast.ada, deal="Lamps for Lipa")

    now = read.get(lead.type, lead.id, by=cast.ada)
    contact = read.get(registry.get("contact"), now["contact"], by=cast.ada)
    company = read.get(registry.get("company"), now["company"], by=cast.ada)
    assert [
        contact[name]
        for name in ("name", "job_title", "email", "phone", "source", "tags", "description", "company")
    ] == [
        *(lead[name] for name in ("name", "job_title", "email", "phone", "source", "tags", "description")),
        company.id,
    ]
    assert company["name"] == "Lipa"
    assert (made["amount"], made["company"], made["contacts"][0].id) == (
        lead["value"],
        company.id,
        contact.id,
    )
    assert [
        row["about"]
        for key in ("note", "task")
        for row in read.query(registry.get(key), by=cast.ada, at=LATER).rows
    ] == [made.reference] * 2
    with pytest.raises(LeadIsConverted):
        do("lead.convert", lead.id, cast.ada)


def test_undo_of_a_conversion_leaves_the_lead_alone(cast, deal):
    lead = make("lead", cast.ada, name="Mia Kos", company_name="Lipa")
    make("note", cast.ada, about=lead.reference, body="Wants lamps")
    do("lead.convert", lead.id, cast.ada, deal="Lamps")

    undone = undo.change_set(ChangeSet.objects.get(kind="convert").pk, by=cast.ada, at=LATER)

    assert undone.kept == []
    back = read.get(lead.type, lead.id, by=cast.ada)
    assert (back["status"], back["converted_at"], back["contact"], back["company"]) == (
        "new",
        None,
        None,
        None,
    )
    for key in ("contact", "company"):
        assert read.query(registry.get(key), by=cast.ada, at=LATER).rows == []
    assert read.query(registry.get("note"), by=cast.ada, at=LATER).rows[0]["about"] == lead.reference


def test_undo_of_a_conversion_takes_nothing_from_others(cast, deal):
    lead = make("lead", cast.ada, name="Mia Kos", company_name="Lipa")
    contact = do("lead.convert", lead.id, cast.ada)
    company = registry.get("company")
    write.update(company, contact["company"], {"owner": cast.cleo.user_id}, version=1, by=cast.dora, at=LATER)

    undone = undo.change_set(ChangeSet.objects.get(kind="convert").pk, by=cast.ada, at=LATER)

    assert [(key, number) for key, number, _why in undone.kept] == [("company", contact["company"])]
    assert read.get(company, contact["company"], by=cast.cleo)["name"] == "Lipa"
    assert read.query(registry.get("contact"), by=cast.ada, at=LATER).rows == []


def test_a_known_company_is_taken_not_doubled(cast, deal):
    known = make("company", cast.ada, name="Lipa d.o.o.")
    lead = make("lead", cast.ada, name="Mia Kos", company_name="LIPA")

    do("lead.convert", lead.id, cast.ada)

    assert read.get(lead.type, lead.id, by=cast.ada)["company"] == known.id


def test_a_record_is_given_and_shared_within_ones_rights(cast):
    company = make("company", cast.ada, name="Acme")

    assert do("company.give", company.id, cast.ada, owner=cast.ben.user_id)["owner"] == cast.ben.user_id
    do("company.share", company.id, cast.ada, team=cast.teams["South"], edit=True)
    cleo = actor_for(User._base_manager.get(pk=cast.cleo.user_id))
    assert (
        write.update(company.type, company.id, {"industry": "retail"}, version=None, by=cleo, at=LATER)[
            "industry"
        ]
        == "retail"
    )
    do("company.unshare", company.id, cast.ada, team=cast.teams["South"])
    assert not scope.covers(
        company.type, company.columns, by=actor_for(User._base_manager.get(pk=cast.cleo.user_id)), deed="see"
    )
    with pytest.raises(Denied):
        do("company.share", company.id, cast.ann, user=cast.cleo.user_id)


@pytest.mark.parametrize("deed", ["see", "edit", "delete", "export"])
def test_reach_is_told_from_columns_as_the_database_tells_it(cast, deal, deed):
    company = make("company", cast.ada, name="Acme")
    make("note", cast.ada, about=company.reference, body="n")
    make("task", cast.ada, about=deal.reference, name="t", assignee=cast.cleo.user_id)
    do("company.share", company.id, cast.ada, user=cast.cleo.user_id, edit=True)
    everyone = [actor_for(User._base_manager.get(pk=actor.user_id)) for actor in cast.actors.values()]

    for by in everyone:
        for object_type in registry:
            rows = read.query(object_type, by=cast.dora, at=NOON).rows
            told = {row.id for row in rows if scope.covers(object_type, row.columns, by=by, deed=deed)}
            assert told == set(reach(object_type, by=by, deed=deed).values_list("pk", flat=True)), (
                by.name,
                object_type.key,
            )
