"""The records behind a figure of what happened to them."""

from __future__ import annotations

import datetime as dt

from odnos.analytics.reports import counted
from odnos.analytics.reports.answering import SECONDS
from odnos.analytics.reports.asking import Asking
from odnos.analytics.reports.conditions import held
from odnos.analytics.reports.counted import Counted
from odnos.analytics.reports.dialects import DIALECTS
from odnos.analytics.reports.dialects import name as quoted
from odnos.analytics.reports.fitting import of_node
from odnos.analytics.reports.sources import Source
from odnos.analytics.store.answer import Store
from odnos.analytics.store.sharing import asked_by
from odnos.engine.access.actor import Actor
from odnos.engine.filters.tree import Node
from odnos.engine.records import reads


def records(
    kind: Counted, node: Node, *, by: Actor, at: dt.datetime, store: Store, most: int
) -> tuple[list[int], int]:
    """Return the first of the records that what meets a filter happened to, and how many there are.

    Raises ReportError, FilterError, Denied, StoreError.
    """
    counted.check(kind, by=by)
    reads.asked(kind, of_node(node), by=by, at=at)
    asking = Asking(by=by, at=at, dialect=DIALECTS[store.dialect])
    source = Source(object_type=kind, asking=asking)
    where = held(kind, source.alias, node, asking)
    record = f"{source.alias}.{quoted(kind.field(kind.record).columns[0])}"
    found = asked_by(store, by).ask(
        f"SELECT id, count(*) OVER () FROM (SELECT DISTINCT {record} AS id FROM {source.sql} WHERE {where}) AS w"
        f" ORDER BY id DESC LIMIT {int(most)}",
        asking.parameters,
        seconds=SECONDS,
    )
    return [row[0] for row in found.rows], int(found.rows[0][1]) if found.rows else 0
