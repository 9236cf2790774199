"""The worker's part: a run asked of the store, worked out, and written in steps; whoever asked sees how far it is and can stop it."""

from __future__ import annotations

import datetime as dt
import math
import time
import traceback
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import repeat
from typing import TYPE_CHECKING, Any

from django.db import OperationalError

from odnos.analytics import store
from odnos.analytics.findings import asked, forgetting, gathering, keeping, leaving, runs, segments, terms
from odnos.analytics.findings.models import FindingRun, FoundCustomer
from odnos.analytics.models.refused import Refused
from odnos.analytics.reports.refusals import ReportError
from odnos.analytics.store.answer import StoreError
from odnos.engine.access.actor import Actor
from odnos.engine.access.rights import Denied
from odnos.engine.access.working import working_actor
from odnos.engine.filters.tree import FilterError
from odnos.engine.outbox import jobs, queue
from odnos.engine.outbox.running import Interrupted, Run
from odnos.engine.records.errors import Invalid
from odnos.engine.tables import bulk, definitions
from odnos.engine.views.models import SavedView

if TYPE_CHECKING:  # the models bring SciPy along, which only a run needs
    from odnos.analytics.findings import customers

State = FindingRun.State
EVERY = 1.0
"""Seconds between two words of how far it is."""
BATCH = 5000
ASKED, WORKED, DONE = 20, 80, 100
FAULT = "fault"
"""The reason of a run that stumbled; pages have the words."""


class Cancelled(RuntimeError):
    """Whoever asked did not want to know any more."""


@dataclass
class Teller:
    """Says how far a run is, and ends it when it was taken back; between two words it costs nothing."""

    run: Run
    found: FindingRun
    progress: int = 0
    last: float = field(default_factory=time.monotonic)

    def __call__(self, part: float = 0.0) -> None:
        """The working-out is on; `part` of it is done, from 0 to 1."""
        if time.monotonic() - self.last >= EVERY:
            self.say(max(self.progress, ASKED + int(part * (WORKED - ASKED))))

    def say(self, progress: int) -> None:
        """Note how far it is. Raises Cancelled."""
        self.last, self.progress = time.monotonic(), progress
        with self.run.step():
            still = FindingRun.objects.filter(pk=self.found.pk, state=State.RUNNING)
            if not still.update(progress=progress):
                raise Cancelled


@jobs.job(runs.JOB, long=True)
def work(run: Run, *, run_id: int) -> None:
    """Work a run out, from the beginning if it was broken off."""
    definitions.refresh()
    with run.step() as at:
        waiting = FindingRun.objects.filter(pk=run_id, state__in=runs.OPEN)
        if not waiting.update(state=State.RUNNING, started_at=at, progress=0):
            return
        FoundCustomer.objects.filter(run_id=run_id).delete()
    found = FindingRun.objects.get(pk=run_id)
    try:
        by = working_actor(found.actor_id, at=at)
        KINDS[found.kind](found, by, at, Teller(run, found))
    except Cancelled:
        return
    except Refused as refusal:
        over(run, found, State.REFUSED, reason=refusal.reason.value, facts=dict(refusal.facts))
    except (Denied, Invalid, FilterError, ReportError, StoreError, segments.NoSegment) as error:
        over(run, found, State.FAILED, reason=str(error)[:300])
    except (Interrupted, queue.LeaseLost, OperationalError):
        raise  # it goes on later, from the beginning
    except Exception:  # noqa: BLE001 - a fault would come again: whoever waits is told, and what happened is kept with the job
        stumbled(run, found, traceback.format_exc())


def stumbled(run: Run, found: FindingRun, fault: str) -> None:
    """End a run by a fault of ours, and its job for good: it stands among those that failed, with where it stumbled."""
    over(run, found, State.FAILED, reason=FAULT)
    with run.step() as at:
        queue.fail(replace(run.claim, attempts=run.claim.max_attempts), fault, at=at)


