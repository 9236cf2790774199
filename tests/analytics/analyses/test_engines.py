"""All three engines say the same of deals and orders, whoever asks."""

from dataclasses import asdict

import numpy as np
import pytest

from odnos.analytics.feed import filling
from odnos.analytics.feed.source import Here
from odnos.analytics.findings import asked
from odnos.analytics.findings.bought import bought
from odnos.analytics.store.clickhouse import Clickhouse
from odnos.analytics.store.postgresql import Postgresql
from tests import postgres
from tests.analytics.analyses import questions
from tests.analytics.findings import sold
from tests.people import NOON
from tests.web.sales import make

pytest_plugins = ("tests.analytics.analyses.test_funnel",)
pytestmark = pytest.mark.django_db
ASKED_BY_ALL = ("funnel {}", "outcomes by manager", "cohorts by month", "rating by sum")


@pytest.fixture
def busy(cast, path, deals, analytics):
    """Deals on their way, some with products, and a year of orders."""
    lamp = make("product", cast.dora, name="Lamp", price="1 EUR")
    deal = make("deal", cast.ada, name="lit", pipeline=path[""], stage=path["New"], amount="7 USD")
    make("deal_line", cast.ada, deal=deal.id, product=lamp.id, quantity=2)
    people = sold.customers(cast, 12)
    sold.orders(cast, people, state="paid")
    analytics.refresh()
    return analytics


def agree(cast, path, here, other):
    filling.fill(other, Here(), at=NOON)
    for name, ask in (*questions.of_deals(path[""]), *questions.of_orders()):
        for by in (cast.dora, cast.ada) if name in ASKED_BY_ALL else (cast.dora,):
            said, there = (ask(by=by, at=NOON, store=store) for store in (here, other))
            assert there == said, (name, by.name)
    said, there = (
        bought(
            asked.purchases(asked.SOURCES["order"], "contact", by=cast.dora, at=NOON, store=store),
            until=NOON.date(),
        )
        for store in (here, other)
    )
    assert len(said.ids) > 12
    assert all(np.array_equal(values, asdict(there)[name]) for name, values in asdict(said).items())


def test_postgresql_says_what_duckdb_does(cast, path, busy):
    server = postgres.start()
    try:
        agree(cast, path, busy, Postgresql(server.url))
    finally:
        server.close()


def test_clickhouse_says_what_duckdb_does(cast, path, busy, tmp_path):
    from tests.scale.front import Front

    front = Front(tmp_path)
    try:
        agree(cast, path, busy, Clickhouse(front.url))
    finally:
        front.close()
