"""Taking the rows of a file in, batch by batch: read → links → matches → write → parts. The same steps check without writing."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Mapping, Sequence
from typing import Any

from odnos.engine.access import rights
from odnos.engine.access.actor import Actor
from odnos.engine.access.fields import known_to
from odnos.engine.access.rights import Denied
from odnos.engine.records import read, write
from odnos.engine.transfer import hints, parts, reasons, source, targets, titles
from odnos.engine.transfer.gathering import gathering_of
from odnos.engine.transfer.item import Item
from odnos.engine.transfer.links import Links
from odnos.engine.transfer.match import Matcher
from odnos.engine.transfer.models import ImportLater, ImportRun
from odnos.engine.transfer.paths import Paths
from odnos.engine.transfer.plan import Plan
from odnos.lib import text
from odnos.lib.tables import Row
from odnos.objects.fields import Field
from odnos.objects.registry import ObjectType

REMEMBERED = 5000
"""Rows that are looked through at a time after a stop."""


class Importer:
    """Everything that one run needs in memory; made anew when it goes on after a stop."""

    def __init__(self, run: ImportRun, *, by: Actor, at: dt.datetime, is_check: bool = False) -> None:
        self.run = run
        self.by = by
        self.is_check = is_check
        self.at = at
        self.object_type = known_to(run.object_key, by=by)
        rights.check(by, "import", self.object_type)
        self.plan = self._planned()
        mapped = [target.name for target in self.plan.targets.values()]
        self.gathering = gathering_of(self.object_type, self.plan.targets.values(), run.options, by=by)
        options = run.options | ({"key": self.gathering.key} if self.gathering else {})
        self.matcher = Matcher(self.object_type, mapped, by=by, options=options)
        self.links = Links(
            self.object_type,
            by=by,
            options=run.options,
            titles=self._titles_in_file(),
            may_write=not is_check,
            paths=Paths(run, self.plan),
        )
        self.has_title = self.object_type.title in mapped
        self.adapt = hints.adapter(run.object_key)
        self.fillable = frozenset(field.name for field in self.object_type.all_fields if not field.readonly)
        self.constants: Mapping[str, Any] = run.options.get("constants", {})
        self._remember_rows_done()
        if self.gathering and run.cursor and not is_check:
            self._remember_lines_done()

    def _planned(self) -> Plan:
        """The mapping, ready. Raises Denied when a field of it was archived, or taken away from the person, meanwhile."""
        run = self.run
        try:
            return Plan(
                self.object_type,
                run.header,
                run.mapping,
                run.options,
                source.samples_of(run),
                self.by.context(self.at),
                by=self.by,
                is_thorough=self.is_check,
            )
        except targets.UnknownTarget as error:
            raise Denied(str(error)) from error

    def _titles_in_file(self) -> frozenset[str]:
        """The names that rows of this file will have: links among them are made when all are there."""
        is_needed = any(
            is_of(self.object_type, target.linked) and not target.child
            for target in self.plan.targets.values()
        )
        place = self._place_of(self.object_type.title)
        if not is_needed or place is None:
            return frozenset()
        return frozenset(text.fold(row.cells[place]) for row in source.rows_of(self.run) if not row.problem)

    def _place_of(self, target: str) -> int | None:
        return next((place for place, found, _put in self.plan.columns if found.name == target), None)

    def _remember_rows_done(self) -> None:
        """After a stop: what earlier rows held, so that duplicates within the file are told as they would have been."""
        if not self.run.cursor or self.is_check or not self.matcher.signs:
            return
        for row in source.rows_of(self.run):
            if row.number > self.run.cursor:
                return
            item = self.plan.read(row)
            for field in self.matcher.signs:
                value = item.values.get(field.name)
                if value is not None:
                    self.matcher.seen.setdefault(
                        (field.name, text.fold(value) if isinstance(value, str) else value), row.number
                    )
                    break

    def take(self, rows: Sequence[Row], *, at: dt.datetime, change_set: int | None) -> list[Item]:
        """Bring some rows in and say what became of each. Within the caller's transaction."""
        items = [self.plan.read(row) for row in rows]
        named = items if self.is_check else [item for item in items if not item.errors]  # a check tells all
        self.links.resolve(named, at=at, change_set=change_set)
        if self.gathering:
            self._take_lines([item for item in items if not item.errors], at=at, change_set=change_set)
            return items
        for group in self._groups(items):
            self._take_group(group, at=at, change_set=change_set)
        return items

    def _take_lines(self, items: Sequence[Item], *, at: dt.datetime, change_set: int | None) -> None:
        """Rows that are lines: the first of each record makes it, and all of them add to it."""
        assert self.gathering is not None
        heads = self.gathering.heads(items)
        self._write_group([head.item for head in heads], at=at, change_set=change_set)
        self.gathering.begun(heads)
        if not self.is_check:
            done = [item for item in items if not item.errors and not item.is_skipped]
            self.gathering.save(done, at=at, change_set=change_set)

    def _remember_lines_done(self) -> None:
        """After a stop: which records the rows before it opened, and which lines they brought."""
        assert self.gathering is not None
        failed = set(self.run.problems.filter(is_check=False, is_fatal=True).values_list("row", flat=True))
        done = (row for row in source.rows_of(self.run) if row.number not in failed)
        rows = itertools.takewhile(lambda row: row.number <= self.run.cursor, done)
        self.links.may_write = False
        while batch := list(itertools.islice(rows, REMEMBERED)):
            items = [self.plan.read(row) for row in batch]
            self.links.resolve(items, at=self.at, change_set=None)
            self.gathering.remember(items)
        self.links.may_write = True

    def _groups(self, items: Sequence[Item]) -> list[list[Item]]:
        """Rows that are one record must be written one after the other."""
        groups: list[list[Item]] = [[]]
        pending: set[tuple[str, Any]] = set()
        for item in items:
            if self.matcher.clashes(item, pending):
                groups.append([])
                pending = set()
                self.matcher.clashes(item, pending)
            groups[-1].append(item)
        return groups

    def _take_group(self, items: Sequence[Item], *, at: dt.datetime, change_set: int | None) -> None:
        done = self._write_group(items, at=at, change_set=change_set)
        parts.save(self.object_type, done, by=self.by, at=at, change_set=change_set)

    def _write_group(self, items: Sequence[Item], *, at: dt.datetime, change_set: int | None) -> list[Item]:
        """Write the records of some rows, none of which comes twice, and return the rows that stand."""
        self.matcher.match([item for item in items if not item.errors])
        good = [item for item in items if not item.errors and not item.is_skipped]
        for item in good:
            item.is_old = item.record_id is not None
            self._complete(item)
        self._merge_parts([item for item in good if item.is_old])
        if self.is_check:
            self._check_required(good)
            return []
        self._create([item for item in good if not item.is_old], at=at, change_set=change_set)
        for round_ in rounds([item for item in good if item.is_old]):
            self._update(round_, at=at, change_set=change_set)
        done = [item for item in good if not item.errors]
        for item in done:
            self.matcher.made(item)
        self._keep_later(done)
        return done

    def _complete(self, item: Item) -> None:
        if not self.has_title:
            titles.complete(item, self.object_type)
        for name, value in self.constants.items():
            if not item.is_old:
                item.values.setdefault(name, value)
        if self.adapt:
            self.adapt(item.values, lambda name: self.links.row(name, item.values.get(name)))
        if self.adapt or self.gathering:  # what rows tell beyond their cells
            item.values = {name: value for name, value in item.values.items() if name in self.fillable}

    def _merge_parts(self, items: Sequence[Item]) -> None:
        """A file that has only the city of an address leaves the street as it was."""
        names = [name for name in self.plan.parted if targets.is_only_parts(self.object_type.by_name[name])]
        if not names or not items:
            return
        rows = read.get_many(
            self.object_type, [item.record_id or 0 for item in items], by=self.by, columns=names
        )
        for item in items:
            row = rows.get(item.record_id or 0)
            for name in names:
                if row is not None and isinstance(item.values.get(name), dict):
                    item.values[name] = {**(row[name] or {}), **item.values[name]}

    def _check_required(self, items: Sequence[Item]) -> None:
        """In a check: what the write path would refuse because nothing stands there."""
        for item in items:
            waiting = {*item.named, *(name for name, _written in item.later)}
            for field in () if item.is_old else self._asked:
                if field.name not in waiting and field.is_empty(item.values.get(field.name)):
                    item.errors.append(reasons.of_errors(self.object_type, {field.name: [reasons.FILL_IN]}))

    @property
    def _asked(self) -> list[Field]:
        """Required fields that a file can be asked for: a pipeline follows from its stage."""
        scopes = {str(getattr(field, "pipeline", "")) for field in self.object_type.fields}
        required = (field for field in self.object_type.fields if field.required and field.default is None)
        return [field for field in required if field.name not in scopes]

    def _create(self, items: Sequence[Item], *, at: dt.datetime, change_set: int | None) -> None:
        if not items:
            return
        outcomes = write.create_many(
            self.object_type,
            [item.values for item in items],
            by=self.by,
            at=at,
            change_set=change_set,
            action="created",
        )
        self._judge(items, outcomes)

    def _update(self, items: Sequence[Item], *, at: dt.datetime, change_set: int | None) -> None:
        if not items:
            return
        changes = [write.Change(id=item.record_id or 0, values=item.values) for item in items]
        outcomes = write.update_many(self.object_type, changes, by=self.by, at=at, change_set=change_set)
        self._judge(items, outcomes)

    def _judge(self, items: Sequence[Item], outcomes: Sequence[write.Outcome]) -> None:
        for item, outcome in zip(items, outcomes, strict=True):
            if outcome.errors:
                item.errors.append(reasons.of_errors(self.object_type, outcome.errors))
            else:
                item.record_id = outcome.id

    def _keep_later(self, items: Sequence[Item]) -> None:
        ImportLater.objects.bulk_create(
            ImportLater(
                run=self.run, row=item.number, record_id=item.record_id or 0, field=name, value=written
            )
            for item in items
            for name, written in item.later
        )


def is_of(object_type: ObjectType, linked: ObjectType | None) -> bool:
    """Whether a link leads to the object itself, however much of it is known."""
    return linked is not None and linked.key == object_type.key


def rounds(items: Sequence[Item]) -> list[list[Item]]:
    """Items in rounds in which no record comes twice: two rows about one record are written one after the other."""
    found: list[dict[int | None, Item]] = []
    for item in items:
        for round_ in found:
            if item.record_id not in round_:
                round_[item.record_id] = item
                break
        else:
            found.append({item.record_id: item})
    return [list(round_.values()) for round_ in found]
