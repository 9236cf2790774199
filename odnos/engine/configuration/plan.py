"""What a file would change here: what is new, what is other, what is only here, and what cannot be."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from django.utils.translation import gettext as _

from odnos.engine.access.actor import Actor
from odnos.engine.configuration import views
from odnos.engine.configuration.conditions import Unmovable
from odnos.engine.configuration.export import check
from odnos.engine.configuration.forms import Item, absent, item_of, usual
from odnos.engine.configuration.known import Known, attributes, has_order, parts
from odnos.engine.configuration.names import Name
from odnos.engine.configuration.source import Given, Source
from odnos.engine.records.row import Row
from odnos.objects import configurable
from odnos.objects.configurable import Configurable
from odnos.objects.context import Context
from odnos.objects.registry import registry

Status = Literal["new", "changed", "back", "same", "extra", "conflict"]
ORDER = "position"


@dataclass(frozen=True, kw_only=True)
class Step:
    """What becomes of one definition. `back` comes out of the bin; `changes` are {attribute: (here, in the file)}."""

    object: str
    name: Name
    status: Status
    changes: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)
    given: Given | None = None
    row: Row | None = None
    place: int | None = None
    reason: str = ""
    warnings: tuple[str, ...] = ()

    @property
    def is_change(self) -> bool:
        return self.status not in ("same", "extra")


@dataclass(frozen=True, kw_only=True)
class Plan:
    """The steps in the order in which they are taken, those of an outer definition before those of the inner ones."""

    steps: list[Step]
    views: list[Step]

    def of(self, *statuses: Status) -> list[Step]:
        return [step for step in (*self.steps, *self.views) if step.status in statuses]

    @property
    def is_empty(self) -> bool:
        """Whether nothing is to be done, unless what is only here is to go."""
        return not any(step.is_change for step in (*self.steps, *self.views))

    @property
    def fingerprint(self) -> str:
        """A mark that is another when anything of the plan is."""
        told = [
            [step.object, step.name, step.status, step.row.version if step.row else 0, dict(step.changes)]
            for step in (*self.steps, *self.views)
        ]
        return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:16]


def plan(source: Source, *, by: Actor, at: dt.datetime) -> Plan:
    """Compare a file with what is here. Raises Denied."""
    check(by)
    known, ctx = Known(by=by), by.context(at)
    steps: list[Step] = []
    for part in parts():
        if part.object in source.given:
            steps += compared(part, source.given[part.object], (), known, ctx)
    return Plan(steps=steps, views=views_compared(source, known))


def compared(part: Configurable, listed: list[Given], within: Name, known: Known, ctx: Context) -> list[Step]:
    """Return the steps for the definitions of one list of the file, and for those that are only here."""
    steps: list[Step] = []
    places = new_places(part, listed, known)
    for given in listed:
        steps.append(step_for(given, places.get(given.name), known, ctx))
        for key, inner in given.inner.items():
            steps += compared(configurable.of(key), inner, given.name, known, ctx)
    return [*steps, *extras(part, listed, within, known)]


def step_for(given: Given, place: int | None, known: Known, ctx: Context) -> Step:
    part = given.part
    row = known.rows[part.object].get(given.name)
    status: Status = "changed"
    if row is None and (row := known.binned[part.object].get(given.name)):
        status = "back"
    told: dict[str, Any] = {
        "object": part.object,
        "name": given.name,
        "given": given,
        "row": row,
        "place": place,
        "warnings": tuple(absent(part, given.item, known)),
    }
    if row is None:
        return Step(status="new", changes=differences(part, {}, given.item, ctx), **told)
    try:
        here = item_of(part, row, known, ctx)
    except Unmovable:
        here = {}
    changes = differences(part, here, given.item, ctx)
    if fixed := [name for name in part.fixed if name in changes]:
        reason = _("“%(field)s” is %(here)s here and %(there)s in the file, and stays as it was made.") % {
            "field": fixed[0],
            "here": changes[fixed[0]][0],
            "there": changes[fixed[0]][1],
        }
        return Step(status="conflict", changes=changes, reason=reason, **told)
    if status == "changed" and not changes and place is None:
        status = "same"
    return Step(status=status, changes=changes, **told)


def differences(part: Configurable, here: Item, there: Item, ctx: Context) -> dict[str, tuple[Any, Any]]:
    """Return the attributes that are other in the file; what the file does not say is as usual."""
    found = {}
    for item in attributes(part):
        common = usual(item, ctx) if item.name not in part.plain else None
        old, new = here.get(item.name, common), there.get(item.name, common)
        if old != new:
            found[item.name] = (old, new)
    return found


def new_places(part: Configurable, listed: list[Given], known: Known) -> dict[Name, int]:
    """Return the places of definitions that are new or have to move: none as long as those here keep their order."""
    if not has_order(registry.get(part.object)):
        return {}
    places: dict[Name, int] = {}
    for group in {group_of(given) for given in listed}:
        together = [given.name for given in listed if group_of(given) == group]
        places |= places_within(together, known.rows[part.object])
    return places


def group_of(given: Given) -> tuple[str, ...]:
    return tuple(str(given.item.get(name)) for name in given.part.group)


def places_within(names: list[Name], rows: Mapping[Name, Row]) -> dict[Name, int]:
    here = [name for name in names if name in rows]
    wanted = set(here)
    if names[: len(here)] == here == [name for name in rows if name in wanted]:
        first_free = int(max((float(rows[name][ORDER] or 0) for name in here), default=-1)) + 1
        return {name: first_free + place for place, name in enumerate(names[len(here) :])}
    return {name: place for place, name in enumerate(names) if name not in rows or rows[name][ORDER] != place}


def extras(part: Configurable, listed: list[Given], within: Name, known: Known) -> list[Step]:
    """Return what is here within the same outer definition and not in the file."""
    met = {given.name for given in listed}
    return [
        Step(object=part.object, name=name, status="extra", row=row)
        for name, row in known.rows[part.object].items()
        if name not in met and name[: len(within)] == within
    ]


def views_compared(source: Source, known: Known) -> list[Step]:
    if source.views is None:
        return []
    here = {(view.object_key, view.name): view for view in views.here()}
    steps = []
    for place, item in enumerate(source.views):
        name = (item["object"], item["name"])
        view = here.pop(name, None)
        old = unmarked(view, known) if view else {}
        changes = {
            key: (old.get(key, usual_), item.get(key, usual_))
            for key, usual_ in views.USUAL.items()
            if old.get(key, usual_) != item.get(key, usual_)
        }
        status: Status = "new" if view is None else "changed" if changes else "same"
        steps.append(Step(object=views.KEY, name=name, status=status, changes=changes, place=place))
    return [*steps, *(Step(object=views.KEY, name=name, status="extra") for name in here)]


def unmarked(view: Any, known: Known) -> Item:
    try:
        return views.item_of(view, known)
    except Unmovable:
        return {}
