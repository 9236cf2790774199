"""How the last mail of each subscription went: counted, handed to the mail server, taken by it, or refused."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from django.db.models import Max

from odnos.analytics.mailing.models import Delivery
from odnos.engine.outbox.models import Job

State = Literal["waiting", "leaving", "late", "refused", "sent", "quiet", "nobody"]


@dataclass(frozen=True)
class Last:
    """The last mail of a subscription. One that is late was not taken at the first try and is tried again, for hours."""

    state: State
    at: dt.datetime

    @property
    def is_busy(self) -> bool:
        """Whether it is something else in a moment."""
        return self.state in ("waiting", "leaving")


def key_of(delivery: Delivery) -> str:
    """Return what names the letter of a delivery for good."""
    return f"report:{delivery.subscription_id}@{delivery.slot}"


def last(subscriptions: Sequence[int]) -> dict[int, Last]:
    """Return the last mail of each of some subscriptions that ever had one."""
    of = Delivery.objects.filter(subscription_id__in=subscriptions)
    newest = of.values("subscription_id").annotate(last=Max("pk")).values("last")
    found = list(Delivery.objects.filter(pk__in=newest))
    keys = [f"mail:{key_of(one)}" for one in found if one.state == Delivery.State.SENT]
    jobs = {job.key: job for job in Job.objects.filter(key__in=keys).defer("args")}
    return {one.subscription_id: Last(told(one, jobs.get(f"mail:{key_of(one)}")), one.at) for one in found}


def told(delivery: Delivery, job: Job | None) -> State:
    """Return how far a delivery is, with the job that hands its letter over: one that is done is kept for some time only."""
    if delivery.state != Delivery.State.SENT:
        return delivery.state  # type: ignore[return-value]
    if job is None or job.state == Job.State.DONE:
        return "sent"
    if job.state == Job.State.DEAD:
        return "refused"
    return "late" if job.state == Job.State.READY and job.attempts else "leaving"
