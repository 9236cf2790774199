"""Questions on their way: each has a time after which it is given up, and a ticket by which it can be cancelled."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from odnos.analytics.store.answer import StoreError

log = logging.getLogger(__name__)


@dataclass
class Question:
    """One question; `stop` makes the engine give it up."""

    stop: Callable[[], object]
    is_cancelled: bool = False

    @property
    def why(self) -> str:
        return why(is_cancelled=self.is_cancelled)

    def cancel(self) -> None:
        self.is_cancelled = True
        self.stop()


@dataclass
class Running:
    """The questions of one process, by their tickets."""

    _known: dict[str, Question] = field(default_factory=dict)

    @contextmanager
    def one(self, question: Question, *, seconds: float, ticket: str) -> Iterator[None]:
        """Have a question stopped after `seconds`, or when its ticket is cancelled."""
        timer = threading.Timer(seconds, question.stop)
        timer.daemon = True
        timer.start()
        if ticket:
            self._known[ticket] = question
        try:
            yield
        finally:
            timer.cancel()
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
