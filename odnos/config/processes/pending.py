"""Tells without Django whether a database lacks migrations; as a process of its own, by its exit code."""

import os
import sqlite3
import sys
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path

from odnos.config import environment

DJANGO_APPS = ("auth", "contenttypes", "sessions")
DONE = "SELECT app, name FROM django_migrations"
CURRENT, PENDING = 0, 3


def migrations_on_disk() -> set[tuple[str, str]]:
    """Return (application, migration) for every migration file of this version."""
    return {(folder.parent.name, file.stem) for folder in _folders() for file in folder.glob("0*.py")}


def _folders() -> Iterator[Path]:
    yield from Path(__file__).resolve().parents[2].glob("*/*/migrations")
    django = find_spec("django")
    for place in (django.submodule_search_locations if django else None) or ():
        yield from (Path(place) / "contrib" / name / "migrations" for name in DJANGO_APPS)


def is_pending(database: Path) -> bool:
    """Tell whether the SQLite file is missing, unreadable or behind this version."""
    if not database.exists():
        return True
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    try:
        return lacks_some(connection.execute(DONE))
    except sqlite3.Error:
        return True
    finally:
        connection.close()


def is_pending_at(url: str) -> bool:
    """Tell whether the PostgreSQL database is out of reach, empty or behind this version."""
    import psycopg
    from psycopg.conninfo import make_conninfo

    given = {name.lower(): value for name, value in environment.database_options(url).items() if value}
    given["dbname"] = given.pop("name", "")
    try:
        with psycopg.connect(make_conninfo(**given, connect_timeout=5)) as connection:
            return lacks_some(connection.execute(DONE))
    except psycopg.Error:
        return True


def lacks_some(done: Iterable[tuple[str, str]]) -> bool:
    return not migrations_on_disk() <= set(done)


if __name__ == "__main__":
    sys.exit(PENDING if is_pending_at(os.environ["DATABASE_URL"]) else CURRENT)
