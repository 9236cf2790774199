"""Records that were there before a territory's rules: what would move when they change, and the job that moves it.

A job goes over each object by id, in steps that each stand; nothing of it is an edit, so nothing is audited. Run again, it
finds nothing left to do. What undoes it is to put the rules back: the job follows them.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import BigIntegerField, Case, Count, F, Max, Q, QuerySet, Value, When

from odnos.engine.access.actor import organisation
from odnos.engine.access.tripwire import Written
from odnos.engine.filters.tree import FilterError, Node
from odnos.engine.outbox import emit, jobs, schedules
from odnos.engine.outbox.running import Run
from odnos.engine.records import territories
from odnos.engine.records.conditions import compiled
from odnos.engine.records.contains import Lookups
from odnos.engine.records.heirs import parts
from odnos.engine.records.kept import aliased, asked
from odnos.engine.records.reach import everywhere
from odnos.engine.records.territories import EVERYTHING, Rules
from odnos.engine.tables import definitions
from odnos.objects.context import Context
from odnos.objects.registry import ObjectType, UnknownField

STEP = 2000
NIGHTLY = dt.timedelta(days=1)
CHANGES = ("created", "updated", "deleted", "restored", "undone")


@dataclass(frozen=True)
class Move:
    """How many records of an object go from one territory to another; None is none."""

    object_key: str
    source: int | None
    target: int | None
    number: int


def moves(object_type: ObjectType, rules: Rules, *, at: dt.datetime) -> list[Move]:
    """Return what would move if these were the rules of an object, most first."""
    found = misplaced(object_type, rules, at=at)
    counted = found.order_by().values_list("territory_id", "now_in").annotate(number=Count("pk"))
    every = [Move(object_type.key, source, target, number) for source, target, number in counted]
    return sorted(every, key=lambda move: -move.number)


def misplaced(object_type: ObjectType, rules: Rules, *, at: dt.datetime) -> QuerySet[Any]:
    """Return the query of records that are elsewhere than their rules say, `now_in` being where they belong."""
    ctx = Context(at=at, timezone=ZoneInfo(organisation().timezone))
    lookups = Lookups(by=EVERYTHING, deleted=True)  # rules go over all: the index would be asked for too much
    found: QuerySet[Any] = everywhere(object_type, deleted=False)
    cases = []
    for territory, node in usable(object_type, rules, ctx=ctx):
        found = aliased(object_type, found, asked(object_type, node))
        condition = compiled(object_type, node, by=EVERYTHING, ctx=ctx, lookups=lookups)
        cases.append(When(condition, then=Value(territory)))
    belongs = Case(*cases, default=None, output_field=BigIntegerField())
    found = found.annotate(now_in=belongs)
    elsewhere = Q(territory_id__isnull=True, now_in__isnull=False) | Q(
        territory_id__isnull=False, now_in__isnull=True
    )
    other: QuerySet[Any] = found.filter(elsewhere | (Q(now_in__isnull=False) & ~Q(now_in=F("territory_id"))))
    return other


def usable(object_type: ObjectType, rules: Rules, *, ctx: Context) -> Iterator[tuple[int, Node]]:
    """Yield the rules that can be asked; the field of another may be gone."""
    for territory, node in rules:
        try:
            compiled(object_type, node, by=EVERYTHING, ctx=ctx, lookups=Lookups(by=EVERYTHING, deleted=True))
        except (FilterError, UnknownField):
            continue
        yield territory, node


@jobs.job("territories.place", long=True)
def place(run: Run, *, event_id: int | None = None) -> None:  # noqa: ARG001 -- a listener's signature
    """Put every record where the rules say by now."""
    definitions.refresh()
    for object_type in list(territories.placed()):
        if not has_any(object_type):
            continue
        last = everywhere(object_type, deleted=False).aggregate(last=Max("pk"))["last"] or 0
        behind = 0
        while behind < last:
            behind = place_some(run, object_type, behind)


def has_any(object_type: ObjectType) -> bool:
    """Whether an object has rules, or records that had some."""
    kept = everywhere(object_type, deleted=False).filter(territory_id__isnull=False)
    return bool(territories.rules_of(object_type.key)) or kept.exists()


def place_some(run: Run, object_type: ObjectType, behind: int) -> int:
    """Place the next records behind an id; return how far that was."""
    with run.step() as at:
        window = everywhere(object_type, deleted=False).filter(pk__gt=behind).order_by("pk")
        ids: list[int] = list(window.values_list("pk", flat=True)[:STEP])
        if not ids:
            return behind + STEP
        found = misplaced(object_type, territories.rules_of(object_type.key), at=at)
        among = found.filter(pk__gt=behind, pk__lte=ids[-1])
        targets: dict[int | None, list[int]] = defaultdict(list)
        for number, target in among.values_list("pk", "now_in"):
            targets[target].append(number)
        for target, moved in targets.items():
            put(object_type, moved, target)
    return ids[-1]


def put(object_type: ObjectType, ids: Sequence[int], territory: int | None) -> None:
    """Write down where records are; their parts, and the parts of those, are there too."""
    table = object_type.model._base_manager.filter(Written(object_type))
    table.filter(pk__in=ids).update(territory_id=territory)
    emit.renewed(object_type.key, ids)
    for part, theirs in parts(object_type, ids):
        found = everywhere(part, deleted=None).filter(theirs)
        if moved := list(found.values_list("pk", flat=True)):
            put(part, moved, territory)


def listen() -> None:
    """Have the job run whenever a territory or a rule is another."""
    for key in ("territory", "territory_rule"):
        for change in CHANGES:
            emit.on(f"{key}.{change}")(place)


listen()
schedules.every("territories.place", NIGHTLY, offset=dt.timedelta(hours=3, minutes=10))
