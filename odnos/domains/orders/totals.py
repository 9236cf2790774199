"""What the lines of orders come to, kept with the orders in the transaction that writes the lines.

It is nobody's edit of the order, like a value worked out anew: it raises no version and writes no trail; an event tells it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import Sum

from odnos.domains.orders.models import Order, OrderLine
from odnos.domains.orders.rules import less
from odnos.engine.access.tripwire import Mark, written
from odnos.engine.outbox.emit import emit
from odnos.engine.records.draft import Draft
from odnos.engine.tables import bulk
from odnos.engine.tables.among import Among
from odnos.lib.money import Money

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
    found = Order._base_manager.filter(Mark(Order._meta.db_table), Among(ids), deleted_at__isnull=True)
    if connection.features.has_select_for_update:
        found = found.select_for_update(no_key=True)
    names = ("pk", "version", "discount", "subtotal", "subtotal_currency")
    rows = list(found.order_by("pk").values_list(*names))
    sums = sums_of([row[0] for row in rows])
    changed = []
    for record_id, version, discount, *before in rows:
        now = columns_of(sums.get(record_id), discount)
        if now[:2] != before:
            changed.append([*now, record_id, version])
    bulk.update(Order, COLUMNS, changed, mark=written(Order._meta.db_table))
    return [row[-2] for row in changed]


def sums_of(ids: Sequence[int]) -> dict[int, Money]:
    """Return what the lines of each order come to; lines in several currencies come to nothing that could be said."""
    lines = OrderLine._base_manager.filter(
        Mark(OrderLine._meta.db_table), Among(ids, "order_id"), deleted_at__isnull=True, amount__isnull=False
    )
    summed = lines.order_by().values("order_id", "amount_currency").annotate(worth=Sum("amount"))
    by_order: dict[int, list[Money]] = defaultdict(list)
    for order, currency, worth in summed.values_list("order_id", "amount_currency", "worth"):
        by_order[order].append(Money(worth, currency))
    return {order: found[0] for order, found in by_order.items() if len(found) == 1}


def columns_of(subtotal: Money | None, discount: Any) -> list[Any]:
    if subtotal is None:
        return [None, "", None, ""]
    total = less(subtotal, discount)
    return [subtotal.amount, subtotal.currency, total.amount, total.currency]
