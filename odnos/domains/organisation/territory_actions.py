"""Territories with their rules and people: saved as one change set, so that one undo takes it all back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from odnos.domains.organisation.role_actions import KIND
from odnos.domains.organisation.territory_objects import TERRITORY, TERRITORY_RULE
from odnos.engine.access.actor import Actor
from odnos.engine.filters.tree import Condition
from odnos.engine.records import placing, read, territories, write
from odnos.engine.records.at_once import change_set, put_in_order
from odnos.engine.records.errors import Invalid
from odnos.engine.records.placing import Move
from odnos.engine.records.row import Row
from odnos.objects.registry import ObjectType, registry


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What a territory is to be: its names and people, and by object the filter of the records that belong to it."""

    number: int | None
    values: Mapping[str, Any]
    filters: Mapping[str, str]


def rows(*, by: Actor, at: dt.datetime, deleted: bool = False) -> list[Row]:
    """Return the territories in their order."""
    return list(read.query(TERRITORY, by=by, at=at, sort="position", limit=500, deleted=deleted).rows)


def rules_of(number: int, *, by: Actor, at: dt.datetime) -> dict[str, Row]:
    """Return the rules of a territory by object."""
    asked = Condition(("territory",), "is", number)
    found = [row for batch in read.iterate(TERRITORY_RULE, by=by, at=at, filter=asked) for row in batch]
    return {row["object"]: row for row in found}


def check(plan: Plan, *, by: Actor, at: dt.datetime) -> None:
    """Refuse filters that cannot be asked. Raises Invalid; the error of an object is under its key."""
    ctx = by.context(at)
    wrong = {
        key: [reason]
        for key, filter in plan.filters.items()
        if filter and (reason := territories.refusal(key, filter, ctx=ctx))
    }
    if wrong:
        raise Invalid(wrong)


def moves(plan: Plan, *, by: Actor, at: dt.datetime) -> list[Move]:
    """Return what would move if the plan were carried out. A territory that is not there yet goes by the number 0."""
    number = plan.number or 0
    found: list[Move] = []
    for object_type in changed(plan, by=by, at=at):
        order = {row.id: row["position"] for row in rows(by=by, at=at)}
        order.setdefault(number, at.timestamp())
        asked = Condition(("object",), "is", object_type.key)
        others = [
            (order[row["territory"]], row["territory"], object_type.key, row["filter"])
            for batch in read.iterate(TERRITORY_RULE, by=by, at=at, filter=asked)
            for row in batch
            if row["territory"] in order and row["territory"] != number
        ]
        own = [(order[number], number, object_type.key, plan.filters[object_type.key])]
        rules = territories.in_order([*others, *(own if own[0][3] else ())])
        found += placing.moves(object_type, rules.get(object_type.key, ()), at=at)
    return found


def changed(plan: Plan, *, by: Actor, at: dt.datetime) -> Iterator[ObjectType]:
    """Yield the objects about which the plan says something else than the rules do."""
    said = rules_of(plan.number, by=by, at=at) if plan.number else {}
    for key, filter in plan.filters.items():
        if filter != (said[key]["filter"] if key in said else ""):
            yield registry.get(key)


def save(plan: Plan, *, by: Actor, at: dt.datetime) -> tuple[Row, int]:
    """Carry a plan out; a job moves the records. Return the territory and the change set. Raises Invalid."""
    label = _("Territory “%(name)s” saved") % {"name": plan.values.get("name", "")}
    with change_set(KIND, label, by=by, at=at) as one:
        if plan.number is None:
            values = {"position": at.timestamp(), **plan.values}
            row = write.create(TERRITORY, values, by=by, at=at, change_set=one)
        else:
            row = write.update(
                TERRITORY, plan.number, plan.values, version=None, by=by, at=at, change_set=one
            )
        said = rules_of(row.id, by=by, at=at)
        for key, filter in plan.filters.items():
            settle(row.id, key, filter, said.get(key), by=by, at=at, change_set=one)
        return row, one


def settle(
    number: int, key: str, filter: str, rule: Row | None, *, by: Actor, at: dt.datetime, change_set: int
) -> None:
    if rule is not None and not filter:
        write.delete_one(TERRITORY_RULE, rule.id, by=by, at=at, change_set=change_set)
    elif rule is not None:
        values = {"filter": filter}
        write.update(TERRITORY_RULE, rule.id, values, version=None, by=by, at=at, change_set=change_set)
    elif filter:
        made = {"territory": number, "object": key, "filter": filter}
        write.create(TERRITORY_RULE, made, by=by, at=at, change_set=change_set)


def reorder(ids: Sequence[int], *, by: Actor, at: dt.datetime) -> None:
    """Put territories into the order of `ids`: of two that a record fits, the first has it."""
    put_in_order(TERRITORY, ids, by=by, at=at)


def archive(number: int, *, by: Actor, at: dt.datetime) -> int:
    """Take a territory away; a job finds its records another. Return the change set that undoes it."""
    name = read.get(TERRITORY, number, by=by).title
    with change_set(KIND, _("Territory “%(name)s” archived") % {"name": name}, by=by, at=at) as one:
        write.delete_one(TERRITORY, number, by=by, at=at, change_set=one)
        return one
