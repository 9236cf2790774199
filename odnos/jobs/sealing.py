"""The trail is sealed while work goes on, a moment behind it."""

from __future__ import annotations

import logging
import threading

from django.db import connection
from django.utils import timezone

from odnos.engine.audit import sealing

log = logging.getLogger(__name__)
PAUSE = 2.0
"""Seconds between looks; while an import writes, some thousands of entries are sealed at each."""


def run(stop: threading.Event) -> None:
    """Seal until told to stop. Any number of workers may: each block is made once."""
    while not stop.is_set():
        try:
            sealing.seal(at=timezone.now())
        except Exception:  # noqa: BLE001 - a trail that is no longer sealed must not go unnoticed in silence
            log.exception("the trail waits to be sealed")
            connection.close()
        stop.wait(PAUSE)
    connection.close()
