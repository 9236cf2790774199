"""What nobody waits for has the processor after those who wait: the feed of the analytical store, and long jobs."""

import os
import threading

from odnos.lib import processor


def test_a_thread_and_what_it_begins_step_back_and_nobody_else():
    told: list[int] = []

    def work() -> None:
        processor.step_back(5)
        inner = threading.Thread(target=lambda: told.append(niceness()))
        inner.start()
        inner.join()
        told.append(niceness())

    before = niceness()
    working = threading.Thread(target=work)
    working.start()
    working.join()

    assert told == [max(before, 5)] * 2
    assert niceness() == before


def niceness() -> int:
    return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())
