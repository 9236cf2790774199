"""Tells in milliseconds, without Django, whether a SQLite database lacks migrations."""

import sqlite3
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

DJANGO_APPS = ("auth", "contenttypes", "sessions")


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
        done = set(connection.execute("SELECT app, name FROM django_migrations"))
    except sqlite3.Error:
        return True
    finally:
        connection.close()
    return not migrations_on_disk() <= done
