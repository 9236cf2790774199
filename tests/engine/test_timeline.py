"""A record's story is complete, in order, page by page, and no more than its reader may see."""

import datetime as dt

import pytest

from odnos.engine.access.actor import system_actor
from odnos.engine.audit.models import Entry
from odnos.engine.filters.tree import FilterError
from odnos.engine.records import read, shares, timeline, undo, write
from odnos.objects.registry import registry
from tests.people import NOON

pytestmark = pytest.mark.django_db


def make(key, by, at=NOON, **values):
    return write.create(registry.get(key), values, by=by, at=at)


def minute(number):
    return NOON + dt.timedelta(minutes=number)


@pytest.fixture
def deal(cast):
    by = system_actor("stages of a test")
    pipeline = make("pipeline", by, name="Sales")
    stage = make("stage", by, name="Talk", pipeline=pipeline.id)
    make("stage", by, name="Won", pipeline=pipeline.id, kind="won")
    return make("deal", cast.ada, name="Lamps", stage=stage.id, pipeline=pipeline.id)


def story(deal, by, **options):
    return timeline.of(read.get(deal.type, deal.id, by=by), by=by, **options)


def test_every_kind_of_thing_is_told_newest_first(cast, deal):
    make("note", cast.ada, minute(1), about=deal.reference, body="Called")
    make("task", cast.ben, minute(2), about=deal.reference, name="Offer")
    write.update(deal.type, deal.id, {"amount": "10 EUR"}, version=None, by=cast.ada, at=minute(3))
    lamp = make("product", cast.dora, name="Lamp", price="5 EUR")
    make("deal_line", cast.ada, minute(4), deal=deal.id, product=lamp.id)

    told = [
        (item.source, item.entry.object_key if item.entry else item.row.title)
        for item in story(deal, cast.ada).items
    ]

    assert told == [
        ("changes", "deal_line"),
        ("changes", "deal"),
        ("task", "Offer"),
        ("note", "Called"),
        ("changes", "deal"),
    ]


def test_pages_hold_everything_once_whatever_their_size(cast, deal):
    for number in range(12):
        make("note", cast.ada, minute(number % 4), about=deal.reference, body=f"note {number}")
        write.update(
            deal.type,
            deal.id,
            {"description": f"text {number}"},
            version=None,
            by=cast.ada,
            at=minute(number),
        )
    whole = [(item.source, item.id) for item in story(deal, cast.ada, limit=100).items]

    for size in (1, 3, 7):
        walked, after = [], None
        while True:
            page = story(deal, cast.ada, limit=size, after=after)
            walked += [(item.source, item.id) for item in page.items]
            after = page.older
            if after is None:
                break
        assert sorted(walked) == sorted(whole)
        assert len(walked) == 25


@pytest.mark.parametrize(
    "show, sources",
    [("note", {"note"}), ("task", {"task"}), ("changes", {"changes"}), ("nonsense", {"changes"})],
)
def test_a_filter_shows_one_kind(cast, deal, show, sources):
    make("note", cast.ada, about=deal.reference, body="Called")
    make("task", cast.ada, about=deal.reference, name="Offer")

    assert {item.source for item in story(deal, cast.ada, show=show).items} == sources


def test_a_marker_that_odnos_did_not_write_is_refused(cast, deal):
    with pytest.raises(FilterError):
        story(deal, cast.ada, after="%%%")


def test_names_of_what_a_reader_may_not_see_stay_hidden(cast, deal):
    secret = make("company", cast.cleo, name="Secret")
    write.update(
        deal.type, deal.id, {"company": secret.id}, version=None, by=system_actor("test"), at=minute(1)
    )

    named = timeline.references(story(deal, cast.ada).items)

    assert read.titles(named, by=cast.ada)["company", secret.id] is None
    assert read.titles(named, by=cast.ada)["user", cast.ada.user_id] == "Ada"


def test_one_shared_with_reads_the_notes_too(cast, deal):
    from odnos.engine.access.actor import actor_for
    from odnos.engine.access.models import User

    make("note", cast.ada, about=deal.reference, body="Called")
    shares.share(deal.type, deal.id, {"user": cast.cleo.user_id, "edit": False}, by=cast.ada, at=minute(1))
    cleo = actor_for(User._base_manager.get(pk=cast.cleo.user_id))

    assert [item.row.title for item in story(deal, cleo, show="note").items] == ["Called"]


def test_a_share_is_in_the_story_and_can_be_undone(cast, deal):
    shares.share(deal.type, deal.id, {"team": cast.teams["South"], "edit": True}, by=cast.ada, at=minute(1))
    entry = Entry.objects.get(action="shared")

    undone = undo.entry(entry.pk, by=cast.ada, at=minute(2))

    assert (undone.records, undone.kept) == (1, [])
    assert shares.of(deal.type, deal.id) == []
    assert [item.entry.action for item in story(deal, cast.ada).items] == ["unshared", "shared", "created"]


def test_undo_of_a_change_puts_derived_fields_back_too(cast, deal):
    won = read.query(registry.get("stage"), by=cast.ada, at=NOON, sort="name").rows[1]
    write.update(deal.type, deal.id, {"stage": won.id}, version=None, by=cast.ada, at=minute(1))
    entry = Entry.objects.get(action="updated")

    undo.entry(entry.pk, by=cast.ada, at=minute(2))

    back = read.get(deal.type, deal.id, by=cast.ada)
    assert (back["stage"], back["status"], back["closed_on"], back["probability"]) == (
        deal["stage"],
        "open",
        None,
        deal["probability"],
    )
