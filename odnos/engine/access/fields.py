"""Who sees and edits which field: the one place that says so, read by whatever reads, writes, searches and tells.

`safe` gives an object as an actor may know it. A field they may not see is not there: to ask for it, by a filter, an
order, a column or a value, is to ask for a field that does not exist. One they may not edit is read-only for them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from odnos.engine.access import roles
from odnos.engine.access.actor import Actor
from odnos.engine.access.models import FieldRight, Role
from odnos.engine.tables import definitions
from odnos.engine.tables.definitions import Definitions
from odnos.objects.fields import Field
from odnos.objects.narrowed import narrowed
from odnos.objects.registry import ObjectType, registry

Name = tuple[str, str]
"""An object's key and a field's name."""


@dataclass(kw_only=True)
class Known:
    """What this process knows: by role, which fields its people do not see, and which they do not edit.

    `made` are the narrowed objects by key and role, `closed` all that is hidden by role, each with the shape of the
    objects when it was found: they are found again when it has changed.
    """

    stamp: int = 0
    hidden: Mapping[str, frozenset[Name]] = field(default_factory=dict)
    fixed: Mapping[str, frozenset[Name]] = field(default_factory=dict)
    made: dict[tuple[str, str], tuple[int, ObjectType]] = field(default_factory=dict)
    closed: dict[str, tuple[int, frozenset[Name]]] = field(default_factory=dict)

    @property
    def is_blank(self) -> bool:
        return not self.hidden and not self.fixed


_known = Known()
STRANGER = "stranger"
"""The role of whoever says nothing of themselves: they know what is kept from nobody."""


def safe(object_type: ObjectType, *, by: Actor) -> ObjectType:
    """Return the object as `by` may know it; the very same one where nothing is hidden from them."""
    known = _known
    if known.is_blank or by.is_administrator:
        return whole(object_type)
    base = whole(object_type)
    shape, found = known.made.get((base.key, by.role), (0, base))
    now = registry.shape + base.shape + roles.shape()
    if shape != now or whole(found) is not base:
        shape = now
        found = narrowed(
            base,
            hidden=of_object(base, hidden_from(by.role, known)),
            fixed=of_object(base, union(known.fixed, by.role)),
        )
        known.made[base.key, by.role] = shape, found
    return found


def whole(object_type: ObjectType) -> ObjectType:
    """Return the object with all its fields, for what works for nobody's eyes: the write path, its rules, jobs."""
    return object_type.narrowed_from or object_type


def known_to(key: str, *, by: Actor) -> ObjectType:
    """Return the object `key` as `by` may know it. Raises UnknownObject."""
    return safe(registry.get(key), by=by)


def hidden(object_type: ObjectType, *, by: Actor) -> frozenset[str]:
    """Return the names of the fields that are hidden from `by`, with those that were archived since."""
    known = _known
    if known.is_blank or by.is_administrator:
        return frozenset()
    return of_object(object_type, hidden_from(by.role, known))


@dataclass(frozen=True, kw_only=True)
class Held:
    """What holds for a role and a field in the end, whatever it was that said so."""

    hidden: bool
    fixed: bool


def said(key: str, name: str, role: str) -> tuple[bool, bool]:
    """Return whether a role itself sees and edits a field, as far as anybody has said."""
    place = (key, name)
    return place not in _known.hidden.get(role, ()), place not in _known.fixed.get(role, ())


def holds(object_type: ObjectType, name: str, role: str) -> Held:
    """Return whether a field is hidden from a role or read-only for it."""
    if role == Role.ADMINISTRATOR:
        return Held(hidden=False, fixed=False)
    place = (object_type.key, name)
    return Held(hidden=place in hidden_from(role, _known), fixed=place in union(_known.fixed, role))


def withheld(by: Actor) -> frozenset[Name]:
    """Return every field of any object that is hidden from `by`."""
    return frozenset() if _known.is_blank or by.is_administrator else hidden_from(by.role, _known)


