"""Turning the words in link columns into records: found, made where that is wanted, or refused with what was meant perhaps."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from odnos.engine.access import rights
from odnos.engine.access.actor import Actor
from odnos.engine.access.fields import safe
from odnos.engine.records import write
from odnos.engine.records.read import get_many
from odnos.engine.records.row import Row
from odnos.engine.transfer import hints, reasons, scopes, targets
from odnos.engine.transfer.directory import Directory, field_for
from odnos.engine.transfer.item import Item
from odnos.engine.transfer.paths import Paths
from odnos.engine.transfer.targets import Target
from odnos.lib import text
from odnos.objects import fields as f
from odnos.objects.registry import ObjectType, registry

TO_MAKE = -1


class Links:
    """The link columns of one run. `titles` are the folded names that the file itself will bring."""

    def __init__(
        self,
        object_type: ObjectType,
        *,
        by: Actor,
        options: Mapping[str, Any],
        titles: frozenset[str] = frozenset(),
        may_write: bool = True,
        paths: Paths,
    ) -> None:
        self.object_type = object_type
        self.by = by
        self.resolutions: Mapping[str, Any] = options.get("resolutions", {})
        self.create_missing = bool(options.get("create_missing"))
        self.titles = titles
        self.may_write = may_write
        self.paths = paths
        self.unknown: dict[str, Counter[str]] = defaultdict(Counter)
        self._directories: dict[tuple[Any, ...], Directory] = {}
        self._rows: dict[tuple[str, int], Row | None] = {}
        self._refused: dict[tuple[str, str], str] = {}

    def resolve(self, items: Sequence[Item], *, at: dt.datetime, change_set: int | None) -> None:
        """Replace the words of all `items` by ids; whole links before those within the file, so that these can use them."""
        waiting: dict[str, list[tuple[Item, Target, str]]] = defaultdict(list)
        for item in items:
            for target, written in item.links:
                waiting[target.name].append((item, target, written))
        for uses in sorted(
            waiting.values(), key=lambda uses: (self._is_self(uses[0][1]), bool(scope_of(uses[0][1])))
        ):
            self._resolve_column(uses, at=at, change_set=change_set)

    def _is_self(self, target: Target) -> bool:
        return target.child is None and getattr(target.field, "to", "") == self.object_type.key

    def _resolve_column(
        self, uses: Sequence[tuple[Item, Target, str]], *, at: dt.datetime, change_set: int | None
    ) -> None:
        target = uses[0][1]
        if isinstance(target.field, f.Links):
            self._resolve_several(uses, at=at, change_set=change_set)
            return
        ids = self.find(
            target, [(item, written) for item, _target, written in uses], at=at, change_set=change_set
        )
        for (item, _target, written), record_id in zip(uses, ids, strict=True):
            item.named[target.name] = written
            if record_id is not None:
                item.holder(target)[target.field.name] = record_id  # type: ignore[union-attr]

    def _resolve_several(
        self, uses: Sequence[tuple[Item, Target, str]], *, at: dt.datetime, change_set: int | None
    ) -> None:
        """A cell of several names, divided by semicolons or lines."""
        target = uses[0][1]
        single = [
            (item, name.strip())
            for item, _target, written in uses
            for name in written.replace("\n", ";").split(";")
            if name.strip()
        ]
        ids = self.find(target, single, at=at, change_set=change_set)
        for (item, _name), record_id in zip(single, ids, strict=True):
            if record_id is not None:
                held = item.holder(target).setdefault(target.field.name, [])  # type: ignore[union-attr]
                held.append(record_id)

    def find(
        self, target: Target, uses: Sequence[tuple[Item, str]], *, at: dt.datetime, change_set: int | None
    ) -> list[int | None]:
        """The record that each use names; None where the row fails, waits, or leaves the link empty."""
        found: dict[int, int | None] = {}
        for scope, within in self._by_scope(target, uses, at=at, change_set=change_set).items():
            for places in split_by(within, lambda place: "@" in uses[place][1]):
                directory = self.directory(target, scope, uses[places[0]][1])
                directory.load({uses[place][1] for place in places})
                for place in places:
                    found[place] = self._one(target, directory, *uses[place])
                making = [place for place in places if found[place] == TO_MAKE]
                if making:
                    wanted = [uses[place] for place in making]
                    self._make(target, directory, wanted, at=at, change_set=change_set)
                    found.update((place, self._made(target, directory, *uses[place])) for place in making)
        return [found[place] for place in range(len(uses))]

    def _by_scope(
        self, target: Target, uses: Sequence[tuple[Item, str]], *, at: dt.datetime, change_set: int | None
    ) -> dict[int | None, list[int]]:
        """Places of the uses by the record (the pipeline of a stage) within which their names are looked up."""
        name = scope_of(target)
        if not name:
            return {None: list(range(len(uses)))}
        default: int | None = None
        places: dict[int | None, list[int]] = defaultdict(list)
        for place, (item, _written) in enumerate(uses):
            scope = item.holder(target).get(name)
            if scope is None:
                default = default or self.default_scope(target, name, at=at, change_set=change_set)
                scope = default
            places[scope].append(place)
        return places

    def default_scope(
        self, target: Target, name: str, *, at: dt.datetime, change_set: int | None
    ) -> int | None:
        scope_type = registry.get(getattr(self._linked(target).field(name), "to", ""))
        first = scopes.first(scope_type, by=self.by)
        if first is not None or not (self.create_missing and self.may_write):
            return first
        made = write.create(
            scope_type, {scope_type.title: str(scope_type.label)}, by=self.by, at=at, change_set=change_set
        )
        return made.id

    def directory(self, target: Target, scope: int | None, written: str = "") -> Directory:
        """Where the names of a column are looked up; what looks like an e-mail address is one, if the object has them."""
        linked = self._linked(target)
        field = target.via or field_for(linked, [written])
        key = (target.name, linked.key, field.name, scope)
        if key not in self._directories:
            limits = {f"{scope_of(target)}_id": scope} if scope is not None else {}
            self._directories[key] = Directory(linked, field, by=self.by, scope=limits)
        return self._directories[key]

    def _one(self, target: Target, directory: Directory, item: Item, written: str) -> int | None:
        """The record that one name means, TO_MAKE if it is to be made, or None with the reason in the item."""
        ids = directory.ids(written)
        choice = self.resolutions.get(target.name, {}).get(text.fold(written)) if self.resolutions else None
        if choice:
            if not ids:
                self.unknown[target.name][written] += 1
            return self._chosen(choice, target, ids, item, written)
        known = ids[0] if len(ids) == 1 else None if ids else scopes.by_meaning(directory, written)
        if known is not None:
            return known
        if ids:
            item.errors.append(reasons.several(self._label(target), written, len(ids)))
            return None
        if self._is_self(target) and text.fold(written) in self.titles:
            item.later.append((target.field.name, written))  # type: ignore[union-attr]
            return None
        self.unknown[target.name][written] += 1
        if self.create_missing and (not target.via or targets.is_key(target)):
            return self._to_make(target, item, written)
        near = directory.near(written)
        item.errors.append(reasons.unknown_link(self._label(target), written, near[0] if near else ""))
        return None

    def _linked(self, target: Target) -> ObjectType:
        """The object that a column leads to, as whoever brings the file in may know it."""
        assert target.linked is not None
        return safe(target.linked, by=self.by)

    def _label(self, target: Target) -> str:
        return targets.label_of(target, self.object_type)

    def _chosen(
        self, choice: Mapping[str, Any], target: Target, ids: tuple[int, ...], item: Item, written: str
    ) -> int | None:
        """What a person decided for a name in the wizard."""
        if "use" in choice:
            return int(choice["use"])
        if choice.get("create"):
            return ids[0] if ids else self._to_make(target, item, written)
        if not choice.get("empty"):
            item.errors.append(reasons.unknown_link(self._label(target), written, ""))
        return None

    def _to_make(self, target: Target, item: Item, written: str) -> int | None:
        """Whether a record may be made for a name; a check makes none."""
        assert target.linked is not None
        if rights.may(self.by, "create", target.linked) == "none":
            item.errors.append(reasons.unknown_link(self._label(target), written, ""))
            return None
        return TO_MAKE if self.may_write else None

    def _make(
        self,
        target: Target,
        directory: Directory,
        uses: Sequence[tuple[Item, str]],
        *,
        at: dt.datetime,
        change_set: int | None,
    ) -> None:
        """Make the records that names ask for, all at once; with a step of a path come all that the file has in it."""
        linked = self._linked(target)
        distinct = {directory.fold(written): (item, written) for item, written in reversed(uses)}
        asked = list(reversed(distinct.values()))
        if directory.scope:
            asked += [(asked[0][0], name) for name in self._rest_of_path(target, directory, set(distinct))]
        batch = [
            {
                linked.title: written,
                **self._further(target, item),
                directory.field.name: written,
                **scopes.meaning(directory, written),
                **(self.paths.values(target, directory, written) if directory.scope else {}),
            }
            for item, written in asked
        ]
        outcomes = write.create_many(linked, batch, by=self.by, at=at, change_set=change_set)
        for (_item, written), outcome in zip(asked, outcomes, strict=True):
            if outcome.id is not None:
                directory.add(written, outcome.id)
            else:
                self._refused[target.name, directory.fold(written)] = reasons.of_errors(
                    linked, outcome.errors
                )
        if directory.scope:
            self.paths.arrange(target, directory, at=at, change_set=change_set)

    def _rest_of_path(self, target: Target, directory: Directory, asked: set[str]) -> list[str]:
        """Return the other steps that are to be made: what comes into the first of them must not depend on which is met first."""
        decided = self.resolutions.get(target.name, {})
        return [
            step.name
            for step in self.paths.of(target, directory).steps
            if step.is_new
            and directory.fold(step.name) not in asked
            and not directory.ids(step.name)
            and self.paths.is_met(target, directory, step.name)
            and decided.get(text.fold(step.name), {"create": self.create_missing}).get("create")
        ]

    def _made(self, target: Target, directory: Directory, item: Item, written: str) -> int | None:
        """The record made for a name, or None with the reason why it could not be made."""
        ids = directory.again(written)
        if ids:
            return ids[0]
        item.errors.append(self._refused.get((target.name, directory.fold(written)), ""))
        return None

    def _further(self, target: Target, item: Item) -> dict[str, Any]:
        """Further values of a record made by its name or key: "@team" takes the row's own team."""
        owner = target.child or self.object_type
        given = hints.of(owner.key).makes.get(target.field.name, {})  # type: ignore[union-attr]
        taken = {
            name: item.holder(target).get(value[1:]) if str(value).startswith("@") else value
            for name, value in given.items()
        }
        known = self._linked(target).by_name
        return {name: value for name, value in taken.items() if value is not None and name in known}

    def row(self, target_field: str, record_id: int | None) -> Row | None:
        """The record that a resolved link of the row leads to."""
        key = getattr(self.object_type.by_name.get(target_field), "to", "")
        if not key or record_id is None:
            return None
        if (key, record_id) not in self._rows:
            self._rows[key, record_id] = get_many(registry.get(key), [record_id], by=self.by).get(record_id)
        return self._rows[key, record_id]


def split_by(places: Sequence[int], is_first: Callable[[int], bool]) -> list[list[int]]:
    """The places for which `is_first` holds and the others, without empty groups."""
    groups = (
        [place for place in places if is_first(place)],
        [place for place in places if not is_first(place)],
    )
    return [group for group in groups if group]


def scope_of(target: Target) -> str:
    """The link that limits which names count: the pipeline of a deal's stage."""
    return str(getattr(target.field, "pipeline", ""))
