"""The files of the embedded store: swapped at once, and without a byte of what was deleted."""

import datetime as dt

import pytest

from odnos.analytics.feed import filling, following
from odnos.analytics.feed.source import Here
from odnos.analytics.store import file
from odnos.analytics.store.file import Filed
from odnos.engine.outbox.emit import renewed
from tests.web.sales import make_company

AT = dt.datetime(2026, 3, 2, 12, 0, tzinfo=dt.UTC)
NAME = "Xylophonbauer Quittengelee KG"


def traces(folder):
    return [
        found.name for found in folder.rglob("*") if found.is_file() and NAME.encode() in found.read_bytes()
    ]


def test_nothing_is_left_of_what_was_deleted(cast, tmp_path):
    from django.db import connection

    company = make_company(cast.ada, name=NAME)
    store = Filed(tmp_path, memory=200, threads=1)
    filling.fill(store, Here(), at=AT)
    store._base.execute("CHECKPOINT")
    assert traces(tmp_path)

    from odnos.engine.access.tripwire import suspended

    with suspended("a test"), connection.cursor() as cursor:
        cursor.execute("UPDATE people_company SET name = 'erased' WHERE id = %s", [company.id])
    renewed("company", [company.id])
    following.follow(store, Here(), at=AT)
    store.forget()

    assert traces(tmp_path) == []
    assert store.ask("SELECT name FROM company").rows == [("erased",)]
    store.close()


def test_a_swap_leaves_those_who_read_in_peace_and_one_file(tmp_path, cast):
    store = Filed(tmp_path, memory=200, threads=1)
    filling.fill(store, Here(), at=AT)
    reading = store._base.cursor()
    reading.execute("BEGIN")
    assert reading.execute("SELECT count(*) FROM calendar").fetchall() == [(36525,)]

    beside = store.fresh()
    filling.fill(beside, Here(), at=AT)
    store.adopt(beside)

    assert reading.execute("SELECT count(*) FROM calendar").fetchall() == [(36525,)]
    assert store.ask("SELECT count(*) FROM calendar").rows == [(36525,)]
    assert len(list(tmp_path.glob("analytics-*.duckdb"))) == 1
    reading.close()
    store.close()
    again = Filed(tmp_path, memory=200, threads=1)
    assert again.ask("SELECT count(*) FROM calendar").rows == [(36525,)]
    again.close()


def test_two_processes_never_have_the_store_open(tmp_path):
    held = file.hold(tmp_path)

    with pytest.raises(file.Taken):
        file.hold(tmp_path)
    assert held
