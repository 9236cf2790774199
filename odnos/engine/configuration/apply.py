"""A file applied: everything in one change set or nothing, in the order in which definitions build upon one another.

What cannot be made yet, because it names something that comes later (a formula another formula), waits for the next round;
what still cannot be when a round brought nothing is a mistake, told at its place.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from odnos.engine.access.actor import Actor
from odnos.engine.access.rights import Denied
from odnos.engine.audit.models import ChangeSet, Entry
from odnos.engine.configuration import views
from odnos.engine.configuration.broken import Broken
from odnos.engine.configuration.conditions import Missing
from odnos.engine.configuration.forms import to_write
from odnos.engine.configuration.known import Known, attributes, parts
from odnos.engine.configuration.names import Name, written
from odnos.engine.configuration.plan import ORDER, Plan, Step, plan
from odnos.engine.configuration.source import Source
from odnos.engine.records import write
from odnos.engine.records.errors import Invalid
from odnos.engine.tables import definitions
from odnos.engine.views import saved
from odnos.objects import configurable
from odnos.objects.registry import ObjectType, registry

KIND = "configuration"


class Conflicting(Denied):
    """A definition of the file cannot stand beside what is here."""

    def __init__(self, planned: Plan) -> None:
        first = planned.of("conflict")[0]
        super().__init__(f"{first.given.path if first.given else ''}: {first.reason}")


@dataclass(kw_only=True)
class Applied:
    """What was done: the change set that takes it back (None when there was nothing to do) and how many definitions changed."""

    change_set: int | None = None
    number: int = 0
    views: int = 0
    warnings: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Hand:
    """Who applies, when, and in which change set."""

    by: Actor
    at: dt.datetime
    change_set: int


def apply(
    source: Source, *, by: Actor, at: dt.datetime, archive: bool = False, rehearse: bool = False
) -> Applied:
    """Make what is here as the file says; with `archive`, what is only here goes. Raises Denied, Conflicting, Broken.

    A rehearsal does all of it and takes it back at once: it meets every mistake, and changes nothing.
    """
    planned = plan(source, by=by, at=at)
    if planned.of("conflict"):
        raise Conflicting(planned)
    with settled(), transaction.atomic():
        made = ChangeSet.objects.create(
            kind=KIND, label=_("Configuration applied"), actor_id=by.user_id, at=at
        )
        hand = Hand(by=by, at=at, change_set=made.pk)
        result = carry_out(planned, source, hand, archive=archive)
        made.entries = Entry.objects.filter(change_set_id=made.pk).count()
        made.save(update_fields=["entries"])
        if not made.entries:
            made.delete()
            result.change_set = None
        transaction.set_rollback(rehearse)
    return result


@contextmanager
def settled() -> Iterator[None]:
    """Whatever is defined meanwhile, know in the end what really is."""
    try:
        yield
    finally:
        definitions.reread()


def carry_out(planned: Plan, source: Source, hand: Hand, *, archive: bool) -> Applied:
    known = Known(by=hand.by)
    result = Applied(change_set=hand.change_set)
    result.warnings = [
        _("“%(name)s” is not here and is left out.") % {"name": name}
        for step in planned.steps
        for name in step.warnings
    ]
    for together in families():
        steps = [step for key in together for step in planned.steps if step.object == key and step.is_change]
        if steps:
            take_all(steps, known, hand)
            definitions.reread()
            result.number += len(steps)
    check_whole(planned, known)
    result.views = write_views(planned, source, known, hand)
    if archive:
        result.number += put_away(planned, hand)
    return result


def families() -> list[list[str]]:
    """Return the objects in their order, with each what lies in it and follows at once: a roll-up may ask for options of a field."""
    found: list[list[str]] = []
    for part in parts():
        lies_in = (
            str(getattr(registry.get(part.object).field(part.inside[0]), "to", "")) if part.inside else ""
        )
        if found and found[-1][-1] == lies_in:
            found[-1].append(part.object)
        else:
            found.append([part.object])
    return found


def take_all(steps: list[Step], known: Known, hand: Hand) -> None:
    """Take the steps of some objects, in rounds. Raises Broken."""
    waiting = steps
    while waiting:
        left: list[tuple[Step, Broken]] = []
        for step in waiting:
            try:
                with transaction.atomic():
                    take(step, known, hand)
            except Broken as reason:
                left.append((step, reason))
        if len(left) == len(waiting):
            raise left[0][1]
        waiting = [step for step, _reason in left]
        if waiting:
            definitions.reread()


def take(step: Step, known: Known, hand: Hand) -> None:
    """Make or change one definition. Raises Broken."""
    given = step.given
    if given is None:
        return
    part, kind = given.part, registry.get(step.object)
    also = part.key if step.row is None else ()
    wanted = [item for item in attributes(part) if item.name in step.changes or item.name in also]
    stamp = {"by": hand.by, "at": hand.at, "change_set": hand.change_set}
    try:
        values = {
            item.name: to_write(part, item, given.item.get(item.name), given.item, known) for item in wanted
        }
        values = {name: value for name, value in values.items() if value is not None or step.row}
        if step.place is not None:
            values[ORDER] = step.place
        if step.row is None:
            if part.inside:
                outer = step.name[: len(step.name) - len(part.key)]
                values[part.inside[0]] = outer_id(kind, part.inside[0], outer, known)
            known.add(step.object, step.name, write.create(kind, values, **stamp).id)  # type: ignore[arg-type]
            return
        if step.status == "back":
            come_back(step, hand)
        if values:
            write.update(kind, step.row.id, values, version=None, **stamp)  # type: ignore[arg-type]
        known.add(step.object, step.name, step.row.id)
    except Invalid as refusal:
        name, reasons = next(iter(refusal.errors.items()))
        raise Broken(f"{given.path}.{name}", " ".join(str(reason) for reason in reasons)) from None
    except (Missing, Denied) as reason:
        raise Broken(given.path, str(reason)) from None


def outer_id(kind: ObjectType, link: str, outer: Name, known: Known) -> int:
    """Return the definition in which another one lies. Raises Missing while it is not there."""
    found = known.ids.get((str(getattr(kind.field(link), "to", "")), outer))
    if found is None:
        raise Missing(_("“%(name)s” is not here.") % {"name": written(outer)})
    return found


def come_back(step: Step, hand: Hand) -> None:
    """Take a definition out of the bin. Raises Invalid."""
    kind = registry.get(step.object)
    ids = [step.row.id] if step.row else []
    [outcome] = write.restore(kind, ids, by=hand.by, at=hand.at, change_set=hand.change_set)
    if outcome.errors:
        raise Invalid(outcome.errors)


def check_whole(planned: Plan, known: Known) -> None:
    """Raise Broken for a definition that lacks a part it cannot be without, such as a pipeline without an end."""
    for step in planned.steps:
        part = configurable.of(step.object)
        if part.whole is None or step.given is None:
            continue
        if errors := part.whole(known.ids[step.object, step.name]):
            reasons = [str(reason) for found in errors.values() for reason in found]
            raise Broken(step.given.path, " ".join(reasons))


def write_views(planned: Plan, source: Source, known: Known, hand: Hand) -> int:
    """Make and change views. Raises Broken."""
    here = {(view.object_key, view.name): view for view in views.here()}
    number = 0
    for step in planned.views:
        if not step.is_change or step.place is None or source.views is None:
            continue
        try:
            views.write(source.views[step.place], known, here.get((step.name[0], step.name[1])), by=hand.by)
        except (Missing, saved.BadName, Denied) as reason:
            raise Broken(f"definitions.{views.KEY}[{step.place}]", str(reason)) from None
        number += 1
    return number


def put_away(planned: Plan, hand: Hand) -> int:
    """Archive what is only here, what builds upon others first. Raises Broken."""
    gone = 0
    for step in reversed([step for step in planned.steps if step.status == "extra"]):
        if step.row is None:
            continue
        try:
            write.delete_one(
                registry.get(step.object), step.row.id, by=hand.by, at=hand.at, change_set=hand.change_set
            )
        except Denied as reason:
            raise Broken(f"{step.object} {'/'.join(step.name)}", reason.message) from None
        gone += 1
    return gone
