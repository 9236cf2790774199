"""All three engines answer alike, whoever asks what."""

import pytest

from odnos.analytics import reports
from tests import postgres
from tests.analytics.reports.engines import Clickhouse, Postgresql
from tests.analytics.reports.questions import REPORTS
from tests.people import NOON

pytest_plugins = ("tests.analytics.reports.shop",)


def agree(shop, other):
    for name, report in REPORTS.items():
        for by in (shop.cast.dora, shop.cast.ada, shop.cast.cleo):
            here = reports.run(report, by=by, at=NOON, store=shop.store)
            there = reports.run(report, by=by, at=NOON, store=other)
            assert there.lines == here.lines, (name, by.name)
            assert (there.total, there.across, there.before) == (here.total, here.across, here.before), name


def test_postgresql_answers_as_duckdb_does(shop):
    import psycopg

    server = postgres.start()
    try:
        with psycopg.connect(server.url, autocommit=True) as connection:
            agree(shop, Postgresql(connection, shop.store))
    finally:
        server.close()


def test_clickhouse_answers_as_duckdb_does(shop, tmp_path):
    session = pytest.importorskip("chdb.session").Session(str(tmp_path))
    try:
        agree(shop, Clickhouse(session, shop.store))
    finally:
        session.close()
