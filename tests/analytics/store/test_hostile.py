"""What an engine answers when it cannot, or from beyond the calendar."""

import datetime as dt

import duckdb
import pytest

from odnos.analytics.store import file, running
from odnos.analytics.store.answer import StoreError
from odnos.analytics.store.connections import Connections
from odnos.analytics.store.duck import Duck
from odnos.analytics.store.engine import ANCHOR, AS_OF

MOMENT = dt.datetime(2026, 3, 2, 12, 0, tzinfo=dt.UTC)
SECRET = "a-name-that-stands-in-the-question"


@pytest.fixture
def duck():
    made = Duck(memory=64)
    made.apply((), {AS_OF: MOMENT.isoformat(), ANCHOR: "1"})
    yield made
    made.close()


def test_what_an_engine_says_of_a_question_is_for_the_log_alone(duck, caplog):
    with pytest.raises(StoreError) as refusal:
        duck.ask(f'SELECT "{SECRET}" FROM nowhere')

    assert SECRET not in str(refusal.value)
    assert "nowhere" not in str(refusal.value)
    assert "nowhere" in caplog.text


def test_a_question_that_takes_too_much_memory_says_so_and_others_are_answered(duck, monkeypatch):
    def refuse(*_args):
        raise duckdb.OutOfMemoryException("could not allocate")

    with monkeypatch.context() as without:
        without.setattr(Connections, "statement", refuse)
        with pytest.raises(StoreError) as refusal:
            duck.ask("SELECT 1")

    assert str(refusal.value) == str(running.failed(Exception(), for_memory=True))
    assert duck.ask("SELECT 1").rows == [(1,)]


def test_a_question_puts_no_more_on_the_disk_than_its_part(duck):
    size = "SELECT value FROM duckdb_settings() WHERE name = 'max_temp_directory_size'"

    assert duck.ask(size).rows == [("244.1 MiB",)]


def test_days_and_moments_beyond_the_calendar_are_its_last_and_first(duck):
    answer = duck.ask(
        "SELECT * FROM (VALUES (DATE '0001-01-01' - 1, TIMESTAMP '0001-01-01' - INTERVAL 3 HOUR),"
        " (NULL, NULL), (DATE '2026-03-02', TIMESTAMP '2026-03-02 12:00:00'),"
        " (DATE '9999-12-31' + 1, TIMESTAMP '9999-12-31 23:00:00' + INTERVAL 3 HOUR))"
    )

    first, last = dt.datetime.min.replace(tzinfo=dt.UTC), dt.datetime.max.replace(tzinfo=dt.UTC)
    assert answer.rows == [(dt.date.min, first), (None, None), (MOMENT.date(), MOMENT), (dt.date.max, last)]


def test_what_a_killed_question_left_on_the_disk_goes_with_the_store_it_was_of(tmp_path):
    left = tmp_path / "analytics-0a0a0a0a.duckdb.tmp"
    left.mkdir()
    (left / "duckdb_temp_storage-0.tmp").write_bytes(b"names")
    own = tmp_path / "analytics-0b0b0b0b.duckdb.tmp"
    own.mkdir()

    file.clear(tmp_path, keep=tmp_path / "analytics-0b0b0b0b.duckdb")

    assert list(tmp_path.iterdir()) == [own]
