"""The store on PostgreSQL."""

import pytest

from odnos.analytics.store.postgresql import Postgresql
from tests import postgres
from tests.analytics.store import serving


@pytest.fixture(scope="module")
def server():
    started = postgres.start()
    yield started
    started.close()


def test_a_store_on_postgresql_is_fed_asked_and_made_anew(cast, server):
    store = Postgresql(server.url)

    serving.tell(store, cast)
    serving.refuse(store, ["DELETE FROM deal", "SELECT 1; DELETE FROM deal", "COMMIT; DROP TABLE deal"])
    serving.give_up(store, "SELECT pg_sleep(100)")
