"""What is done to somebody's way in, or to the house itself: each deed refuses by itself, whoever calls it."""

from __future__ import annotations

import dataclasses

import pytest

from odnos.domains.deals.gates import approving
from odnos.domains.organisation import company, doors, factors, profile, single
from odnos.engine.access import seeing
from odnos.engine.access.actor import Actor, Narrow
from odnos.engine.access.entrance import invitations
from odnos.engine.access.entrance.models import Identity, Provider
from odnos.engine.access.models import Organisation, User
from odnos.engine.access.rights import Denied
from odnos.engine.configuration import export
from odnos.engine.custom.changing import looking
from odnos.engine.outbox import queue
from odnos.engine.privacy import allowed
from odnos.engine.records import read, write
from odnos.engine.tables import definitions
from odnos.objects.registry import registry
from tests.engine.merging import make, stages
from tests.people import NOON, PASSWORD, Cast

STRONG = "seven green bicycles"


def narrowed(by: Actor) -> Actor:
    """Return somebody as their own token speaks for them."""
    return dataclasses.replace(by, narrow=Narrow(read_only=False))


def person(by: Actor) -> User:
    return User.objects.get(pk=by.user_id)


@pytest.mark.django_db
def test_a_password_is_set_by_its_person_and_by_administrators(cast: Cast):
    ada = person(cast.ada)
    with pytest.raises(Denied):
        doors.change_password(ada, STRONG, by=cast.cleo, at=NOON)
    assert person(cast.ada).check_password(PASSWORD)

    doors.change_password(ada, STRONG, by=cast.dora, at=NOON)
    assert person(cast.ada).check_password(STRONG)


@pytest.mark.django_db
def test_people_are_let_in_by_administrators_who_are_there_themselves(cast: Cast):
    ada = person(cast.ada)
    for by in (cast.max, narrowed(cast.dora)):
        with pytest.raises(Denied):
            doors.invite(ada, by=by, at=NOON)
        with pytest.raises(Denied):
            factors.reset(ada, by=by, at=NOON)

    assert doors.invite(ada, by=cast.dora, at=NOON)


@pytest.mark.django_db
def test_a_link_opens_once_even_when_two_follow_it_together(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    key = doors.invite(person(cast.ada), by=cast.dora, at=NOON)
    monkeypatch.setattr(invitations, "spend", lambda _key, *, at: False)  # noqa: ARG005 -- the other was quicker
    with pytest.raises(Denied):
        doors.choose_password(key, STRONG, address="", at=NOON)
    monkeypatch.undo()
    with pytest.raises(Denied):
        doors.choose_password("made up", STRONG, address="", at=NOON)

    assert person(cast.ada).check_password(PASSWORD)
    assert doors.choose_password(key, STRONG, address="", at=NOON) == person(cast.ada)


@pytest.mark.django_db
def test_nobody_touches_the_second_factors_and_identities_of_another(cast: Cast):
    ada = person(cast.ada)
    provider = Provider.objects.create(name="House", issuer="https://id.example", client_id="x", made_at=NOON)
    identity = Identity.objects.create(user=ada, provider=provider, subject="a", made_at=NOON, used_at=NOON)
    for by in (cast.dora, narrowed(cast.ada)):
        with pytest.raises(Denied):
            factors.own(ada, by)
        with pytest.raises(Denied):
            single.unlink(ada, identity.pk, by=by, at=NOON)
    assert Identity.objects.count() == 1

    single.unlink(ada, identity.pk, by=cast.ada, at=NOON)
    assert Identity.objects.count() == 0


@pytest.mark.django_db
def test_ones_own_profile_has_no_role_and_no_token_changes_it(cast: Cast):
    with pytest.raises(Denied):
        profile.change({"role": "administrator"}, by=cast.ada, at=NOON)
    with pytest.raises(Denied):
        profile.change({"name": "Eve"}, by=narrowed(cast.ada), at=NOON)

    assert profile.change({"name": "Ada L."}, by=cast.ada, at=NOON)["role"] == "representative"


@pytest.mark.django_db
def test_the_house_is_changed_by_administrators_who_are_there_themselves(cast: Cast):
    before = list(Organisation.objects.values())
    for by in (cast.max, narrowed(cast.dora)):
        with pytest.raises(Denied):
            company.change({"name": "Taken"}, by=by, at=NOON)
        with pytest.raises(Denied):
            export.check(by)
        with pytest.raises(Denied):
            allowed.check(by)
    with pytest.raises(Denied):
        allowed.check(dataclasses.replace(cast.dora, seen_by=cast.dora.user_id))
    with pytest.raises(Denied):
        queue.retry(1, by=cast.max, at=NOON)

    assert list(Organisation.objects.values()) == before


@pytest.mark.django_db
def test_only_administrators_look_with_the_eyes_of_others(cast: Cast):
    for by in (cast.max, dataclasses.replace(cast.dora, seen_by=7)):
        with pytest.raises(Denied):
            seeing.eyes_of(cast.ada.user_id, by=by, at=NOON)
    with pytest.raises(Denied):
        seeing.eyes_of(0, by=cast.dora, at=NOON)
    with pytest.raises(Denied):
        seeing.eyes_of(cast.dora.user_id, by=cast.dora, at=NOON)

    assert seeing.eyes_of(cast.ada.user_id, by=cast.dora, at=NOON).seen_by == cast.dora.user_id


@pytest.mark.django_db
def test_an_approval_is_answered_by_who_was_asked_and_taken_back_by_who_asked(cast: Cast):
    talk, won, _lost = stages()
    make("stage_gate", cast.dora, stage=won.id, needs_approval=True, approver=cast.max.user_id)
    definitions.refresh()
    deal = make("deal", cast.ada, name="Lamps", stage=talk.id)
    asked = approving.ask_approval(deal.id, won.id, by=cast.ada, at=NOON)
    for by in (cast.ada, cast.ben):
        with pytest.raises(Denied):
            approving.refuse_approval(asked.id, answer="No", by=by, at=NOON)
        assert approving.for_me(by=by, at=NOON) == []
    for by in (cast.ben, cast.max):
        with pytest.raises(Denied):
            approving.withdraw_approval(asked.id, by=by, at=NOON)
    approval = registry.get("approval")
    assert read.get(approval, asked.id, by=cast.dora)["status"] == "asked"

    approving.withdraw_approval(asked.id, by=cast.dora, at=NOON)
    assert read.get(approval, asked.id, by=cast.dora)["status"] == "withdrawn"


@pytest.mark.django_db
def test_a_rule_is_told_by_its_name(cast: Cast):
    given = {"name": "Phones", "object": "company", "effect": "required", "targets": ["phone"]}
    row = write.create(
        registry.get("field_rule"), {**given, "condition": "name.not_empty"}, by=cast.dora, at=NOON
    )

    assert looking.rule_name(row["code"]) == "Phones"
