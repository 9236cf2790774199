"""Whose turn it is to write: threads queue on a lock, processes in the kernel's first-come queue of flock()."""

from __future__ import annotations

import fcntl
import os
import threading
import time
from dataclasses import dataclass, field

_queues: dict[str, threading.Lock] = {}
_queues_guard = threading.Lock()


class TookTooLong(Exception):
    """Somebody else kept the writer's turn for longer than one is ready to wait."""


@dataclass
class Turn:
    """The right to write to the database file at `path`; held by one connection of one process at a time."""

    path: str
    held: bool = False
    _file: int | None = field(default=None, repr=False)

    def take(self, patience: float) -> None:
        """Wait for the turn, at most `patience` seconds. Raises TookTooLong."""
        end = time.monotonic() + patience
        if not self._queue.acquire(timeout=patience):
            raise TookTooLong
        try:
            self._lock_file(end)
        except BaseException:
            self._queue.release()
            raise
        self.held = True

    def give_up(self) -> None:
        """Let the next one in; nothing happens if the turn is not held."""
        if self.held and self._file is not None:
            self.held = False
            fcntl.flock(self._file, fcntl.LOCK_UN)
            self._queue.release()

    def close(self) -> None:
        self.give_up()
        if self._file is not None:
            os.close(self._file)
            self._file = None

    @property
    def _queue(self) -> threading.Lock:
        with _queues_guard:
            return _queues.setdefault(self.path, threading.Lock())

    def _lock_file(self, end: float) -> None:
        if self._file is None:
            self._file = os.open(f"{self.path}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            _Waiter(self._take_file()).wait(end, give_to=self)

    def _take_file(self) -> int:
        file, self._file = self._file, None
        assert file is not None
        return file

    def receive(self, file: int) -> None:
        """Own the locked `file` again."""
        self._file = file


class _Waiter:
    """A blocking flock() that can be abandoned: it waits in a thread of its own, which unlocks if nobody wants it now."""

    def __init__(self, file: int) -> None:
        self._file, self._guard, self._done = file, threading.Lock(), threading.Event()
        self._abandoned = False

    def wait(self, end: float, *, give_to: Turn) -> None:
        threading.Thread(target=self._block, daemon=True, name="writer-turn").start()
        self._done.wait(max(0.0, end - time.monotonic()))
        with self._guard:
            if not self._done.is_set():
                self._abandoned = True
                raise TookTooLong
        give_to.receive(self._file)

    def _block(self) -> None:
        fcntl.flock(self._file, fcntl.LOCK_EX)
        with self._guard:
            if self._abandoned:
                os.close(self._file)
            else:
                self._done.set()
