"""Room for writing at length: SQLite keeps the pages of a large transaction in memory until it is committed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

KIBIBYTES = 65536


@contextmanager
def to_write() -> Iterator[None]:
    """Spare SQLite writing a transaction's pages out before their time and reading them back; given back at the end."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA cache_size")
        before = int(cursor.fetchone()[0])
        cursor.execute(f"PRAGMA cache_size = {-KIBIBYTES:d}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA cache_size = {before:d}")
            cursor.execute("PRAGMA shrink_memory")
