"""The worker's part of a large segment: its records taken in step by step, its view made when all are there."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from odnos.analytics.findings import segments
from odnos.analytics.findings.models import FindingRun
from odnos.engine.access.actor import Actor
from odnos.engine.outbox.queue import LeaseLost
from odnos.engine.outbox.running import Interrupted
from odnos.engine.views import segments as kept
from odnos.engine.views.models import SavedView
from odnos.objects.registry import registry

if TYPE_CHECKING:
    from odnos.analytics.findings.jobs import Teller

EVERY = 1.0
"""Seconds between two words of how far it is."""


def gathered(
    found: FindingRun, by: Actor, at: dt.datetime, tell: Teller, *, over: Callable[[SavedView], None]
) -> None:
    """Keep the records of a run as a segment; nothing is left of one that was stopped. Raises Cancelled, NoSegment, Denied.

    The view is made in the step in which the run is `over`: a worker that is killed before leaves neither, one that is killed
    after both, and no run makes a second view.
    """
    said = found.terms
    try:
        with tell.run.step():
            kept.drop(said["token"])  # what an attempt left that was broken off
            segment = kept.begin(
                registry.get(said["object"]).key, said["name"], named=said["token"], by=by, at=at
            )
        for start in range(0, len(said["ids"]), segments.AT_ONCE):
            with tell.run.step():
                segments.take_in(segment, said["ids"][start : start + segments.AT_ONCE], by=by)
            if time.monotonic() - tell.last >= EVERY:
                tell.say(100 * start // len(said["ids"]))
        tell.say(99)
        with tell.run.step():
            over(segments.view_of(segment, audience=said["audience"], by=by))
    except (Interrupted, LeaseLost):
        raise  # whoever takes the job up begins anew, or has done so
    except Exception:
        with tell.run.step():
            kept.drop(said["token"])
        raise
