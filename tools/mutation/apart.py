"""A place for each fork: a database, files and a store of its own, so that nothing it does reaches another."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

DATABASE = "test.sqlite3"


def copied(to: Path) -> Path:
    """Return a copy of the test database as it is between two tests."""
    from django.db import connection

    copy = to / DATABASE
    with (
        closing(sqlite3.connect(connection.settings_dict["NAME"])) as whole,
        closing(sqlite3.connect(copy)) as new,
    ):
        whole.backup(new)
    return copy


def folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="odnos-fork-"))


def move_to(place: Path, database: Path) -> None:
    """Let this process, which was forked, work in `place` with a copy of `database`.

    What it has inherited is left as it is, neither used nor closed: its locks are shared with the parent.
    """
    from django.conf import settings
    from django.db import connection

    shutil.copyfile(database, place / DATABASE)
    connection.settings_dict["NAME"] = str(place / DATABASE)
    connection.connection = None
    setattr(connection, "_turn", None)  # noqa: B010 -- only our SQLite has one
    settings.DATA, settings.FILES = place, place / "files"
