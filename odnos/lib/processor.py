"""Whose turn at the processor comes later."""

import os
import threading
from contextlib import suppress


def step_back(niceness: int) -> None:
    """Let this thread, and those it begins, have the processor after whoever waits for a page: on Linux a thread has a
    niceness of its own. It is never taken back.
    """
    thread = threading.get_native_id()
    with suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, thread, max(niceness, os.getpriority(os.PRIO_PROCESS, thread)))
