"""What was erased is gone from the analytical store too, its bytes included, before the erasure is told to be done."""

from __future__ import annotations

import contextlib
import os
import time
from pathlib import Path

from django.conf import settings

from odnos.analytics.store import connecting
from odnos.analytics.store.answer import Unavailable
from odnos.analytics.store.asking import Behind
from odnos.analytics.store.places import NAME, SOCKET

PAUSE = 0.2
PATIENCE = 600.0


def forget() -> None:
    """Have the store forget; one that nobody has open is removed, and filled again by who opens it next. Raises StoreError."""
    process = Behind(Path(settings.DATA) / SOCKET)
    try:
        process.tell("want", what="forget")
    except Unavailable:
        _forget_here()
        return
    end = time.monotonic() + PATIENCE
    while not process.tell("status")["told"]:
        if time.monotonic() > end:
            raise Unavailable("The analytical store did not forget in time.")
        time.sleep(PAUSE)


def _forget_here() -> None:
    if settings.ANALYTICS_URL:
        connecting.at(settings.ANALYTICS_URL).forget()
        return
    from odnos.analytics.store import file

    held = file.hold(settings.DATA)
    try:
        file.clear(Path(settings.DATA), keep=None)
        with contextlib.suppress(FileNotFoundError):
            (Path(settings.DATA) / NAME).unlink()
    finally:
        os.close(held)
