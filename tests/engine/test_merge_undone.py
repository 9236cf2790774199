"""An undo of a merge brings both records back exactly, but for what somebody changed since."""

import dataclasses

import pytest

from odnos.engine.access.rights import Denied
from odnos.engine.audit.models import ChangeSet, Entry
from odnos.engine.records import merge, read, undo, write
from odnos.engine.records.errors import NotFound
from tests.engine.merging import COMPANY, LATER, make, picture

pytestmark = pytest.mark.django_db


def test_undo_of_a_merge_restores_everything_exactly(pair):
    cast, left, right, *_rest = pair
    before = picture()
    made = merge.merge(
        COMPANY, left.id, right.id, picks={"name": "right", "external_id": "right"}, by=cast.ada, at=LATER
    )

    undone = undo.change_set(made.pk, by=cast.ada, at=LATER)

    assert undone.kept == []
    assert picture() == before
    assert merge.survivor(COMPANY, right.id) is None


def test_neither_of_two_merged_leads_to_the_other(cast):
    left = make("company", cast.ada, name="Left")
    right = make("company", cast.ada, name="Right", parent=left.id)
    before = picture()

    made = merge.merge(COMPANY, left.id, right.id, picks={"parent": "right"}, by=cast.ada, at=LATER)
    assert read.get(COMPANY, left.id, by=cast.ada)["parent"] is None

    undo.change_set(made.pk, by=cast.ada, at=LATER)
    assert picture() == before


def test_an_undo_can_be_undone(pair):
    cast, left, right, *_rest = pair
    made = merge.merge(COMPANY, left.id, right.id, picks={}, by=cast.ada, at=LATER)
    undone = undo.change_set(made.pk, by=cast.ada, at=LATER)

    undo.change_set(undone.change_set, by=cast.ada, at=LATER)

    assert ChangeSet.objects.get(pk=made.pk).undone_at is None
    with pytest.raises(NotFound):
        read.get(COMPANY, right.id, by=cast.ada)


def test_what_somebody_changed_since_is_kept_and_told(pair):
    cast, left, right, *_rest = pair
    made = merge.merge(COMPANY, left.id, right.id, picks={"name": "right"}, by=cast.ada, at=LATER)
    write.update(COMPANY, left.id, {"name": "Acme Group"}, version=None, by=cast.ben, at=LATER)

    undone = undo.change_set(made.pk, by=cast.ada, at=LATER)

    assert read.get(COMPANY, left.id, by=cast.ada)["name"] == "Acme Group"
    assert undone.kept == [("company", left.id, "Somebody has changed it since.")]


def test_only_the_maker_or_an_administrator_undoes(pair):
    cast, left, right, *_rest = pair
    made = merge.merge(COMPANY, left.id, right.id, picks={}, by=cast.ada, at=LATER)

    with pytest.raises(Denied):
        undo.change_set(made.pk, by=cast.ben, at=LATER)
    assert undo.change_set(made.pk, by=cast.dora, at=LATER).kept == []


def test_a_merge_is_not_undone_in_pieces_nor_by_one_who_may_no_longer_edit(pair):
    cast, left, right, *_rest = pair
    made = merge.merge(COMPANY, left.id, right.id, picks={}, by=cast.ada, at=LATER)
    before = picture()

    with pytest.raises(Denied):
        undo.entry(Entry.objects.get(action="merged").pk, by=cast.ada, at=LATER)
    with pytest.raises(Denied):
        undo.change_set(made.pk, by=dataclasses.replace(cast.ada, role="analyst"), at=LATER)

    assert picture() == before
