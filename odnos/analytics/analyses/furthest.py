"""How far each deal came, in the SQL of a store.

In any order a deal has come as far as the furthest stage that it was in, whichever it left out. In strict order it has come as
far as the stages follow one another without a gap; steps at the same moment are told apart by their ids. With a window only
steps within so many days of the deal's first one count.

Steps are by far the most rows: where few deals are asked about, only theirs are put together.
"""

from __future__ import annotations

from collections.abc import Sequence

from odnos.analytics.analyses.population import Population
from odnos.analytics.analyses.sql import ranked


def furthest(
    ids: Sequence[int], deals: Population, group: str, *, is_strict: bool, window: int | None, are_few: bool
) -> str:
    """Return the SQL of each deal's group, outcome and the place, among the stages `ids`, that it came to; `window` is in days."""
    amount = 't."amount_converted"' if deals.knows("amount") else "NULL"
    reason = "NULLIF(t.lost_reason, '')" if deals.knows("lost_reason") else "NULL"
    inner = deals.table(
        f"t.id AS id, {group} AS g, t.status AS status, {amount} AS amount, {reason} AS lost_reason"
    )
    steps = soon(window, deals.table("t.id AS id") if are_few else "")
    came = strict_order(ids, steps) if is_strict else any_order(ids, steps)
    return (
        "SELECT d.id, d.g, d.status, d.amount, d.lost_reason, COALESCE(r.rank, 0) AS rank"
        f" FROM ({inner}) AS d LEFT JOIN ({came}) AS r ON r.deal_id = d.id"
    )


def soon(window: int | None, few: str) -> str:
    """Return the SQL of the steps `c` within a window, of the `few` deals if their ids are given as SQL."""
    table = '"stage_change" AS c'
    if window is None:
        return f"{table}{theirs('c', few)}"
    firsts = f'SELECT s.deal_id, min(s.at) AS first_at FROM "stage_change" AS s{theirs("s", few)} GROUP BY s.deal_id'
    within = f"c.at < w.first_at + INTERVAL '{int(window)}' DAY"
    return f"{table} JOIN ({firsts}) AS w ON w.deal_id = c.deal_id WHERE {within}"


def theirs(alias: str, few: str) -> str:
    return f" WHERE {alias}.deal_id IN ({few})" if few else ""


def any_order(ids: Sequence[int], steps: str) -> str:
    return f"SELECT c.deal_id, max({ranked('c.to_stage_id', ids)}) AS rank FROM {steps} GROUP BY c.deal_id"


def strict_order(ids: Sequence[int], steps: str) -> str:
    """Return the SQL of the last stage to which each stage before it led in turn; who never was in the first stays there."""
    count, place_of = len(ids), ranked("c.to_stage_id", ids)
    order = "row_number() OVER (PARTITION BY c.deal_id ORDER BY c.at, c.id) AS n"
    parts = [
        f"k AS (SELECT c.deal_id, {place_of} AS rank, {order} FROM {steps})",
        "m0 AS (SELECT deal_id, min(n) AS n FROM k WHERE rank = 0 GROUP BY deal_id)",
    ]
    parts += [
        f"m{place} AS (SELECT k.deal_id, min(k.n) AS n FROM k JOIN m{place - 1} AS b ON b.deal_id = k.deal_id"
        f" WHERE k.rank = {place} AND k.n > b.n GROUP BY k.deal_id)"
        for place in range(1, count)
    ]
    union = " UNION ALL ".join(f"SELECT deal_id, {place} AS rank FROM m{place}" for place in range(count))
    return f"WITH {', '.join(parts)} SELECT u.deal_id, max(u.rank) AS rank FROM ({union}) AS u GROUP BY u.deal_id"
