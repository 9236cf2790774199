"""A deal enters a stage only with what the stage needs, whatever the way."""

import dataclasses

import pytest

from odnos.domains.deals.actions import win_deal
from odnos.domains.deals.gates import approving
from odnos.domains.deals.gates.declared import STAGE_GATE, STAGE_TICK
from odnos.engine.access.actor import system_actor
from odnos.engine.access.rights import Denied
from odnos.engine.audit.models import Entry
from odnos.engine.records import read, undo, write
from odnos.engine.records.errors import Invalid
from odnos.engine.records.outcome import Change
from odnos.engine.tables import definitions
from odnos.objects.registry import registry
from tests.access.keeping import keep_from
from tests.engine.merging import make, stages
from tests.people import NOON

DEAL, APPROVAL = registry.get("deal"), registry.get("approval")


@pytest.fixture
def gated(cast):
    """Return `gated(needed=["amount"])`: the stages Talk, Won and Lost, and a gate before Won."""

    def make_gate(**given):
        talk, won, lost = stages()
        make("stage_gate", cast.dora, stage=won.id, **given)
        definitions.refresh()
        return talk, won, lost

    return make_gate


def move(deal, stage, by, **values):
    return write.update(DEAL, deal.id, {"stage": stage.id, **values}, version=None, by=by, at=NOON)


def reasons(refusal):
    return {name: [str(reason) for reason in every] for name, every in refusal.value.errors.items()}


def test_fields_conditions_and_items_are_asked_for_all_at_once(cast, gated):
    talk, won, _lost = gated(
        needed=["amount", "closes_on"], condition="source.is:Fair", checklist=["Contract signed"]
    )
    deal = make("deal", cast.ada, name="Lamps", stage=talk.id, amount="5 EUR")

    with pytest.raises(Invalid) as refusal:
        move(deal, won, cast.ada)

    assert reasons(refusal) == {
        "closes_on": ["Fill this in to enter “Won”."],
        "stage": ["To enter “Won”: Source is Fair.", "To enter “Won”, tick: Contract signed."],
    }
    assert read.get(DEAL, deal.id, by=cast.ada)["stage"] == talk.id
    make("stage_tick", cast.ada, deal=deal.id, stage=won.id, name="Contract signed")
    assert move(deal, won, cast.ada, closes_on="2026-03-09", source="Fair")["status"] == "won"


def test_every_way_into_the_stage_goes_through_the_gate(cast, gated):
    talk, won, _lost = gated(needed=["amount"])
    deal = make("deal", cast.ada, name="Lamps", stage=talk.id)

    with pytest.raises(Invalid):
        win_deal(deal.id, by=cast.ada, at=NOON)
    with pytest.raises(Invalid):
        write.create(DEAL, {"name": "Born won", "stage": won.id}, by=cast.dora, at=NOON)
    [outcome] = write.update_many(
        DEAL, [Change(id=deal.id, values={"stage": won.id})], by=cast.ada, at=NOON, trusted=True
    )
    assert list(outcome.errors) == ["amount"]
    history = dataclasses.replace(cast.dora, source="import")
    [made] = write.create_many(DEAL, [{"name": "Old", "stage": won.id}], by=history, at=NOON)
    assert list(made.errors) == ["amount"]
    move(deal, won, system_actor("a test"))


def test_a_condition_on_what_the_mover_may_not_see_is_not_told(cast, gated):
    talk, won, _lost = gated(condition="amount.gt:1000")
    keep_from(cast, ("deal", "amount"))
    deal = make("deal", cast.ada, name="Lamps", stage=talk.id)

    with pytest.raises(Invalid) as refusal:
        move(deal, won, cast.ada)

    assert reasons(refusal) == {"stage": ["To enter “Won”: something that you may not see."]}


def test_imports_pass_where_the_administrator_says_so(cast, gated):
    _talk, won, _lost = gated(needed=["amount"], is_open_to_imports=True)
    history = dataclasses.replace(cast.dora, source="import")

    [made] = write.create_many(DEAL, [{"name": "Old", "stage": won.id}], by=history, at=NOON)
    assert not made.errors
    with pytest.raises(Invalid):
        write.create(DEAL, {"name": "New", "stage": won.id}, by=cast.dora, at=NOON)


def test_the_way_back_is_free_unless_it_is_not(cast, gated):
    talk, won, lost = gated(needed=["amount"])
    deal = make("deal", system_actor("a test"), name="Lamps", stage=lost.id, owner=cast.ada.user_id)

    assert move(deal, won, cast.ada)["status"] == "won"
    move(deal, talk, cast.ada)
    gate = read.query(STAGE_GATE, by=cast.dora, at=NOON).rows[0]
    write.update(STAGE_GATE, gate.id, {"is_both_ways": True}, version=None, by=cast.dora, at=NOON)
    definitions.refresh()
    move(deal, lost, cast.ada)
    with pytest.raises(Invalid):
        move(deal, won, cast.ada)


