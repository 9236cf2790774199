"""Chooses the database the tests run on: `--db=sqlite` (the default) or `--db=postgres`."""

import os
import shutil
import tempfile
from pathlib import Path

import pytest

from tests import postgres

_server: list[postgres.Server] = []
_folders: list[Path] = []


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--db", choices=["sqlite", "postgres"], default="sqlite", help="the database to test on")


def pytest_configure(config: pytest.Config) -> None:
    """Say where the database is before Django reads its settings."""
    if "ODNOS_TESTS" not in os.environ:  # the workers of xdist inherit what their controller chose
        _choose(config.getoption("--db"))
    os.environ["DJANGO_SETTINGS_MODULE"] = "odnos.config.settings"
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright keeps an event loop in our thread
    from django.conf import settings
    from django.contrib.auth.hashers import Argon2PasswordHasher

    assert settings.DATABASES  # read them now; pytest-django then loads the applications
    from tests import migrated

    migrated.use()
    # A hash says what it cost, so a server under test accepts these as well.
    Argon2PasswordHasher.time_cost, Argon2PasswordHasher.memory_cost, Argon2PasswordHasher.parallelism = (
        1,
        8,
        1,
    )


def _choose(database: str) -> None:
    folder = Path(tempfile.mkdtemp(prefix="odnos-tests-"))
    _folders.append(folder)
    os.environ |= {"ODNOS_TESTS": str(folder), "ODNOS_DATA": str(folder / "data"), "ODNOS_POOL": "0"}
    os.environ |= {"ODNOS_SECRET_KEY": "tests-only", "ODNOS_URL": "http://localhost"}
    os.environ.pop("DATABASE_URL", None)
    if database == "postgres":
        os.environ["DATABASE_URL"] = os.environ.get("TEST_DATABASE_URL") or _start_server()


def _start_server() -> str:
    _server.append(postgres.start())
    return _server[-1].url


def pytest_unconfigure() -> None:
    for server in _server:
        server.close()
    for folder in _folders:
        shutil.rmtree(folder, ignore_errors=True)


def pytest_report_header(config: pytest.Config) -> str:
    return f"database: {config.getoption('--db')}"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Skip what belongs to the other database."""
    other = "postgres" if config.getoption("--db") == "sqlite" else "sqlite"
    for item in items:
        if item.get_closest_marker(other):
            item.add_marker(pytest.mark.skip(reason=f"only on {other}"))


@pytest.fixture(scope="session")
def django_db_modify_db_settings_parallel_suffix(request: pytest.FixtureRequest) -> None:
    """Give every xdist worker a database of its own."""
    from django.db import connections

    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if worker:
        settings = connections["default"].settings_dict
        name = settings["TEST"].get("NAME") or f"test_{settings['NAME']}"
        settings["TEST"]["NAME"] = f"{name}_{worker}"


@pytest.fixture(scope="session", autouse=True)
def emptying_the_test_database_is_allowed() -> None:
    """Django empties every table behind a test that commits; the tripwire would refuse."""
    from django.db.backends.base.operations import BaseDatabaseOperations

    from odnos.engine.access import tripwire

    empty = BaseDatabaseOperations.execute_sql_flush

    def flush(operations: BaseDatabaseOperations, statements: list[str]) -> None:
        with tripwire.suspended("the test database is emptied"):
            empty(operations, statements)

    BaseDatabaseOperations.execute_sql_flush = flush  # type: ignore[method-assign]
