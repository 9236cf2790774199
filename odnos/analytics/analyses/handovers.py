"""Records that went from one person to another: how many left each, or came to each, in a period."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from functools import partial
from typing import Any, Literal

from django.utils.translation import gettext as _

from odnos.analytics.analyses.population import Population
from odnos.analytics.reports.conditions import both
from odnos.analytics.reports.definition import Report
from odnos.analytics.reports.result import Group, Head, Line, Result
from odnos.analytics.reports.spans import OPEN, local
from odnos.analytics.store.answer import Store
from odnos.engine.access.actor import Actor
from odnos.engine.filters.tree import Condition, Node
from odnos.engine.records import read
from odnos.objects.registry import registry

MOST = 500
"""Records that a filter still names."""
Side = Literal["from", "to"]


def handovers(asked: Report, *, side: Side, by: Actor, at: dt.datetime, store: Store) -> Result:
    """Return how many records left each person, or came to each, in the period of a report; its lines find them.

    A record that went several times counts once for each person. Raises ReportError, FilterError, Denied, StoreError.
    """
    kind = registry.get(asked.object_key)
    records = Population(key=asked.object_key, by=by, at=at, store=store)
    records.only(asked.where)
    went = changes(records, asked, side)
    found = records.ask(f"SELECT g, count(*) FROM ({went}) AS w GROUP BY g ORDER BY g")
    [(whole,)] = records.ask(f"SELECT count(DISTINCT id) FROM ({went}) AS w").rows
    ids: dict[Any, list[int]] = defaultdict(list)
    for value, record_id in records.ask(
        f"SELECT g, id FROM ({went}) AS w ORDER BY g, id LIMIT {MOST * 20}"
    ).rows:
        ids[value].append(int(record_id))
    titles = read.titles([("user", row[0]) for row in found.rows if row[0]], by=by)
    every = sorted({one for some in ids.values() for one in some})
    return Result(
        report=Report(object_key=asked.object_key),
        dimensions=(Head(_("Previous owner") if side == "from" else _("New owner")),),
        measures=(Head(_("Handed over") if side == "from" else _("Taken over")),),
        across=((),),
        lines=tuple(
            line((group_of(value, titles.get(("user", value or 0))),), int(number), ids[value])
            for value, number in found.rows
        ),
        total=line((), int(whole), every),
        as_of=found.as_of,
        words=_("%(objects)s that went to another owner in the period, of those that you may see.")
        % {"objects": kind.plural},
    )


def group_of(value: int | None, title: str | None) -> Group:
    return Group(value=value, text=title or (_("Hidden") if value else _("(empty)")))


def changes(records: Population, asked: Report, side: Side) -> str:
    """Return the SQL of the records that went, each once for each person whom it left or came to."""
    asking = records.asking
    day = asking.dialect.day.format(local('c."at"', asking.ctx.timezone, within=OPEN))
    limits = [f"c.object_key = {asking.value(asked.object_key)}"]
    if asked.period is not None:
        span = records.span(asked.period.span)
        limits += [f"{day} >= {asking.value(span.start)}"] if span.start else []
        limits += [f"{day} < {asking.value(span.end)}"] if span.end else []
    return (
        f'SELECT DISTINCT c."{side}_id" AS g, c.record_id AS id FROM "owner_change" AS c'
        f" JOIN ({records.table('t.id AS id')}) AS d ON d.id = c.record_id WHERE {both(limits)}"
    )


def line(groups: tuple[Group, ...], number: int, ids: list[int]) -> Line:
    found: Node | None = Condition(("id",), "in", ids) if number == len(ids) <= MOST else None
    return Line(groups, ((number,),), found)


handed_over, taken_over = partial(handovers, side="from"), partial(handovers, side="to")
