"""The migrated tables, kept from run to run: making them takes longer than most tests that need them.

What is kept belongs to exactly these migrations. A test of the migrations themselves makes its own database.
"""

import hashlib
import os
import shutil
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Callable
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
    if name != "migrate" or arguments or not is_keepable(connection):
        return call_command(name, *arguments, **options)
    place, take, keep = ways(connection)
    if place.exists():
        take(connection, place)
        os.utime(place)
        return call_command(name, *arguments, **options)  # finds nothing to do, and tells whoever listens
    result = call_command(name, *arguments, **options)
    keep_whole(place, lambda draft: keep(connection, draft))
    return result


def is_keepable(connection: Any) -> bool:
    """Whether the database is empty yet, and there is what writes and reads its tables."""
    connection.ensure_connection()
    if connection.introspection.table_names():
        return False
    return connection.vendor == "sqlite" or all(shutil.which(tool) for tool in ("pg_dump", "psql"))


def ways(connection: Any) -> tuple[Path, Callable[..., None], Callable[..., None]]:
    """Return where the tables are, or will be, how they are taken from there and how they are written there."""
    if connection.vendor == "sqlite":
        return kept(f"{sqlite3.sqlite_version}.sqlite3"), take_file, keep_file
    return kept(f"{connection.pg_version}.sql"), take_script, keep_script


def kept(made_by: str) -> Path:
    """Return the place of what these migrations make in a database of this version."""
    made = hashlib.sha256(f"{django.VERSION} {made_by}".encode())
    for path in sorted(path for pattern in MADE_OF for path in ROOT.glob(pattern)):
        made.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    folder = Path(tempfile.gettempdir()) / f"odnos-migrated-{os.getuid()}"
    return folder / f"{made.hexdigest()[:20]}{Path(made_by).suffix}"


def keep_whole(place: Path, write: Callable[[Path], None]) -> None:
    """Write the tables beside their place and move them there whole; those nobody used for a week go."""
    place.parent.mkdir(mode=0o700, exist_ok=True)
    if place.parent.stat().st_uid != os.getuid():
        return
    for old in place.parent.iterdir():
        if old.stat().st_mtime < time.time() - AGE:
            old.unlink(missing_ok=True)
    draft = place.with_suffix(f".{os.getpid()}")
    write(draft)
    draft.replace(place)


def take_file(connection: Any, place: Path) -> None:
    with closing(sqlite3.connect(place)) as before:
        before.backup(connection.connection)


def keep_file(connection: Any, draft: Path) -> None:
    with closing(sqlite3.connect(draft)) as copy:
        connection.connection.backup(copy)


def take_script(connection: Any, place: Path) -> None:
    tool(connection, "psql", "-qX", "--set=ON_ERROR_STOP=1", "--single-transaction", f"--file={place}")


def keep_script(connection: Any, draft: Path) -> None:
    tool(connection, "pg_dump", "--no-owner", "--no-privileges", f"--file={draft}")


def tool(connection: Any, name: str, *arguments: str) -> None:
    """Run a tool of PostgreSQL on the database of `connection`."""
    given = connection.settings_dict
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD"}
    asked = {variable: str(given[key]) for variable, key in names.items() if given.get(key)}
    environment = {**os.environ, **asked, "PGDATABASE": str(given["NAME"])}
    subprocess.run([name, *arguments], env=environment, stdout=subprocess.DEVNULL, check=True)