def stamp() -> int:
    """Return a number that is another one whenever rights or roles are read anew."""
    return _known.stamp + roles.shape()


def of_object(object_type: ObjectType, names: Iterable[Name]) -> frozenset[str]:
    return frozenset(name for key, name in names if key == object_type.key)


def union(by_role: Mapping[str, frozenset[Name]], role: str) -> frozenset[Name]:
    """Return what is forbidden to a role and to those it descends from: forbid wins."""
    codes = by_role if role == STRANGER else lineage(role)
    return frozenset().union(*(by_role.get(code, frozenset()) for code in codes))


def lineage(role: str) -> tuple[str, ...]:
    """Return the codes of a role and of the roles it follows from, whose forbids it takes."""
    return roles.chain(role) or (role,)


def hidden_from(role: str, known: Known) -> frozenset[Name]:
    """Return all fields that people of a role do not see: those named, and whatever follows from one of them."""
    shape, found = known.closed.get(role, (-1, frozenset[Name]()))
    now = registry.shape + roles.shape()
    if shape != now:
        shape, found = now, with_followers(union(known.hidden, role))
        known.closed[role] = shape, found
    return found


def with_followers(named: frozenset[Name]) -> frozenset[Name]:
    """Return fields, and those that would tell their values: formulas, roll-ups, what rules work out from them."""
    open_to_all = {(item.key, name) for item in registry for name in item.always_seen}
    hidden = set(named) - open_to_all
    following = {
        (item.key, each.name): set(inputs(item, each)) for item in registry for each in item.all_fields
    }
    while more := {name for name, read in following.items() if name not in hidden and read & hidden}:
        hidden |= more
    return frozenset(hidden | lost_formulas(hidden))


def lost_formulas(hidden: Iterable[Name]) -> set[Name]:
    """Return formulas that keep the values of fields archived since: nobody knows any more what they tell."""
    touched = {key for key, _name in hidden}
    return {
        (item.key, each.name)
        for item in registry
        if item.key in touched
        for each in item.added
        if each.readonly and not each.follows and not each.rolls
    }


def inputs(object_type: ObjectType, item: Field) -> Iterator[Name]:
    """Yield the fields, of this object and of others, that a field's value tells of."""
    yield from ((object_type.key, name) for name in item.made_of)
    for path in item.follows.reads if item.follows else ():
        yield from along(object_type.key, path)
    if item.rolls:
        yield item.rolls.object, item.rolls.link
        if item.rolls.measured:
            yield item.rolls.object, item.rolls.measured
        for path in item.rolls.asks:
            yield from along(item.rolls.object, path)


def along(key: str, path: tuple[str, ...]) -> Iterator[Name]:
    """Yield every field that a path goes through."""
    for name in path:
        yield key, name
        found = registry.get(key).by_name.get(name) if key in registry else None
        key = str(getattr(found, "to", ""))


def read() -> None:
    """Learn who sees and edits what."""
    global _known  # noqa: PLW0603 -- replaced in one go: other threads read the old or the new
    rows = FieldRight._base_manager.filter(deleted_at__isnull=True)
    hidden: dict[str, set[Name]] = defaultdict(set)
    fixed: dict[str, set[Name]] = defaultdict(set)
    for key, name, role, may_see, may_edit in rows.values_list(
        "object", "field", "role", "may_see", "may_edit"
    ):
        if not may_see:
            hidden[role].add((key, name))
        if not may_edit or not may_see:
            fixed[role].add((key, name))
    _known = Known(stamp=_known.stamp + 1, hidden=frozen(hidden), fixed=frozen(fixed))


def frozen(names: Mapping[str, set[Name]]) -> dict[str, frozenset[Name]]:
    return {role: frozenset(some) for role, some in names.items()}


def forget() -> None:
    """Know of no field that it is kept from anybody."""
    global _known  # noqa: PLW0603
    _known = Known(stamp=_known.stamp + 1)


definitions.add(
    Definitions(name="field_rights", tables=(FieldRight._meta.db_table,), read=read, forget=forget)
)
