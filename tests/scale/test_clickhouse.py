"""The store on the real engine of ClickHouse, spoken to over HTTP as a server would be."""

import pytest

from odnos.analytics.store.clickhouse import Clickhouse
from tests.analytics.store import serving


@pytest.fixture
def front(tmp_path):
    from tests.scale.front import Front

    started = Front(tmp_path)
    yield started
    started.close()


def test_a_store_on_clickhouse_is_fed_asked_and_made_anew(cast, front):
    store = Clickhouse(front.url)

    serving.tell(store, cast)
