"""How long models take: BG/NBD over a million customers, and frequent sets against another implementation in the same run."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas
from mlxtend.frequent_patterns import fpgrowth

from odnos.analytics.models.baskets import sets
from odnos.analytics.models.lifetime import betageometric
from odnos.analytics.models.lifetime.histories import Histories
from tests.analytics.models import retail

CUSTOMERS = 1_000_000
SUPPORT = 0.005


def section() -> str:
    """Return the section of models, printed."""
    customers = bought()
    fitted, model = timed(lambda: betageometric.fit(customers))
    valued, _found = timed(lambda: model.conditional(customers, 52.0))
    baskets, items = retail.baskets()
    own, found = timed(lambda: sets.frequent(baskets, items, support=SUPPORT))
    frame = pandas.DataFrame(table(baskets, items))
    other, theirs = timed(lambda: fpgrowth(frame, min_support=SUPPORT))
    assert len(theirs) == len(found.counts)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    lines = [
        "\n## Models\n",
        "Seconds of the clock, of the processor in brackets.\n",
        f"- BG/NBD fitted to {CUSTOMERS:,} customers: {said(fitted)} (aim: 15 s)",
        f"- expected purchases of each: {said(valued)}",
        f"- {len(found.counts):,} frequent sets of online_retail at support {SUPPORT}: {said(own)}; "
        f"mlxtend's fpgrowth {said(other)}: × {other[0] / own[0]:.1f} (aim: 8)",
        f"- memory at most: {peak:,.0f} MB, of which fpgrowth's table is the most",
    ]
    text = "\n".join(lines)
    print(text, flush=True)
    return text


def timed(work: Callable[[], Any]) -> tuple[tuple[float, float], Any]:
    """Return how long work took, by the clock and of the processor, and what it gave."""
    clock, processor = time.perf_counter(), time.process_time()
    made = work()
    return (time.perf_counter() - clock, time.process_time() - processor), made


def said(seconds: tuple[float, float]) -> str:
    return f"{seconds[0]:.1f} s ({seconds[1]:.1f})"


def table(baskets: Any, items: Any) -> Any:
    filled = np.zeros((baskets.max() + 1, items.max() + 1), bool)
    filled[baskets, items] = True
    return filled


def bought() -> Histories:
    """Customers who behave as BG/NBD says, watched for up to two years of days."""
    chance = np.random.default_rng(1)
    pace, leaving = chance.gamma(0.6, 1 / 6.0, CUSTOMERS), chance.beta(0.8, 2.4, CUSTOMERS)
    span = chance.integers(30, 730, CUSTOMERS) / 7
    repeats, last, now = np.zeros(CUSTOMERS), np.zeros(CUSTOMERS), np.zeros(CUSTOMERS)
    there = np.arange(CUSTOMERS)
    while len(there):
        now[there] += chance.exponential(1 / np.maximum(pace[there], 1e-12))
        there = there[now[there] < span[there]]
        repeats[there] += 1
        last[there] = np.round(now[there] * 7) / 7
        there = there[chance.random(len(there)) >= leaving[there]]
    return Histories(repeats, np.minimum(last, span), span)


if __name__ == "__main__":
    section()
