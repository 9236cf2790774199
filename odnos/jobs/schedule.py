"""The scheduler: looks at the clock and puts what is due on the list of jobs."""

from __future__ import annotations

import datetime as dt
import logging
import threading

from django.db import connection
from django.utils import timezone

from odnos.engine.outbox import schedules

log = logging.getLogger(__name__)
TICK = 1.0


def run(stop: threading.Event) -> None:
    """Tick until told to stop. Any number of schedulers may run: a slot makes one job."""
    seen: dict[str, dt.datetime] = {}
    while not stop.is_set():
        try:
            schedules.tick(at=timezone.now(), seen=seen)
        except Exception:  # noqa: BLE001 - a scheduler that ended would stop every schedule in silence
            log.exception("the schedule waits")
            connection.close()
        stop.wait(TICK)
    connection.close()
