"""Which territory a record is in: the first one, in their order, whose rule the record matches.

It is settled with each write and kept in a column with an index, so that a page of a territory costs no more than one of a
team. When rules change, a job goes over what was there before. Parts of a record are where their whole is.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from odnos.engine.access.actor import Actor
from odnos.engine.access.models import Territory, TerritoryRule
from odnos.engine.filters import text
from odnos.engine.filters.tree import FilterError, Node
from odnos.engine.records.conditions import compiled
from odnos.engine.records.contains import Lookups
from odnos.engine.records.draft import Draft
from odnos.engine.records.holds import Subject, holding
from odnos.engine.tables import definitions
from odnos.engine.tables.definitions import Definitions
from odnos.objects.access import OwnTeamAll
from odnos.objects.context import Context
from odnos.objects.registry import ObjectType, UnknownField, registry

Rules = Sequence[tuple[int, Node]]
"""Territories with what their records match, the first in order first."""
EVERYTHING = Actor(user_id=None, name="Odnos", role="system")
"""Rules look at whole records, whoever writes them."""
log = logging.getLogger(__name__)
_known: Mapping[str, Rules] | None = None


def placed() -> Iterator[ObjectType]:
    """Yield the objects whose records are placed by rules: those with an owner."""
    return (item for item in registry if isinstance(item.access, OwnTeamAll))


def rules_of(object_key: str) -> Rules:
    """Return the rules that place the records of an object."""
    if _known is None:
        read()
    return (_known or {}).get(object_key, ())


def settle(object_type: ObjectType, drafts: Sequence[Draft]) -> None:
    """Set the territory of drafts that change anything; those that no rule matches are in none."""
    rules = rules_of(object_type.key) if isinstance(object_type.access, OwnTeamAll) else ()
    waiting = [draft for draft in drafts if rules and not draft.errors and (draft.is_new or draft.changes())]
    found: dict[int, int] = {}
    for territory, node in rules:
        still = [place for place in range(len(waiting)) if place not in found]
        subjects = [subject_of(waiting[place]) for place in still]
        for place, held in zip(still, held_by(object_type, node, subjects), strict=True):
            if held:
                found[place] = territory
    for place, draft in enumerate(waiting):
        draft.set("territory", found.get(place))


def subject_of(draft: Draft) -> Subject:
    return Subject(id=draft.id, value=draft.__getitem__, ctx=draft.ctx)


def held_by(object_type: ObjectType, node: Node, subjects: Sequence[Subject]) -> list[bool]:
    """Return of which subjects a rule holds; one whose field is gone holds of none."""
    try:
        return holding(object_type, node, subjects, by=EVERYTHING) if subjects else []
    except (FilterError, UnknownField) as reason:
        log.warning("a territory's rule about %s cannot be asked: %s", object_type.key, reason)
        return [False] * len(subjects)


def refusal(object_key: str, written: str, *, ctx: Context) -> str:
    """Return why a rule cannot be asked; nothing when it can."""
    if object_key not in registry:
        return ""
    try:
        object_type = registry.get(object_key)
        compiled(object_type, text.parse(written), by=EVERYTHING, ctx=ctx, lookups=Lookups(by=EVERYTHING))
    except (FilterError, UnknownField) as reason:
        return str(reason)
    return ""


def read() -> None:
    """Learn the rules."""
    global _known  # noqa: PLW0603 -- what the process knows, replaced in one go
    order = {row["id"]: row["position"] for row in rows_of(Territory)}
    _known = in_order(
        (order[row["territory_id"]], row["territory_id"], row["object"], row["filter"])
        for row in rows_of(TerritoryRule)
        if row["territory_id"] in order
    )


def in_order(written: Iterable[tuple[float, int, str, str]]) -> dict[str, Rules]:
    """Return rules by object out of (place of the territory, territory, object, filter)."""
    found: dict[str, list[tuple[int, Node]]] = defaultdict(list)
    for _place, territory, key, filter in sorted(written):
        try:
            found[key].append((territory, text.parse(filter)))
        except FilterError as reason:
            log.warning("the rule of territory %s about %s cannot be read: %s", territory, key, reason)
    return dict(found)


def rows_of(model: Any) -> list[dict[str, Any]]:
    everywhere = model._base_manager.filter(deleted_at__isnull=True)
    return list(everywhere.order_by("pk").values())


def forget() -> None:
    """Know no rules: the next question reads them."""
    global _known  # noqa: PLW0603 -- see above
    _known = None


definitions.add(
    Definitions(
        name="territories",
        tables=(Territory._meta.db_table, TerritoryRule._meta.db_table),
        read=read,
        forget=forget,
    )
)
