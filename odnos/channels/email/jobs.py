"""Letters wait in the outbox and are sent by the worker, never while somebody waits for a page."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from odnos.channels.email import composing, sending, server
from odnos.engine.access import actor
from odnos.engine.outbox import jobs, queue
from odnos.engine.outbox.running import Run
from odnos.lib import letters

TRIES = 16
"""With growing pauses: five hours, after which a server that greylists or was away has had its chance."""


@jobs.job(letters.JOB, long=True, max_attempts=TRIES)
def send(run: Run, *, letter: dict[str, Any]) -> None:
    """Send one letter. What is refused for good is dead at once, with what the server said; all else is tried again."""
    there = server.server()
    with run.step() as at:
        said = letters.from_json(letter)
        message = composing.message(
            said, sender=there.sender, by_name=actor.organisation().name or "Odnos", at=at
        )
    try:
        sending.send(message, to=said.to, server=there)
    except sending.Refused as refusal:
        with run.step() as at:
            queue.fail(replace(run.claim, attempts=run.claim.max_attempts), str(refusal), at=at)