def over(run: Run, found: FindingRun, state: str, **more: Any) -> None:
    """End a run that is still wanted."""
    with run.step() as at:
        forgetting.leave_out_erased(found)
        end(found, state, at=at, **more)


def end(found: FindingRun, state: str, *, at: dt.datetime, **more: Any) -> bool:
    """Write down that a run is over; say whether it was still wanted."""
    still = FindingRun.objects.filter(pk=found.pk, state=State.RUNNING)
    written = {"state": state, "progress": DONE, "finished_at": at, "terms": runs.terms_of(found), **more}
    return bool(still.update(**written))


def of_customers(found: FindingRun, by: Actor, at: dt.datetime, tell: Teller) -> None:
    """Analyse customers; write a row for each."""
    from odnos.analytics.findings import customers

    given = terms.customer_terms(found.terms)
    source = asked.SOURCES[given.source]
    groups = asked.purchases(source, given.customer, by=by, at=at, store=store.store())
    tell.say(ASKED)
    until = given.until or by.context(at).today
    analysed = customers.analysed(groups, given, until=until, told=tell)
    tell.say(WORKED)
    write(tell, analysed)
    outcome = {**analysed.outcome, "currency": by.context(at).currency}
    over(tell.run, found, State.DONE, outcome=outcome, as_of=groups.as_of)


def of_baskets(found: FindingRun, by: Actor, at: dt.datetime, tell: Teller) -> None:
    """Analyse baskets; the rules stand in the outcome."""
    from odnos.analytics.findings import baskets

    given = baskets.resolved(terms.basket_terms(found.terms), by=by, at=at)
    groups = asked.lines(asked.SOURCES[given.source], by=by, at=at, store=store.store())
    tell.say(ASKED)
    outcome = baskets.analysed(groups, given, told=tell)
    over(tell.run, found, State.DONE, outcome=outcome, as_of=groups.as_of)


def of_segment(found: FindingRun, by: Actor, at: dt.datetime, tell: Teller) -> None:
    """Keep many records as a segment."""

    def kept(view: SavedView) -> None:
        outcome = {"view": view.pk, "object": view.object_key}
        if not end(found, State.DONE, at=tell.run.now(), outcome=outcome):
            raise Cancelled

    gathering.gathered(found, by, at, tell, over=kept)


KINDS: dict[str, Callable[[FindingRun, Actor, dt.datetime, Teller], None]] = {
    "customers": of_customers,
    "baskets": of_baskets,
    segments.KIND: of_segment,
}


def write(tell: Teller, analysed: customers.Found) -> None:
    """Write what was found about each customer, some thousand at a time."""
    columns = columns_of(analysed)
    number = len(analysed.behaviour)
    for begin in range(0, number, BATCH):
        part = slice(begin, begin + BATCH)
        with tell.run.step():
            rows = {name: values[part] for name, values in columns.items()}
            bulk.insert(FoundCustomer, {"run_id": repeat(tell.found.pk), **rows})
        tell(1.0)


def columns_of(analysed: customers.Found) -> dict[str, list[Any]]:
    """Return the columns of the rows; what is not known is None."""
    r, f, m = analysed.scores.T.tolist()
    return {
        "customer_id": analysed.behaviour.ids.tolist(),
        "recency": whole(analysed.behaviour.recency.tolist()),
        "frequency": whole(analysed.behaviour.frequency.tolist()),
        "money": [amount.quantize(Decimal("0.0001")) for amount in analysed.money],
        "r": r,
        "f": f,
        "m": m,
        "part": analysed.parts.tolist(),
        "cluster": [None if one < 0 else one for one in analysed.clusters.tolist()],
        "alive": known(analysed.alive.tolist()),
        "expected": known(analysed.expected.tolist()),
        "worth": known(analysed.worth.tolist()),
    }


def whole(values: Iterable[float]) -> list[int]:
    return [round(value) for value in values]


def known(values: Iterable[float]) -> list[float | None]:
    return [None if math.isnan(value) else value for value in values]


__all__ = ["keeping", "leaving", "work"]
