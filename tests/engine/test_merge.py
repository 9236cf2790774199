"""Two records become one, nothing of either is lost, and an undo brings both back exactly."""

import dataclasses
import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odnos.engine.access.actor import system_actor
from odnos.engine.access.models import Share
from odnos.engine.access.rights import Denied
from odnos.engine.audit.models import ChangeSet, Entry
from odnos.engine.records import merge, read, shares, timeline, undo, write
from odnos.engine.records.errors import Conflict, Invalid, NotFound
from odnos.engine.records.models import RecordLink, RecordValue
from odnos.engine.views.models import Favourite
from odnos.objects.registry import registry
from tests.people import NOON

pytestmark = pytest.mark.django_db
LATER = NOON + dt.timedelta(hours=1)
COMPANY, CONTACT, DEAL, NOTE, TASK = (
    registry.get(key) for key in ("company", "contact", "deal", "note", "task")
)


def make(key, by, **values):
    return write.create(registry.get(key), values, by=by, at=NOON)


def stages():
    by = system_actor("stages of a test")
    pipeline = make("pipeline", by, name="Sales")
    return [
        make("stage", by, name=name, pipeline=pipeline.id, kind=kind, position=place)
        for place, (name, kind) in enumerate((("Talk", "open"), ("Won", "won"), ("Lost", "lost")))
    ]


def picture(by=None):
    """Everything that a merge could touch, row by row, without the columns that count writes."""
    by = by or system_actor("a picture of everything")
    told = {}
    for object_type in registry:
        for deleted in (False, True):
            found = read.query(object_type, by=by, at=LATER, sort="id", limit=900, deleted=deleted)
            for row in found.rows:
                kept = {
                    name: row[name]
                    for name in object_type.by_name
                    if name not in ("updated_at", "updated_by")
                }
                told[object_type.key, row.id] = (deleted, kept)
    links = sorted(
        RecordLink.objects.values_list("object_key", "record_id", "field", "to_key", "to_id", "role")
    )
    values = sorted(RecordValue.objects.values_list("object_key", "record_id", "field", "value"))
    opened = sorted(
        Share.objects.values_list("object_key", "record_id", "user_id", "team_id", "may_edit"), key=str
    )
    liked = sorted(Favourite.objects.values_list("user_id", "object_key", "record_id"))
    return told, links, values, opened, liked


@pytest.fixture
def pair(cast):
    """Two companies that are the same, with everything that can hang on one."""
    talk, _won, _lost = stages()
    left = make("company", cast.ada, name="Acme", email="info@acme.example", tags="old")
    right = make(
        "company",
        cast.ada,
        name="ACME d.o.o.",
        website="https://acme.example",
        phone="+38640123456",
        tags="new, big",
        other_emails="sales@acme.example",
        external_id="A-7",
    )
    mate = make(
        "contact", cast.ada, name="Mia", company=right.id, companies=[{"id": right.id, "role": "owner"}]
    )
    deal = make(
        "deal",
        cast.ada,
        name="Lamps",
        company=right.id,
        stage=talk.id,
        pipeline=talk["pipeline"],
        amount="100 EUR",
        contacts=[{"id": mate.id, "role": "champion"}],
    )
    far = make("deal", cast.cleo, name="Far away", stage=talk.id, pipeline=talk["pipeline"])
    write.update(
        DEAL, far.id, {"company": right.id}, version=None, by=system_actor("another team's deal"), at=NOON
    )
    make("note", cast.ben, about=right.reference, body="Called")
    make("task", cast.ada, about=right.reference, name="Offer", due_on="2026-03-05")
    make("company", cast.ada, name="Branch", parent=right.id)
    shares.share(COMPANY, right.id, {"user": cast.cleo.user_id, "edit": True}, by=cast.ada, at=NOON)
    Favourite.objects.create(user_id=cast.ben.user_id, object_key="company", record_id=right.id, at=NOON)
    return cast, left, right, deal, far


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


def test_the_story_of_both_stands_on_the_survivor(pair):
    cast, left, right, *_rest = pair
    write.update(COMPANY, right.id, {"industry": "retail"}, version=None, by=cast.ada, at=NOON)
    merge.merge(COMPANY, left.id, right.id, picks={}, by=cast.ada, at=LATER)

    told = timeline.of(read.get(COMPANY, left.id, by=cast.ada), by=cast.ada)

    actions = [item.entry.action for item in told.items if item.entry and item.entry.record_id == right.id]
    assert actions == ["deleted", "updated", "shared", "created"]
    assert {item.source for item in told.items} == {"changes", "note", "task"}


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


WORDS = st.text("aбž 'ё", min_size=1, max_size=6).filter(str.strip)
SIDE = st.fixed_dictionaries(
    {},
    optional={
        "industry": WORDS,
        "tax_id": WORDS,
        "phone": st.sampled_from(["+38640111222", "+38641222333"]),
        "email": st.sampled_from(["a@x.example", "b@y.example"]),
        "other_emails": st.lists(st.sampled_from(["c@x.example", "d@y.example", "a@x.example"]), max_size=3),
        "tags": st.lists(st.sampled_from(["vip", "old", "žito"]), max_size=3),
        "annual_revenue": st.decimals(0, 10**6, places=2).map(
            lambda amount: {"amount": str(amount), "currency": "EUR"}
        ),
        "address": st.fixed_dictionaries({}, optional={"city": WORDS, "street": WORDS}),
        "description": WORDS,
    },
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    one=SIDE,
    two=SIDE,
    picks=st.dictionaries(
        st.sampled_from(["name", "industry", "phone", "email", "tax_id", "address", "owner"]),
        st.sampled_from(["left", "right"]),
    ),
    notes=st.lists(WORDS, max_size=3),
    people=st.integers(0, 3),
)
def test_whatever_two_companies_hold_nothing_is_lost_and_undo_restores_it(
    cast, one, two, picks, notes, people
):
    left, right = make("company", cast.ada, name="L", **one), make("company", cast.ada, name="R", **two)
    for words in notes:
        make("note", cast.ada, about=right.reference, body=words)
    for number in range(people):
        make("contact", cast.ada, name=f"P{number}", company=right.id)
    before = picture()

    made = merge.merge(COMPANY, left.id, right.id, picks=picks, by=cast.ada, at=LATER)

    kept = read.get(COMPANY, left.id, by=cast.ada)
    for field in COMPANY.fields:
        either = {str(left[field.name]), str(right[field.name])}
        if merge.is_united(field):
            assert set(kept[field.name]) == set(left[field.name]) | set(right[field.name])
        else:
            assert str(kept[field.name]) in either
            assert (
                not field.is_empty(kept[field.name])
                or field.is_empty(left[field.name])
                or field.is_empty(right[field.name])
            )
    told = timeline.of(kept, by=cast.ada, show="note", limit=100)
    assert len(told.items) == len(notes)
    undo.change_set(made.pk, by=cast.ada, at=LATER)
    assert picture() == before
