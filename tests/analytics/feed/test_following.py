"""Whatever is written, the store has it after the next step of the feed: all tables compare equal."""

import datetime as dt

import pytest

from odnos.analytics.feed import comparing, filling, following
from odnos.analytics.feed.source import Here
from odnos.analytics.store.duck import Duck
from odnos.engine.outbox.models import Event
from odnos.engine.records import write
from odnos.objects.registry import registry
from tests.engine.custom import add_field, add_object  # noqa: F401 -- fixtures
from tests.web.sales import make_company, make_deal, make_pipeline
from tests.working import drain

AT = dt.datetime(2026, 3, 2, 12, 0, tzinfo=dt.UTC)
LATER = AT + dt.timedelta(seconds=5)


@pytest.fixture
def store(cast):
    """A store that was filled before the test wrote anything."""
    kept = Duck(memory=200, threads=1)
    filling.fill(kept, Here(), at=AT)
    yield kept
    kept.close()


def unlike(store):
    """Take a step, and return the tables that differ from the base."""
    while following.follow(store, Here(), at=LATER):
        pass
    return [item.table for item in comparing.compare(store, Here()) if not item.is_equal]


def test_records_that_come_change_and_go(cast, store):
    stages = make_pipeline()
    deal, other = make_deal(cast.ada, stages, tags=["north"]), make_deal(cast.ada, stages)
    assert unlike(store) == []

    changed = {"stage": stages["Won"], "tags": ["south"], "amount": "7.5 EUR"}
    write.update(registry.get("deal"), deal.id, changed, version=None, by=cast.ada, at=AT)
    write.delete(registry.get("deal"), [other.id], by=cast.dora, at=AT)

    assert unlike(store) == []
    [(alive,)] = store.ask("SELECT count(*) FROM deal WHERE deleted_at IS NULL").rows
    assert alive == 1


def test_parts_that_follow_their_record_to_another_owner(cast, store):
    company = make_company(cast.ada)
    note = {"body": "Called.", "about": {"object": "company", "id": company.id}}
    write.create(registry.get("note"), note, by=cast.ada, at=AT)
    assert unlike(store) == []

    write.update(
        registry.get("company"), company.id, {"owner": cast.ben.user_id}, version=None, by=cast.dora, at=AT
    )

    assert unlike(store) == []
    assert store.ask("SELECT owner_id FROM note").rows == [(cast.ben.user_id,)]


def test_a_field_that_is_added_filled_and_followed_by_a_formula(cast, store, add_field):  # noqa: F811
    company = make_company(cast.ada)
    add_field("company", "number", "Trucks")
    add_field("company", "formula", "Wheels", formula="trucks * 6")
    write.update(registry.get("company"), company.id, {"trucks": 4}, version=None, by=cast.dora, at=AT)
    drain()

    assert unlike(store) == []
    column = registry.get("company").field("wheels").column
    assert store.ask(f"SELECT {column} FROM company WHERE id = $id", {"id": company.id}).rows == [(24,)]


def test_a_kind_of_record_that_is_made_has_a_table(cast, store, add_object):  # noqa: F811
    key = add_object("Vehicle", "Vehicles")
    write.create(registry.get(key), {"name": "Van"}, by=cast.dora, at=AT)

    assert unlike(store) == []
    assert store.ask(f"SELECT name FROM {key}").rows == [("Van",)]


def test_a_step_without_news_says_that_the_store_is_as_of_now(cast, store):
    make_company(cast.ada)
    following.follow(store, Here(), at=AT)
    assert store.ask("SELECT 1").as_of == AT

    following.follow(store, Here(), at=LATER)

    assert store.ask("SELECT 1").as_of == LATER


def test_events_that_were_purged_beyond_the_place_of_the_store_are_noticed(cast, store):
    make_company(cast.ada)
    following.follow(store, Here(), at=AT)
    make_company(cast.ada, name="Unseen")
    Event.objects.all().delete()

    with pytest.raises(following.Lost):
        following.follow(store, Here(), at=LATER)


def test_a_row_that_is_wrong_in_one_letter_is_told(cast, store):
    make_company(cast.ada, name="Acme")
    assert unlike(store) == []
    store._base.execute("UPDATE company SET name = 'Acne'")

    assert [item.table for item in comparing.compare(store, Here()) if not item.is_equal] == ["company"]
