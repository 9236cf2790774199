"""A company's story tells of its deals and contacts too: everything once, in order, and no more than the reader sees."""

import datetime as dt

import pytest

from odnos.engine.access.actor import system_actor
from odnos.engine.filters.tree import FilterError
from odnos.engine.records import read, timeline, write
from odnos.objects.registry import registry
from tests.people import NOON

pytestmark = pytest.mark.django_db


def minute(number):
    return NOON + dt.timedelta(minutes=number)


def make(key, by, at=NOON, **values):
    return write.create(registry.get(key), values, by=by, at=at)


@pytest.fixture
def stage(cast):
    by = system_actor("stages of a test")
    pipeline = make("pipeline", by, name="Sales")
    make("stage", by, name="Won", pipeline=pipeline.id, kind="won")
    return make("stage", by, name="Talk", pipeline=pipeline.id)


def deal(by, stage, at=NOON, **values):
    return make("deal", by, at, stage=stage.id, pipeline=stage["pipeline"], **values)


def story(row, by, **options):
    return timeline.of(read.get(row.type, row.id, by=by), by=by, **options)


def told(page):
    return [(item.source, item.entry.object_key if item.entry else item.row.title) for item in page.items]


def test_deals_contacts_and_what_was_written_about_them_are_told(cast, stage):
    acme = make("company", cast.ada, name="Acme")
    lamps = deal(cast.ada, stage, minute(1), name="Lamps", company=acme.id)
    mia = make("contact", cast.ada, minute(2), name="Mia", company=acme.id)
    make("note", cast.ben, minute(3), about=lamps.reference, body="They like it")
    make("task", cast.ada, minute(4), about=mia.reference, name="Call Mia")
    make("note", cast.ada, minute(5), about=acme.reference, body="Met")

    assert told(story(acme, cast.ada)) == [
        ("note", "Met"),
        ("task+", "Call Mia"),
        ("note+", "They like it"),
        ("changes+", "contact"),
        ("changes+", "deal"),
        ("changes", "company"),
    ]
    assert told(story(acme, cast.ada, show="note")) == [("note", "Met"), ("note+", "They like it")]
    assert told(story(acme, cast.ada, show="changes")) == [("changes", "company")]


def test_a_contact_tells_of_the_deals_it_has_a_role_in(cast, stage):
    mia = make("contact", cast.ada, name="Mia")
    lamps = deal(cast.ada, stage, minute(1), name="Lamps", contacts=[{"id": mia.id, "role": "champion"}])
    make("note", cast.ada, minute(2), about=lamps.reference, body="Offer sent")

    assert told(story(mia, cast.ada)) == [
        ("note+", "Offer sent"),
        ("changes+", "deal"),
        ("changes", "contact"),
    ]


def test_of_records_of_other_teams_nothing_is_told(cast, stage):
    acme = make("company", cast.ada, name="Acme")
    secret = deal(
        system_actor("test"), stage, minute(1), name="Secret", company=acme.id, owner=cast.cleo.user_id
    )
    make("note", cast.cleo, minute(2), about=secret.reference, body="Hidden")
    deal(cast.ada, stage, minute(3), name="Lamps", company=acme.id)

    page = story(acme, cast.ada)

    assert told(page) == [("changes+", "deal"), ("changes", "company")]
    assert ("deal", secret.id) not in timeline.references(page.items)
    assert len(story(acme, cast.max).items) == 4


def test_a_deal_in_the_bin_or_of_another_company_now_is_told_no_more(cast, stage):
    acme, lipa = make("company", cast.ada, name="Acme"), make("company", cast.ada, name="Lipa")
    gone, moved = (deal(cast.ada, stage, name=name, company=acme.id) for name in ("Gone", "Moved"))
    write.delete_one(gone.type, gone.id, by=cast.ada, at=minute(1))
    write.update(moved.type, moved.id, {"company": lipa.id}, version=None, by=cast.ada, at=minute(2))

    assert told(story(acme, cast.ada)) == [("changes", "company")]
    assert [item.entry.action for item in story(lipa, cast.ada).items] == ["updated", "created", "created"]


def test_pages_hold_everything_once_though_history_came_in_another_order(cast, stage):
    acme = make("company", cast.ada, name="Acme")
    for number in (5, 1, 4, 2, 3, 3):
        made = deal(cast.ada, stage, minute(number), name=f"Deal {number}", company=acme.id)
        for other in (9, 7):
            make("note", cast.ada, minute(number * other), about=made.reference, body=f"{number} {other}")
    whole = [(item.source, item.id) for item in story(acme, cast.ada, limit=100).items]
    assert len(whole) == 19

    for size in (1, 2, 5):
        walked, after = [], None
        while True:
            page = story(acme, cast.ada, limit=size, after=after)
            walked += [(item.source, item.id) for item in page.items]
            after = page.older
            if after is None:
                break
        assert walked == whole


@pytest.mark.parametrize("mark", ["", "x 1", "2026-03-02T12:00:00+00:00 x", "2026-03-02 1"])
def test_a_place_that_odnos_did_not_write_is_refused(cast, stage, mark):
    acme = make("company", cast.ada, name="Acme")
    deal(cast.ada, stage, name="Lamps", company=acme.id)

    with pytest.raises(FilterError):
        story(acme, cast.ada, after=timeline.encode({"changes+": mark}))
