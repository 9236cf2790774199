"""How far each deal came, in the SQL of a store.

In any order a deal has come as far as the furthest stage that it was in, whichever it left out. In strict order it has come as
far as the stages follow one another without a gap; steps at the same moment are told apart by their ids. With a window only
steps within so many days of the deal's first one count.
"""

from __future__ import annotations

from collections.abc import Sequence

from odnos.analytics.analyses.population import Population
from odnos.analytics.analyses.sql import ranked


def furthest(
    ids: Sequence[int], deals: Population, group: str, *, is_strict: bool, window: int | None
) -> str:
    """Return the SQL of each deal's group, outcome and the place, among the stages `ids`, that it came to; `window` is in days."""
    amount = 't."amount_converted"' if deals.knows("amount") else "NULL"
    reason = "NULLIF(t.lost_reason, '')" if deals.knows("lost_reason") else "NULL"
    inner = deals.table(
        f"t.id AS id, {group} AS g, t.status AS status, {amount} AS amount, {reason} AS lost_reason"
    )
    steps = (
        "SELECT c.deal_id, c.to_stage_id, c.at, row_number() OVER (PARTITION BY c.deal_id ORDER BY c.at, c.id) AS n,"
        " min(c.at) OVER (PARTITION BY c.deal_id) AS first_at"
        ' FROM "stage_change" AS c'
    )
    if window is not None:
        steps = f"SELECT * FROM ({steps}) AS w WHERE w.at < w.first_at + INTERVAL '{int(window)}' DAY"
    known = f"SELECT s.deal_id, {ranked('s.to_stage_id', ids)} AS rank, s.n FROM ({steps}) AS s"
    came = strict_order(known, len(ids)) if is_strict else any_order(known)
    return (
        "SELECT d.id, d.g, d.status, d.amount, d.lost_reason, COALESCE(r.rank, 0) AS rank"
        f" FROM ({inner}) AS d LEFT JOIN ({came}) AS r ON r.deal_id = d.id"
    )


def any_order(known: str) -> str:
    return f"SELECT k.deal_id, max(k.rank) AS rank FROM ({known}) AS k GROUP BY k.deal_id"


def strict_order(known: str, count: int) -> str:
    """Return the SQL of the last stage to which each stage before it led in turn; who never was in the first stays there."""
    parts = [f"k AS ({known})", "m0 AS (SELECT deal_id, min(n) AS n FROM k WHERE rank = 0 GROUP BY deal_id)"]
    parts += [
        f"m{place} AS (SELECT k.deal_id, min(k.n) AS n FROM k JOIN m{place - 1} AS b ON b.deal_id = k.deal_id"
        f" WHERE k.rank = {place} AND k.n > b.n GROUP BY k.deal_id)"
        for place in range(1, count)
    ]
    union = " UNION ALL ".join(f"SELECT deal_id, {place} AS rank FROM m{place}" for place in range(count))
    return f"WITH {', '.join(parts)} SELECT u.deal_id, max(u.rank) AS rank FROM ({union}) AS u GROUP BY u.deal_id"
