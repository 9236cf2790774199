"""Finds the store that the environment names."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from odnos.analytics.store.answer import Store
from odnos.analytics.store.file import SOCKET, Filed


def store() -> Store:
    """Return a way to ask the store: that of the analytics process of this machine, or a server's."""
    from odnos.analytics.store.asking import Behind

    return Behind(Path(settings.DATA) / SOCKET)


def engine() -> Filed:
    """Return the store itself, for the process that feeds it."""
    return Filed(Path(settings.DATA), memory=settings.ANALYTICS_MEMORY, threads=settings.ANALYTICS_THREADS)