def test_an_approval_is_asked_for_given_and_recorded(cast, gated):
    talk, won, _lost = gated(needs_approval=True, approver=cast.max.user_id)
    deal = make("deal", cast.ada, name="Lamps", stage=talk.id)
    with pytest.raises(Invalid) as refusal:
        move(deal, won, cast.ada)
    assert reasons(refusal) == {"stage": ["“Won” needs an approval. Ask for it on the deal's page."]}

    asked = approving.ask_approval(deal.id, won.id, comment="Big one", by=cast.ada, at=NOON)
    with pytest.raises(Invalid):
        move(deal, won, cast.ada)
    assert [row.id for row in approving.for_me(by=cast.max, at=NOON)] == [asked.id]
    assert approving.for_me(by=cast.ada, at=NOON) == []
    for stranger in (cast.ada, cast.ben):
        with pytest.raises(Denied):
            approving.approve_approval(asked.id, by=stranger, at=NOON)
    approving.approve_approval(asked.id, answer="Go", by=cast.max, at=NOON)
    assert move(deal, won, cast.ada)["status"] == "won"
    entry = Entry.objects.filter(object_key="approval", record_id=asked.id).order_by("pk").last()
    assert (entry.action, entry.actor_id, entry.diff["status"]) == (
        "approved",
        cast.max.user_id,
        ["asked", "approved"],
    )


def test_a_refused_or_withdrawn_approval_opens_nothing_and_can_be_asked_for_again(cast, gated):
    talk, won, _lost = gated(needs_approval=True, approver_role="manager")
    deal = make("deal", cast.ada, name="Lamps", stage=talk.id)
    first = approving.ask_approval(deal.id, won.id, by=cast.ada, at=NOON)
    with pytest.raises(Invalid):
        approving.refuse_approval(first.id, by=cast.max, at=NOON)
    approving.refuse_approval(first.id, answer="Too cheap", by=cast.max, at=NOON)
    with pytest.raises(Invalid) as refusal:
        move(deal, won, cast.ada)
    assert "was refused" in reasons(refusal)["stage"][0]

    second = approving.ask_approval(deal.id, won.id, by=cast.ada, at=NOON)
    with pytest.raises(Denied):
        approving.withdraw_approval(second.id, by=cast.ben, at=NOON)
    approving.withdraw_approval(second.id, by=cast.ada, at=NOON)
    with pytest.raises(Invalid):
        approving.approve_approval(second.id, by=cast.max, at=NOON)
    third = approving.ask_approval(deal.id, won.id, by=cast.ada, at=NOON)
    approving.approve_approval(third.id, by=cast.max, at=NOON)
    move(deal, won, cast.ada)


def test_an_approval_is_void_when_what_it_was_about_changes(cast, gated):
    talk, won, _lost = gated(needs_approval=True, approver=cast.max.user_id, void_on=["amount"])
    deal = make("deal", cast.ada, name="Lamps", stage=talk.id, amount="100 EUR")
    asked = approving.ask_approval(deal.id, won.id, by=cast.ada, at=NOON)
    approving.approve_approval(asked.id, by=cast.max, at=NOON)

    with pytest.raises(Invalid):
        move(deal, won, cast.ada, amount="1 EUR")
    assert read.get(APPROVAL, asked.id, by=cast.dora)["status"] == "approved"
    write.update(DEAL, deal.id, {"description": "same"}, version=None, by=cast.ada, at=NOON)
    assert read.get(APPROVAL, asked.id, by=cast.dora)["status"] == "approved"
    write.update(DEAL, deal.id, {"amount": "1 EUR"}, version=None, by=cast.ada, at=NOON)
    assert read.get(APPROVAL, asked.id, by=cast.dora)["status"] == "void"
    with pytest.raises(Invalid):
        move(deal, won, cast.ada)


def test_no_undo_and_no_hand_gives_an_approval(cast, gated):
    talk, won, _lost = gated(needs_approval=True, approver=cast.max.user_id)
    deal = make("deal", cast.ada, name="Lamps", stage=talk.id)
    asked = approving.ask_approval(deal.id, won.id, by=cast.ada, at=NOON)
    approving.refuse_approval(asked.id, answer="No", by=cast.max, at=NOON)
    entry = Entry.objects.filter(object_key="approval", record_id=asked.id).order_by("pk").last()

    assert undo.entry(entry.pk, by=cast.ada, at=NOON).records == 0
    for values in ({"status": "approved"}, {"decided_by": cast.max.user_id}):
        with pytest.raises(Invalid):
            write.update(APPROVAL, asked.id, values, version=None, by=cast.ada, at=NOON)
    with pytest.raises(Invalid):
        write.create(APPROVAL, {"deal": deal.id, "stage": won.id, "status": "approved"}, by=cast.ada, at=NOON)
    assert read.get(APPROVAL, asked.id, by=cast.dora)["status"] == "refused"


def test_only_what_is_on_the_list_is_ticked(cast, gated):
    talk, won, _lost = gated(checklist=["Contract signed"])
    deal = make("deal", cast.ada, name="Lamps", stage=talk.id)

    with pytest.raises(Invalid):
        write.create(STAGE_TICK, {"deal": deal.id, "stage": won.id, "name": "Anything"}, by=cast.ada, at=NOON)
    with pytest.raises(Invalid):
        write.create(
            STAGE_TICK, {"deal": deal.id, "stage": won.id, "name": "Contract signed"}, by=cast.cleo, at=NOON
        )


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({"needed": ["nothing"]}, "needed"),
        ({"condition": "nothing.is:1"}, "condition"),
        ({"approver_role": "king"}, "approver_role"),
    ],
)
def test_a_gate_that_cannot_be_is_refused(cast, gated, given, wrong):
    with pytest.raises(Invalid) as refusal:
        gated(**given)
    assert list(refusal.value.errors) == [wrong]
