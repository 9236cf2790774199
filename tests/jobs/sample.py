"""Jobs whose effect can be counted, and which can be told to die at a given moment."""

import datetime as dt
import os
import signal
from typing import Any

from odnos.engine.outbox import jobs
from odnos.engine.outbox.models import Event
from odnos.engine.outbox.running import Run


def die_at(moment: str) -> None:
    """Be killed as by `kill -9` if DIE_AT names this moment."""
    if os.environ.get("DIE_AT") == moment:
        os.kill(os.getpid(), signal.SIGKILL)


def note(name: str, at: dt.datetime, **payload: Any) -> None:
    Event.objects.create(name=name, payload=payload, at=at)


@jobs.job("sample.short")
def short(*, number: int, at: dt.datetime) -> None:
    die_at("before the effect")
    note("sample.short", at, number=number)
    die_at("after the effect")


@jobs.job("sample.failing", max_attempts=2)
def failing(*, at: dt.datetime) -> None:
    note("sample.failing", at)
    raise ValueError("the moon is in the wrong house")


@jobs.job("sample.long", long=True)
def long(run: Run, *, steps: int) -> None:
    done = Event.objects.filter(name="sample.step").count()
    for number in range(done, steps):
        die_at(f"before step {number}")
        with run.step() as at:
            note("sample.step", at, number=number)
            die_at(f"in step {number}")
        die_at(f"after step {number}")
