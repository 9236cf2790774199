"""What the lines of orders come to, kept with the orders in the transaction that writes the lines.

It is nobody's edit of the order, like a value worked out anew: it raises no version and writes no trail; an event tells it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from odnos.domains.orders.rules import less
from odnos.engine.outbox.emit import emit
from odnos.engine.records import quietly
from odnos.engine.records.draft import Draft
from odnos.lib.money import Money
from odnos.objects.registry import registry

TOTALLED = "order.totalled"
COLUMNS = ("subtotal", "subtotal_currency", "total", "total_currency")


def follow_lines(drafts: Sequence[Draft]) -> None:
    """Bring the sums of all orders up to date to which these lines belong, or belonged."""
    ids = {draft["order"] for draft in drafts} | {draft.was("order") for draft in drafts}
    changed = renew(sorted(ids - {None}))
    if changed:
        by, at = drafts[0].by, drafts[0].at
        emit(TOTALLED, object_key="order", records=changed, by=by, at=at, is_write=True)


def renew(ids: Sequence[int]) -> list[int]:
    """Sum the lines of orders that are not in the bin; return those orders whose sums changed."""
    order = registry.get("order")
    rows = quietly.locked(order, ids, ("discount", *COLUMNS[:2]))
    sums = quietly.summed(registry.get("order_line"), "order", "amount", [row[0] for row in rows])
    changed = []
    for record_id, version, discount, *before in rows:
        now = columns_of(sums.get(record_id), discount)
        if now[:2] != before:
            changed.append([*now, record_id, version])
    quietly.keep(order, COLUMNS, changed)
    return [row[-2] for row in changed]


def columns_of(subtotal: Money | None, discount: Any) -> list[Any]:
    if subtotal is None:
        return [None, "", None, ""]
    total = less(subtotal, discount)
    return [subtotal.amount, subtotal.currency, total.amount, total.currency]
