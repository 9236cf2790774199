"""No bytes left behind: what a database keeps of removed rows until it needs the room.

SQLite: deleted rows stay in free pages and in the write-ahead log. The log is written back and cut to nothing, then the
files are searched for the words; what is still found is in free pages, and a VACUUM writes the database anew without them.
PostgreSQL: VACUUM makes dead rows unreachable and their room reusable; the page may hold their bytes until it is used again
(docs/howto/privacy.md says how to write tables anew, and what stays in its log and in backups).
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from odnos.engine import index
from odnos.engine.privacy.needles import Needles

BLOCK = 1 << 22
OVERLAP = 1 << 10
TRIES = 50
SKIPPED = (".lock", ".key")

elsewhere: list[Callable[[], None]] = []
"""What those who keep copies do so that nothing is left of what was removed; each returns when it is done."""


def gather_index() -> None:
    """Merge the pieces of the search index, so that what was removed leaves the file; step by step, others may write between."""
    is_begun = more = False
    while more or not is_begun:
        more = index.store().gather(is_begun=is_begun)
        is_begun = True


def clean(needles: Needles | None) -> dict[str, Any]:
    """Clear the database's own leftovers, and return the proof: what was searched, and how often anything was found."""
    for forget in elsewhere:
        forget()
    if connection.vendor != "sqlite":
        vacuum_postgresql()
        return {"database": "postgresql", **searched(needles, data_files())}
    checkpoint()
    found = searched(needles, database_files()) if needles else {"found": 1}
    if found["found"]:
        vacuum_sqlite()
    proof = {"database": "sqlite", "rewritten": bool(found["found"]), **searched(needles, every_file())}
    secure(on=False)
    return proof


def checkpoint() -> None:
    """Write the log back into the database and cut it to nothing; readers that hold it are waited for."""
    with connection.cursor() as cursor:
        for _try in range(TRIES):
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            if not cursor.fetchone()[0]:
                return
            time.sleep(0.1)


def vacuum_sqlite() -> None:
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
    checkpoint()


def vacuum_postgresql() -> None:
    """Make the dead rows of all tables unreachable, their index entries included."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")


def secure(*, on: bool = True) -> None:
    """Have SQLite overwrite what it deletes from here on, on this connection."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA secure_delete={'ON' if on else 'OFF'}")


def database_files() -> list[Path]:
    path = Path(str(connection.settings_dict["NAME"]))
    return [file for file in (path, path.with_name(f"{path.name}-wal")) if file.is_file()]


def data_files() -> list[Path]:
    """Everything in the data folder but the database: attachments, uploads, exports."""
    names = {file.name for file in database_files()} if connection.vendor == "sqlite" else set()
    found = (file for file in Path(settings.DATA).rglob("*") if file.is_file())
    return [file for file in found if file.name not in names and not file.name.endswith(SKIPPED)]


def every_file() -> list[Path]:
    return [*database_files(), *data_files()]


def searched(needles: Needles | None, files: Sequence[Path]) -> dict[str, int]:
    """Return how many files and bytes were looked through, and in how many of them a word was found."""
    if needles is None:
        return {"files": 0, "bytes": 0, "found": 0}
    sizes = [file.stat().st_size for file in files]
    return {
        "files": len(files),
        "bytes": sum(sizes),
        "found": sum(holds(file, needles.bytes) for file in files),
    }


def holds(file: Path, wanted: Sequence[bytes]) -> bool:
    """Whether a file holds one of some words, in steady memory."""
    return any(word in block for block in blocks(file) for word in wanted)


def blocks(file: Path) -> Iterator[bytes]:
    """Yield a file in blocks that overlap, so that nothing is missed between two."""
    kept = b""
    with file.open("rb") as opened:
        os.posix_fadvise(opened.fileno(), 0, 0, os.POSIX_FADV_SEQUENTIAL)
        while block := opened.read(BLOCK):
            yield kept + block
            kept = block[-OVERLAP:]
