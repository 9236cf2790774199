"""Questions on their way: each has a time after which it is given up, and a ticket by which it can be cancelled."""

from __future__ import annotations

import heapq
import itertools
import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from odnos.analytics.store.answer import StoreError

log = logging.getLogger(__name__)


def nothing() -> None:
    """What a question that is over does when it is stopped."""


@dataclass
class Question:
    """One question; `stop` makes the engine give it up. Once it is over nothing is stopped: others are asked on its connection."""

    stop: Callable[[], object]
    is_cancelled: bool = False
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def why(self) -> str:
        return why(is_cancelled=self.is_cancelled)

    def cancel(self) -> None:
        self.is_cancelled = True
        self.give_up()

    def give_up(self) -> None:
        with self._lock:
            self.stop()

    def end(self) -> None:
        with self._lock:
            self.stop = nothing


class Watch:
    """Gives questions up when their time has come: one thread for all, for starting one takes longer than a short question."""

    def __init__(self) -> None:
        self._due: list[tuple[float, int, Question]] = []
        self._numbers = itertools.count()
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None

    def add(self, question: Question, *, seconds: float) -> None:
        """Have a question given up after so many seconds, unless it is over by then."""
        due = (time.monotonic() + seconds, next(self._numbers), question)
        with self._changed:
            heapq.heappush(self._due, due)
            if self._thread is None or not self._thread.is_alive():  # as in a process that was forked
                self._thread = threading.Thread(target=self._run, name="watch", daemon=True)
                self._thread.start()
            elif self._due[0] is due:
                self._changed.notify()

    def _run(self) -> None:
        while True:
            self._next().give_up()

    def _next(self) -> Question:
        """Return the first question whose time has come, when it has."""
        with self._changed:
            while not self._due or self._due[0][0] > time.monotonic():
                self._changed.wait(self._due[0][0] - time.monotonic() if self._due else None)
            return heapq.heappop(self._due)[2]


WATCH = Watch()


@dataclass
class Running:
    """The questions of one process, by their tickets."""

    _known: dict[str, Question] = field(default_factory=dict)

    @contextmanager
    def one(self, question: Question, *, seconds: float, ticket: str) -> Iterator[None]:
        """Have a question stopped after `seconds`, or when its ticket is cancelled."""
        WATCH.add(question, seconds=seconds)
        if ticket:
            self._known[ticket] = question
        try:
            yield
        finally:
            question.end()
            self._known.pop(ticket, None)

    def cancel(self, ticket: str) -> None:
        """Stop the question with this ticket, if there is one."""
        if question := self._known.get(ticket):
            question.cancel()


def why(*, is_cancelled: bool) -> str:
    """Return why a question has no answer, for people."""
    if is_cancelled:
        return _("This was cancelled.")
    return _("This took too long and was given up. Ask for fewer groups or a shorter period.")


def failed(fault: Exception, *, for_memory: bool = False) -> StoreError:
    """Return what a person is told of an engine's refusal. Its own words quote the question: they are for the log alone."""
    log.error("A store gave no answer: %s", fault)
    if for_memory:
        return StoreError(
            _("This needs more memory than there is. Ask for fewer groups or a shorter period.")
        )
    return StoreError(_("The figures could not be counted. Why is in the log; tell an administrator."))
