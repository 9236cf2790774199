"""The steps of an import that a command or a page carries out itself; the worker's are those of its job."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

from django.db import transaction

Step = Callable[[], AbstractContextManager[dt.datetime]]


def with_clock(now: Callable[[], dt.datetime]) -> Step:
    """Steps that are one transaction each, at the moment that `now` gives."""

    @contextmanager
    def step() -> Iterator[dt.datetime]:
        with transaction.atomic():
            yield now()

    return step
