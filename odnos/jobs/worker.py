"""The worker: takes jobs under a lease, runs them, and stops without losing one."""

from __future__ import annotations

import logging
import os
import secrets
import signal
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import DatabaseError, connection
from django.utils import timezone
from django.utils.module_loading import autodiscover_modules

from odnos.engine.outbox import jobs, queue, running
from odnos.engine.tables import definitions
from odnos.jobs import housekeeping, schedule, sealing
from odnos.lib import processor

__all__ = ["Lane", "housekeeping", "run"]

log = logging.getLogger(__name__)
POLL = 0.25  # seconds between looks at an empty list; a look costs a fraction of a millisecond
HANDFUL = 10  # short jobs that are claimed at once
BEHIND = 5
"""Niceness of the long jobs: beside somebody who waits for a page they get a quarter of a core."""
BACK_OFF = 2.0  # seconds to leave a database alone that does not answer


@dataclass
class Lane:
    """One thread that runs jobs one after another: the long ones, or all the others."""

    long: bool
    stop: threading.Event
    worker: str = field(
        default_factory=lambda: f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"
    )
    held: list[queue.Claim] = field(default_factory=list)

    def work(self) -> None:
        """Run jobs until told to stop; a database that is away is waited for."""
        if self.long:
            processor.step_back(BEHIND)
        while not self.stop.is_set():
            try:
                busy = self.once()
            except Exception:  # noqa: BLE001 - a lane that ended would leave its jobs lying for ever
                log.exception("jobs wait")
                connection.close()
                self.stop.wait(BACK_OFF)
            else:
                if not busy:
                    self.stop.wait(POLL)
        connection.close()

    def once(self) -> bool:
        """Run what can be run now and say whether there was anything."""
        if queue.is_expired(at=timezone.now()):
            queue.take_back(at=timezone.now())
        lane = queue.Lane(self.long, [name for name, known in jobs.definitions.items() if known.long])
        if not queue.is_work(lane, at=timezone.now()):
            return False
        limit = 1 if self.long else HANDFUL
        self.held = queue.claim(self.worker, lane, at=timezone.now(), lease=running.LEASE, limit=limit)
        was_busy = bool(self.held)
        try:
            while self.held:
                self.run(self.held[0])
                self.held.pop(0)
        finally:
            self.held = []
        return was_busy

    def run(self, claim: queue.Claim) -> None:
        if self.stop.is_set():
            queue.give_back(claim, at=timezone.now())
        else:
            definitions.refresh()
            running.run(claim, now=timezone.now, is_stopping=self.stop.is_set)


def run() -> None:
    """Work until SIGTERM or SIGINT; short jobs are finished, long ones given back after their step."""
    signals = {signal.SIGTERM, signal.SIGINT}
    # before any thread, so that only sigwait() below gets them
    signal.pthread_sigmask(signal.SIG_BLOCK, signals)
    stop = threading.Event()
    autodiscover_modules("jobs")  # those of the engine and the domains
    free_what_the_dead_held()
    lanes = [Lane(long=False, stop=stop), Lane(long=True, stop=stop)]
    threads = [_thread("short", lanes[0].work), _thread("long", lanes[1].work)]
    threads.append(_thread("schedule", lambda: schedule.run(stop)))
    threads.append(_thread("sealing", lambda: sealing.run(stop)))
    _thread("heartbeat", lambda: _beat(lanes, stop), daemon=True)
    signal.sigwait(signals)
    stop.set()
    for thread in threads:
        thread.join()


def _thread(name: str, target: Callable[[], None], *, daemon: bool = False) -> threading.Thread:
    thread = threading.Thread(target=target, name=name, daemon=daemon)
    thread.start()
    return thread


def _beat(lanes: list[Lane], stop: threading.Event) -> None:
    """Renew the leases of jobs in flight, also while the worker waits for them to end."""
    pause = running.LEASE.total_seconds() / 3
    while True:
        time.sleep(min(pause, 1.0) if stop.is_set() else pause)
        for claim in [claim for lane in lanes for claim in lane.held]:
            _renew(claim)


def _renew(claim: queue.Claim) -> None:
    try:
        queue.extend(claim, until=timezone.now() + running.LEASE)
    except (queue.LeaseLost, DatabaseError) as reason:
        log.info("lease of job %s not renewed: %r", claim.id, reason)
        connection.close()


def free_what_the_dead_held() -> None:
    """Give back at once what workers of this machine held whose processes are gone, without waiting for their leases."""
    from odnos.engine.outbox.models import Job

    here = f"{socket.gethostname()}:"
    holders = Job.objects.filter(state=Job.State.RUNNING, leased_by__startswith=here).values_list(
        "leased_by", flat=True
    )
    for holder in set(holders):
        if not _is_alive(int(holder.split(":")[-2])):
            queue.take_back_from(holder, at=timezone.now())


def _is_alive(pid: int) -> bool:
    if pid == os.getpid():  # the number was given again, to us
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
