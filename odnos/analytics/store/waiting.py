"""Requests that wait for the store hold threads, of which a process has few: whoever has many tabs leaves some to others.

A request takes one turn, with its first question, and has it to its end; jobs have threads of their own and take none.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.utils.translation import gettext as _

from odnos.analytics.store.answer import Unavailable
from odnos.analytics.store.turns import Turns

PATIENCE = 0.5
"""Seconds in which a short question of the same person may end: longer, the wait itself would hold the thread."""


class Busy(Unavailable):
    """Others of the same person's questions hold as many threads as one person may."""


@dataclass
class Turn:
    """The turn of one request among `turns`: whose it is, once it is taken, and whether it `was_refused`."""

    turns: Turns
    who: int | None = None
    was_refused: bool = False

    def ask(self, who: int) -> None:
        """Take the turn, unless it is taken. Raises Busy."""
        if self.who is not None:
            return
        if not self.turns.take(who, seconds=PATIENCE):
            self.was_refused = True
            raise Busy(
                _("What you asked for in other windows is still being counted. This page comes by itself.")
            )
        self.who = who

    def end(self) -> None:
        """Give the turn back."""
        if self.who is not None:
            self.turns.give(self.who)
            self.who = None


_turn: ContextVar[Turn | None] = ContextVar("turn", default=None)


@contextmanager
def in_turn(turns: Turns) -> Iterator[Turn]:
    """Let what is asked meanwhile, in this thread, be of one request."""
    turn = Turn(turns)
    token = _turn.set(turn)
    try:
        yield turn
    finally:
        _turn.reset(token)
        turn.end()


def asks(who: int) -> None:
    """Know that somebody is about to ask the store. Raises Busy."""
    if turn := _turn.get():
        turn.ask(who)
