"""Turns to be worked on, shared fairly: who has many does not keep out who has none."""

from __future__ import annotations

import threading
import time
from collections import Counter
from dataclasses import dataclass, field


@dataclass(eq=False)
class Waiting:
    """Somebody who waits for a turn."""

    who: int


@dataclass
class Turns:
    """So many at once. One person has at most half of them while others wait, and never the last one besides."""

    number: int
    _held: Counter[int] = field(default_factory=Counter)
    _queue: list[Waiting] = field(default_factory=list)
    _changed: threading.Condition = field(default_factory=threading.Condition)

    def take(self, who: int, *, seconds: float) -> bool:
        """Wait for a turn of `who`, at most so many seconds; say whether there is one, which must be given back."""
        end, mine = time.monotonic() + seconds, Waiting(who)
        with self._changed:
            self._queue.append(mine)
            try:
                while self._next() is not mine:
                    left = end - time.monotonic()
                    if left <= 0 or not self._changed.wait(left):
                        break
                if self._next() is not mine:
                    return False
                self._held[who] += 1
                return True
            finally:
                self._queue.remove(mine)
                self._changed.notify_all()

    def give(self, who: int) -> None:
        """Give a turn back."""
        with self._changed:
            self._held[who] -= 1
            if not self._held[who]:
                del self._held[who]
            self._changed.notify_all()

    def _next(self) -> Waiting | None:
        """Return who is to go on now: the first of those who have less than half, else the first if a turn stays free."""
        free = self.number - self._held.total()
        if free <= 0:
            return None
        modest = next((one for one in self._queue if self._held[one.who] < self.number // 2), None)
        return modest or (self._queue[0] if self._queue and free > 1 else None)
