"""The migrated tables of SQLite, kept from run to run: making them takes longer than most tests that need them.

What is kept belongs to exactly these migrations. A test of the migrations themselves makes its own database.
"""

import hashlib
import os
import sqlite3
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import django
from django.core import management
from django.db import connections

ROOT = Path(__file__).resolve().parent.parent / "odnos"
MADE_OF = ("**/migrations/*.py", "engine/tables/columns.py")
AGE = 7 * 24 * 3600


call_command = management.call_command


def use() -> None:
    """Let Django's `migrate` begin with what an earlier run came to."""
    management.call_command = begun


def begun(name: str, *arguments: Any, **options: Any) -> Any:
    connection = connections[options.get("database", "default")]
    if name != "migrate" or connection.vendor != "sqlite":
        return call_command(name, *arguments, **options)
    connection.ensure_connection()
    place = kept()
    if place.exists():
        with closing(sqlite3.connect(place)) as before:
            before.backup(connection.connection)
        os.utime(place)
        return call_command(name, *arguments, **options)  # finds nothing to do, and tells whoever listens
    result = call_command(name, *arguments, **options)
    keep(connection.connection, place)
    return result


def kept() -> Path:
    """Return where the tables of these migrations are, or will be."""
    made = hashlib.sha256(f"{django.VERSION} {sqlite3.sqlite_version}".encode())
    for path in sorted(path for pattern in MADE_OF for path in ROOT.glob(pattern)):
        made.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return Path(tempfile.gettempdir()) / f"odnos-migrated-{os.getuid()}" / f"{made.hexdigest()[:20]}.sqlite3"


def keep(connection: Any, place: Path) -> None:
    """Write the tables beside their place and move them there whole; those nobody used for a week go."""
    place.parent.mkdir(mode=0o700, exist_ok=True)
    if place.parent.stat().st_uid != os.getuid():
        return
    for old in place.parent.iterdir():
        if old.stat().st_mtime < time.time() - AGE:
            old.unlink(missing_ok=True)
    draft = place.with_suffix(f".{os.getpid()}")
    with closing(sqlite3.connect(draft)) as copy:
        connection.backup(copy)
    draft.replace(place)
