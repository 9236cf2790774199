"""The feed of the analytical store has the processor after those who wait."""

import os
import threading

from odnos.config.processes import analytics


def test_the_feed_and_what_it_begins_step_back_and_nobody_else():
    told: list[int] = []

    def feed() -> None:
        analytics.step_back()
        reading = threading.Thread(target=lambda: told.append(niceness()))
        reading.start()
        reading.join()
        told.append(niceness())

    before = niceness()
    feeding = threading.Thread(target=feed)
    feeding.start()
    feeding.join()

    assert told == [max(before, analytics.BEHIND)] * 2
    assert niceness() == before


def niceness() -> int:
    return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())
