"""Two records become one, and nothing of either is lost."""

import pytest

from odnos.engine.access.rights import Denied
from odnos.engine.audit.models import ChangeSet, Entry
from odnos.engine.records import merge, read, shares, timeline, write
from odnos.engine.records.errors import Conflict, Invalid, NotFound
from odnos.engine.views.models import Favourite
from tests.engine.merging import COMPANY, CONTACT, DEAL, LATER, NOTE, TASK, make, picture
from tests.people import NOON

pytestmark = pytest.mark.django_db


def test_merge_moves_everything_that_named_the_other(pair):
    cast, left, right, deal, far = pair

    made = merge.merge(
        COMPANY, left.id, right.id, picks={"website": "right", "external_id": "right"}, by=cast.ada, at=LATER
    )

    kept = read.get(COMPANY, left.id, by=cast.ada)
    assert (kept["name"], kept["website"], kept["phone"], kept["external_id"]) == (
        "Acme",
        "https://acme.example",
        "+38640123456",
        "A-7",
    )
    assert kept["tags"] == ("old", "new", "big")
    assert kept["other_emails"] == ("sales@acme.example",)
    assert {row["company"] for row in read.get_many(DEAL, [deal.id, far.id], by=cast.dora).values()} == {
        left.id
    }
    assert [row["about"] for key in (NOTE, TASK) for row in read.query(key, by=cast.ada, at=LATER).rows] == [
        left.reference
    ] * 2
    mia = read.query(CONTACT, by=cast.ada, at=LATER).rows[0]
    assert (mia["company"], mia["companies"][0].id, mia["companies"][0].role) == (left.id, left.id, "owner")
    assert [(share.record_id, share.user_id, share.may_edit) for share in shares.of(COMPANY, left.id)] == [
        (left.id, cast.cleo.user_id, True)
    ]
    assert Favourite.objects.filter(record_id=left.id, user_id=cast.ben.user_id).count() == 1
    with pytest.raises(NotFound):
        read.get(COMPANY, right.id, by=cast.ada)
    assert merge.survivor(COMPANY, right.id) == left.id
    assert (
        ChangeSet.objects.get(pk=made.pk).entries == Entry.objects.filter(change_set_id=made.pk).count() == 10
    )


def test_the_story_of_both_stands_on_the_survivor(pair):
    cast, left, right, *_rest = pair
    write.update(COMPANY, right.id, {"industry": "retail"}, version=None, by=cast.ada, at=NOON)
    merge.merge(COMPANY, left.id, right.id, picks={}, by=cast.ada, at=LATER)

    told = timeline.of(read.get(COMPANY, left.id, by=cast.ada), by=cast.ada)

    entries = [item.entry for item in told.items if item.source == "changes"]
    actions = [entry.action for entry in entries if entry.record_id == right.id]
    assert actions == ["deleted", "updated", "shared", "created"]
    assert {item.source for item in told.items} == {"changes", "changes+", "note", "task"}


def test_merge_needs_the_right_to_remove_the_other(pair):
    cast, left, right, *_rest = pair
    before = picture()

    with pytest.raises(Denied):
        merge.merge(COMPANY, left.id, right.id, picks={}, by=cast.ben, at=LATER)
    with pytest.raises(Denied):
        merge.merge(COMPANY, left.id, right.id, picks={}, by=cast.ann, at=LATER)

    assert picture() == before


def test_a_stranger_cannot_merge_what_they_cannot_see(pair):
    cast, left, _right, *_rest = pair
    own = make("company", cast.cleo, name="Own")
    before = picture()

    with pytest.raises(NotFound):
        merge.merge(COMPANY, own.id, left.id, picks={}, by=cast.cleo, at=LATER)

    assert picture() == before


def test_merge_refuses_itself_and_a_stale_version(pair):
    cast, left, right, *_rest = pair

    with pytest.raises(Invalid):
        merge.merge(COMPANY, left.id, left.id, picks={}, by=cast.ada, at=LATER)
    write.update(COMPANY, left.id, {"industry": "retail"}, version=None, by=cast.ada, at=NOON)
    with pytest.raises(Conflict):
        merge.merge(
            COMPANY,
            left.id,
            right.id,
            picks={},
            versions=(left.version, right.version),
            by=cast.ada,
            at=LATER,
        )


def test_a_chain_of_merges_leads_to_the_last_survivor(cast):
    first, second, third = (make("company", cast.ada, name=name) for name in ("A", "B", "C"))
    merge.merge(COMPANY, second.id, first.id, picks={}, by=cast.ada, at=LATER)

    merge.merge(COMPANY, third.id, second.id, picks={}, by=cast.ada, at=LATER)

    assert merge.survivor(COMPANY, first.id) == third.id
    assert sorted(merge.absorbed(COMPANY, third.id)) == [first.id, second.id]
