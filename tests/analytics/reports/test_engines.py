"""All three engines answer alike, whoever asks what."""

from odnos.analytics import reports
from odnos.analytics.feed import filling
from odnos.analytics.feed.source import Here
from odnos.analytics.store.clickhouse import Clickhouse
from odnos.analytics.store.postgresql import Postgresql
from tests import postgres
from tests.analytics.reports.questions import REPORTS
from tests.people import NOON

pytest_plugins = ("tests.analytics.reports.shop",)


def agree(shop, other):
    filling.fill(other, Here(), at=NOON)
    for name, report in REPORTS.items():
        for by in (shop.cast.dora, shop.cast.ada, shop.cast.cleo):
            here = reports.run(report, by=by, at=NOON, store=shop.store)
            there = reports.run(report, by=by, at=NOON, store=other)
            assert there == here, (name, by.name)


def test_postgresql_answers_as_duckdb_does(shop):
    server = postgres.start()
    try:
        agree(shop, Postgresql(server.url))
    finally:
        server.close()


def test_clickhouse_answers_as_duckdb_does(shop, tmp_path):
    from tests.scale.front import Front

    front = Front(tmp_path)
    try:
        agree(shop, Clickhouse(front.url))
    finally:
        front.close()
