"""Analyses in every way that they can be asked, over whatever deals and orders there are."""

from collections.abc import Callable, Iterator
from typing import Any

from odnos.analytics.analyses import cohorts, funnel, outcomes, rating, velocity

Question = tuple[str, Callable[..., Any]]

WAYS: tuple[dict[str, Any], ...] = (
    {},
    {"order": "strict"},
    {"window": 10},
    {"window": 5, "order": "strict"},
    {"span": "2000-01-01..2099-12-31"},
    {"span": "2000-01-01..2099-12-31", "window": 5, "order": "strict", "split": "product"},
    *({"split": split} for split in ("person", "channel", "product", "week")),
)


def of_deals(pipeline: int) -> Iterator[Question]:
    """Yield the questions about deals, by name."""
    for words in WAYS:
        asked = funnel.Asked(pipeline=pipeline, **words)
        yield f"funnel {words}", lambda asked=asked, **who: funnel.funnel(asked, **who)
    few = funnel.Asked(pipeline=pipeline, span="2000-01-01..2099-12-31")
    yield "shares", lambda **who: funnel.begin_shares(few, **who)()
    for split in ("", "manager", "reason", "week", "quarter"):
        yield f"outcomes by {split}", lambda split=split, **who: outcomes.closings(split, **who)
    yield "time to close", velocity.to_close
    yield "top deals", rating.top_deals


def of_orders() -> Iterator[Question]:
    """Yield the questions about orders, by name."""
    span = "2025-01-01..2026-03-31"
    for grain in ("week", "month"):
        asked = cohorts.Asked(grain=grain, span=span, ages=6)
        yield f"cohorts by {grain}", lambda asked=asked, **who: cohorts.cohorts(asked, **who)
    for by in ("sum", "average"):
        rated = rating.Asked(by=by, number=15)
        yield f"rating by {by}", lambda rated=rated, **who: rating.rating(rated, **who)
