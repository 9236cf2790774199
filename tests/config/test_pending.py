"""Whether a database lacks migrations is told before anything heavy is loaded."""

import sqlite3
import subprocess
import sys

import pytest

from odnos.config.processes import pending


@pytest.fixture
def installation(live_template, tmp_path):
    copy = live_template.copy(tmp_path / "data")
    yield copy
    copy.drop()


def is_pending(installation):
    if url := installation.environment.get("DATABASE_URL"):
        return pending.is_pending_at(url)
    return pending.is_pending(installation.folder / "odnos.sqlite3")


def forget_a_migration(installation):
    statement = "DELETE FROM django_migrations WHERE app = 'deals' AND name = '0001_initial'"
    if url := installation.environment.get("DATABASE_URL"):
        import psycopg

        with psycopg.connect(url) as connection:
            connection.execute(statement)
        return
    connection = sqlite3.connect(installation.folder / "odnos.sqlite3")
    with connection:
        connection.execute(statement)
    connection.close()


def test_a_current_database_lacks_nothing(installation):
    assert is_pending(installation) is False


def test_one_missing_migration_is_noticed(installation):
    forget_a_migration(installation)

    assert is_pending(installation) is True


def test_a_database_that_is_not_there_is_pending(tmp_path):
    assert pending.is_pending(tmp_path / "odnos.sqlite3") is True
    assert pending.is_pending_at(f"postgresql://nobody@/nothing?host={tmp_path}") is True


def test_the_answer_is_given_without_django():
    loaded = "import sys, odnos.config.processes.pending; print('django' in sys.modules)"

    said = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True)

    assert said.stdout == "False\n"
