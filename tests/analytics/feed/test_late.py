"""PostgreSQL gives ids before the commit: what is committed late is not lost."""

import datetime as dt

import psycopg
import pytest

from odnos.analytics.feed import alone, filling, following
from odnos.analytics.feed.source import Here
from odnos.analytics.store.duck import Duck
from tests.web.sales import make_company

AT = dt.datetime(2026, 3, 2, 12, 0, tzinfo=dt.UTC)
LATER = AT + dt.timedelta(seconds=5)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_change_that_is_committed_after_later_ones_is_followed(transactional_db, cast):
    store = Duck(memory=200, threads=1)
    late = make_company(cast.ada, name="Before")
    filling.fill(store, Here(), at=AT)
    with psycopg.connect(alone.address()) as other:
        other.execute("UPDATE people_company SET name = 'After' WHERE id = %s", [late.id])
        other.execute(
            "INSERT INTO outbox_event (name, object_key, records, payload, at)"
            " VALUES ('company.updated', 'company', %s, '{}', %s)",
            [f"[{late.id}]", AT],
        )
        make_company(cast.ada, name="Meanwhile")  # it gets a greater id, and is committed first
        following.follow(store, Here(), at=LATER)
        assert names(store) == ["Before"]
        assert store.ask("SELECT 1").as_of == AT
        other.commit()
    following.follow(store, Here(), at=LATER)

    assert names(store) == ["After", "Meanwhile"]
    assert store.ask("SELECT 1").as_of == LATER
    store.close()


def names(store):
    return [name for (name,) in store.ask("SELECT name FROM company ORDER BY name").rows]
