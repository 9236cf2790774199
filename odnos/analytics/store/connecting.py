"""Finds the store that the environment names."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from odnos.analytics.store.answer import Store
from odnos.analytics.store.engine import Engine
from odnos.analytics.store.places import SOCKET


def store() -> Store:
    """Return a way to ask the store: that of the analytics process of this machine, or a server's."""
    if url := settings.ANALYTICS_URL:
        return at(url)
    from odnos.analytics.store.asking import Behind

    return Behind(Path(settings.DATA) / SOCKET)


def engine() -> Engine:
    """Return the store itself, for the process that feeds it."""
    if url := settings.ANALYTICS_URL:
        return at(url)
    from odnos.analytics.store.file import Filed

    return Filed(Path(settings.DATA), memory=settings.ANALYTICS_MEMORY, threads=settings.ANALYTICS_THREADS)


@cache
def at(url: str) -> Engine:
    """Return the store on the server at `url`. Raises ValueError for a kind that is not known."""
    kind = urlsplit(url).scheme
    if kind in ("postgresql", "postgres"):
        from odnos.analytics.store.postgresql import Postgresql

        return Postgresql(url)
    if kind in ("clickhouse", "clickhouses"):
        from odnos.analytics.store.clickhouse import Clickhouse

        return Clickhouse(url)
    raise ValueError(f"ODNOS_ANALYTICS_URL starts with {kind!r}; postgresql:// and clickhouse:// are known")
