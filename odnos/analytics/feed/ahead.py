"""Reading goes on while what was read is being written."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator
from typing import TypeVar

Part = TypeVar("Part")
END = object()


def ahead(parts: Iterator[Part]) -> Iterator[Part]:
    """Yield parts that a thread fetches, one of them in advance. What goes wrong there is raised here."""
    waiting: queue.Queue[object] = queue.Queue(maxsize=1)
    is_over = threading.Event()

    def put(item: object) -> None:
        while not is_over.is_set():
            try:
                waiting.put(item, timeout=0.2)
            except queue.Full:
                continue
            return

    def fetch() -> None:
        try:
            for part in parts:
                put(part)
                if is_over.is_set():
                    return
            put(END)
        except BaseException as fault:  # noqa: BLE001 -- it is raised where the parts are wanted
            put(fault)

    fetching = threading.Thread(target=fetch, daemon=True)
    fetching.start()
    try:
        while (item := waiting.get()) is not END:
            if isinstance(item, BaseException):
                raise item
            yield item  # type: ignore[misc]
    finally:
        is_over.set()
        fetching.join()
