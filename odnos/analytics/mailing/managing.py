"""Reports that are sent to others: who subscribed them lists these and ends them, and so does who may change the report.

What goes to somebody is that person's own affair: a subscription that people made for themselves is in nobody else's list.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Collection, Iterable

from odnos.analytics.mailing.objects import SUBSCRIPTION
from odnos.analytics.mailing.recipients import may_subscribe_others
from odnos.analytics.saved.objects import REPORT
from odnos.engine.access.actor import Actor, system_actor
from odnos.engine.filters.tree import Condition, Node
from odnos.engine.records import read, write
from odnos.engine.records.errors import Invalid, NotFound
from odnos.engine.records.reach import reach
from odnos.engine.records.row import Row

REASON = "who subscribed others sees what goes to them"


def made_for_others(*, by: Actor, at: dt.datetime) -> list[Row]:
    """Return the subscriptions that somebody made for others, of whichever report they still see."""
    return [] if by.user_id is None else found(Condition(("created_by",), "is", by.user_id), by=by, at=at)


def of_report(report: Row, *, by: Actor, at: dt.datetime) -> list[Row]:
    """Return the subscriptions of a report that `by` may end though they are others'."""
    return found(Condition(("report",), "is", report.id), by=by, at=at)


def found(which: Node, *, by: Actor, at: dt.datetime) -> list[Row]:
    asked = read.iterate(SUBSCRIPTION, by=system_actor(REASON), at=at, filter=which, sort="name")
    return managed([row for rows in asked for row in rows], by=by)


def managed(rows: Iterable[Row], *, by: Actor) -> list[Row]:
    """Return those of the subscriptions that `by` may end though they are others'."""
    others = [
        row for row in rows if row["owner"] != by.user_id and row["created_by"] not in (None, row["owner"])
    ]
    seen = reports({row["report"] for row in others}, by=by, deed="see")
    changed = reports(seen, by=by, deed="edit") if may_subscribe_others(by) else set()
    return [
        row
        for row in others
        if (row["created_by"] == by.user_id and row["report"] in seen) or row["report"] in changed
    ]


def reports(ids: Collection[int], *, by: Actor, deed: str) -> set[int]:
    """Return which of some reports `by` sees, or may change."""
    return set(reach(REPORT, by=by, deed=deed).filter(pk__in=list(ids)).values_list("pk", flat=True))  # type: ignore[arg-type]


def get(number: int, *, by: Actor, deleted: bool = False) -> Row:
    """Return a subscription of somebody else that `by` may end. Raises NotFound."""
    row = read.get(SUBSCRIPTION, number, by=system_actor(REASON), deleted=deleted)
    if not managed([row], by=by):
        raise NotFound(f"report_subscription {number}")
    return row


def end(number: int, *, by: Actor, at: dt.datetime) -> Row:
    """End it; the trail says by whom. Raises NotFound."""
    row = get(number, by=by)
    write.delete_one(SUBSCRIPTION, row.id, by=steward(by), at=at)
    return row


def take_back(number: int, *, by: Actor, at: dt.datetime) -> Row:
    """Have it sent again, if it was `by` who ended it: what its recipient ended stays so. Raises NotFound, Invalid."""
    row = get(number, by=by, deleted=True)
    if row.columns["updated_by_id"] != by.user_id:
        raise NotFound(f"report_subscription {number}")
    [outcome] = write.restore(SUBSCRIPTION, [row.id], by=steward(by), at=at)
    if outcome.errors:
        raise Invalid(outcome.errors)
    return row


def steward(by: Actor) -> Actor:
    """Return who does what the rule above lets them do, in their own name."""
    return dataclasses.replace(by, role="system", narrow=None)
