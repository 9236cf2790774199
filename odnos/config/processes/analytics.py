"""The analytics process: owns the analytical store, feeds it from what is written, and answers those who ask."""

import os
import signal
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from odnos.config.processes import bond
from odnos.lib import processor

BEHIND = 10
"""Niceness of the feed: beside somebody who waits it gets a tenth of a core, which is enough to follow single changes."""


def main() -> None:
    """Feed the store and answer until told to stop."""
    bond.die_with_parent()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "odnos.config.settings")
    import django

    django.setup()
    run(_stopped())


def _stopped() -> threading.Event:
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    return stop


def run(stop: threading.Event) -> None:
    """Keep the store that the environment names. Whoever comes second waits until the first has ended."""
    keeper = None
    while keeper is None and not stop.is_set():
        keeper = held(stop)
        if keeper is None:
            stop.wait(1.0)
    if keeper is None:
        return
    server = serving(keeper)
    server.begin()
    processor.step_back(BEHIND)  # who asks for a report is answered by other threads
    keeper.run()
    server.shutdown()
    keeper.engine.close()


def held(stop: threading.Event) -> Any:
    """Return a keeper of the store; None while another process has it."""
    from django.conf import settings
    from django.db import connection
    from django.utils import timezone

    from odnos.analytics.feed import alone
    from odnos.analytics.feed.keeping import Keeper
    from odnos.analytics.store import connecting, file

    try:
        lock = file.hold(settings.DATA)
    except file.Taken:
        return None
    is_shared = bool(settings.ANALYTICS_URL) and connection.vendor == "postgresql"
    turn = alone.turn() if is_shared else None
    if is_shared and turn is None:
        os.close(lock)
        return None
    return Keeper(connecting.engine(), timezone.now, stop, held=(lock, turn))


def serving(keeper: Any) -> Any:
    """Return what answers for the store of a keeper."""
    from django.conf import settings

    from odnos.analytics.store.places import SOCKET
    from odnos.analytics.store.serving import Server

    return Server(Path(settings.DATA) / SOCKET, keeper.engine, deeds_of(keeper))


@contextmanager
def begun() -> Iterator[Any]:
    """Yield a keeper that works in a thread of this process."""
    stop = threading.Event()
    keeper = held(stop)
    if keeper is None:
        raise SystemExit("odnos: another process has the analytical store and does not answer")
    working = threading.Thread(target=keeper.run)
    working.start()
    try:
        yield keeper
    finally:
        stop.set()
        working.join()
        keeper.engine.close()


class Reached:
    """The keeper of the running process, spoken to through its socket."""

    def __init__(self, line: Any) -> None:
        self.line = line

    def status(self) -> dict[str, Any]:
        return dict(self.line.tell("status"))

    def want(self, what: str) -> None:
        self.line.tell("want", what=what)

    def break_off(self) -> None:
        self.line.tell("break")


def reached() -> Reached | None:
    """Return the keeper of the process that runs; None if none does."""
    from django.conf import settings

    from odnos.analytics.store.answer import Unavailable
    from odnos.analytics.store.asking import Behind
    from odnos.analytics.store.places import SOCKET

    found = Reached(Behind(Path(settings.DATA) / SOCKET))
    try:
        found.status()
    except Unavailable:
        return None
    return found


def deeds_of(keeper: Any) -> Mapping[str, Any]:
    """Return what the process does on request, besides answering."""

    def cancel(message: Mapping[str, Any]) -> Mapping[str, Any]:
        keeper.engine.cancel(str(message["ticket"]))
        return {}

    def want(message: Mapping[str, Any]) -> Mapping[str, Any]:
        keeper.want(str(message["what"]))
        return {}

    def break_off(_message: Mapping[str, Any]) -> Mapping[str, Any]:
        keeper.break_off()
        return {}

    return {"cancel": cancel, "want": want, "break": break_off, "status": lambda _message: keeper.status()}


if __name__ == "__main__":
    main()
