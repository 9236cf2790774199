"""Sample data in a company of one's own: known as such, gone with one click, and what the company made itself stays."""

import pytest

from odnos.domains.deals import pipelines
from odnos.domains.demo import removing, sample
from odnos.engine.access.actor import system_actor
from odnos.engine.access.rights import Denied
from odnos.engine.audit.models import ChangeSet
from odnos.engine.records import read, undo, write
from odnos.objects.registry import registry
from tests.people import NOON, Cast

NUMBERS = {"company": 12, "contact": 30, "lead": 8, "deal": 24, "product": 25}


@pytest.fixture
def dora(cast: Cast):
    """The administrator of a company with a pipeline and nothing else."""
    pipelines.ensure_pipeline(by=system_actor("a pipeline for the sample"), at=NOON)
    return cast.dora


def numbers(by) -> dict[str, int]:
    return {key: read.count(registry.get(key), by=by, at=NOON).number for key in NUMBERS}


def first(key: str, by):
    return read.query(registry.get(key), by=by, at=NOON, sort="id", limit=1).rows[0]


def test_an_empty_company_is_filled_in_one_change_set(dora):
    made = sample.load(by=dora, at=NOON)

    assert numbers(dora) == NUMBERS
    assert (made.kind, made.actor_id) == ("sample", dora.user_id)
    assert first("deal", dora)["owner"] == dora.user_id
    assert removing.is_there(by=dora)


def test_samples_are_only_for_a_company_without_customers(dora, cast: Cast):
    write.create(registry.get("contact"), {"name": "Zoe"}, by=cast.ada, at=NOON)

    with pytest.raises(sample.NotEmpty):
        sample.load(by=dora, at=NOON)
    assert numbers(dora) == dict.fromkeys(NUMBERS, 0) | {"contact": 1}
    assert not ChangeSet.objects.filter(kind="sample").exists()


@pytest.mark.parametrize("who", ["ada", "max", "ann"])
def test_only_administrators_load_and_remove(dora, cast: Cast, who: str):
    someone = getattr(cast, who)
    with pytest.raises(Denied):
        sample.load(by=someone, at=NOON)
    sample.load(by=dora, at=NOON)
    with pytest.raises(Denied):
        removing.remove(by=someone, at=NOON)
    assert numbers(dora) == NUMBERS


def test_a_required_field_of_ones_own_refuses_the_samples_and_leaves_nothing(dora):
    from odnos.engine.custom import actions
    from odnos.engine.tables import definitions

    values = {"name": "Tax id", "object": "company", "kind": "text", "is_required": True}
    actions.make(values, by=dora, at=NOON)
    definitions.refresh()

    with pytest.raises(sample.Unfitting):
        sample.load(by=dora, at=NOON)
    assert numbers(dora) == dict.fromkeys(NUMBERS, 0)


def test_all_of_it_goes_at_once_and_comes_back(dora):
    sample.load(by=dora, at=NOON)

    removed = removing.remove(by=dora, at=NOON)

    assert numbers(dora) == dict.fromkeys(NUMBERS, 0)
    assert (removed.staying, removing.is_there(by=dora)) == (0, False)
    result = undo.change_set(removed.change_set, by=dora, at=NOON)
    assert (result.kept, numbers(dora)) == ([], NUMBERS)
    assert removing.plan(by=dora).number > sum(NUMBERS.values())


def test_what_the_company_made_stays_with_what_it_is_linked_to(dora, cast: Cast):
    sample.load(by=dora, at=NOON)
    deal = first("deal", dora)
    note = write.create(registry.get("note"), {"about": ("deal", deal.id), "body": "Mine"}, by=dora, at=NOON)
    zoe = write.create(registry.get("contact"), {"name": "Zoe"}, by=cast.ada, at=NOON)

    planned = removing.plan(by=dora)
    removed = removing.remove(by=dora, at=NOON)

    assert planned.staying[("deal", deal.id)] == ("note", note.id)
    assert planned.staying[("company", deal["company"])] == ("deal", deal.id)
    assert removed.staying == len(planned.staying)
    left = {key: read.ids(registry.get(key), by=dora, at=NOON) for key in ("deal", "company", "note", "lead")}
    assert left == {"deal": [deal.id], "company": [deal["company"]], "note": [note.id], "lead": []}
    assert zoe.id in read.ids(registry.get("contact"), by=dora, at=NOON)


def test_a_removed_sample_can_be_loaded_anew(dora):
    sample.load(by=dora, at=NOON)
    removing.remove(by=dora, at=NOON)

    sample.load(by=dora, at=NOON)

    assert numbers(dora) == NUMBERS
