"""The store's answers as cells of one table: atoms by what they are told apart by."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence, Sized
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from odnos.analytics.reports.asking import Asking
from odnos.analytics.reports.compiling import MOST, Level, Question, question, ranked
from odnos.analytics.reports.definition import Measure
from odnos.analytics.reports.dialects import DIALECTS
from odnos.analytics.reports.measures import ADDED, Atom, Reckoned, together
from odnos.analytics.reports.plan import Plan
from odnos.analytics.reports.refusals import TooManyGroups
from odnos.analytics.store.answer import Answer, Store
from odnos.engine.access.rights import Deed


class Rest:
    """The value that stands for all groups which a top leaves over."""

    def __repr__(self) -> str:
        return "the rest"


REST = Rest()
ROLLED = frozenset(("count", "sum", "average", "min", "max", "ratio"))
"""Measures of totals that are worked out from those of the groups, so that the store makes the groups alone."""
Key = tuple[Any, ...]
"""Values of the first dimensions of rows, or of all of the columns."""


@dataclass(kw_only=True)
class Cells:
    """What the store counted for a plan: by key of rows and key of columns, None for the whole line."""

    plan: Plan
    reckoned: tuple[Reckoned, ...] = ()
    atoms: tuple[Atom, ...] = ()
    found: dict[tuple[Key, Key | None], Sequence[Any]] = field(default_factory=dict)
    as_of: dt.datetime | None = None

    def add(self, asked: Question, answer: Answer) -> None:
        """Take in the rows of an answer."""
        check_number(answer.rows)
        self.reckoned, self.atoms = asked.reckoned, asked.atoms
        self.as_of = min(self.as_of or answer.as_of, answer.as_of)
        levels = {mask(level, asked.splits): level for level in asked.levels}
        head = 2 if asked.has_other else 1
        for row in answer.rows:
            level = levels[int(row[0])] if len(levels) > 1 else asked.levels[0]
            values = dict(zip(asked.splits, row[head : head + len(asked.splits)], strict=True))
            if asked.has_other and 0 in level and row[1]:
                values[0] = REST
            key, atoms = self.keys(level, values), row[head + len(asked.splits) :]
            is_there = asked.is_merged and key in self.found
            self.found[key] = self.sums([self.found[key], atoms]) if is_there else atoms

    def roll(self, levels: Iterable[Level]) -> None:
        """Work out the cells of other levels from those of the finest."""
        finest, size = list(self.found.items()), len(self.plan.rows)
        for level in levels:
            depth = sum(1 for number in level if number < size)
            is_across = bool(self.plan.columns) and len(level) > depth
            gathered: dict[tuple[Key, Key | None], list[Sequence[Any]]] = {}
            for (rows, across), atoms in finest:
                gathered.setdefault((rows[:depth], across if is_across else None), []).append(atoms)
            for key, some in gathered.items():
                self.found[key] = some[0] if len(some) == 1 else self.sums(some)
        check_number(self.found)

    def sums(self, some: Iterable[Sequence[Any]]) -> Sequence[Any]:
        """Return the atoms of several groups together."""
        columns = zip(self.atoms, zip(*some, strict=True), strict=True)
        return [together(atom.kind, held) for atom, held in columns]

    def leave(self, groups: Iterable[tuple[Any, Sequence[Any]]]) -> None:
        """Take in groups, and what they leave of the total as the rest."""
        rest = list(self.found.get(((), None), ()))
        for value, atoms in groups:
            self.found[(value,), None] = atoms
            rest = [left - held for left, held in zip(rest, atoms, strict=True)]
        if any(rest):
            self.found[(REST,), None] = rest

    def keys(self, level: Level, values: Mapping[int, Any]) -> tuple[Key, Key | None]:
        many = len(self.plan.rows)
        rows = tuple(plain(values[number]) for number in level if number < many)
        across = tuple(plain(values[number]) for number in level if number >= many)
        return rows, across if self.plan.columns and len(across) == len(self.plan.columns) else None

    def rows(self) -> set[Key]:
        return {rows for rows, _across in self.found}

    def across(self) -> set[Key]:
        return {across for _rows, across in self.found if across is not None}


def check_number(groups: Sized) -> None:
    """Raise TooManyGroups for more than a report has."""
    if len(groups) > MOST:
        raise TooManyGroups(
            _("These are more than %(most)s groups. Filter, take a coarser grain, or a top.") % {"most": MOST}
        )


def below(keys: Iterable[Key]) -> dict[Key, set[Any]]:
    """Return the values that stand directly below each beginning of some keys."""
    found: dict[Key, set[Any]] = {}
    for key in keys:
        for depth, value in enumerate(key):
            found.setdefault(key[:depth], set()).add(value)
    return found


def plain(value: Any) -> Any:
    """Return a group's value; the clock's hour has no zone, an empty text says nothing."""
    if value == "":
        return None
    return value.replace(tzinfo=None) if isinstance(value, dt.datetime) else value


def mask(level: Level, splits: Sequence[int]) -> int:
    """Return what GROUPING tells of a level: a bit for each dimension that is not of it, the first the highest."""
    return sum(1 << (len(splits) - 1 - place) for place, number in enumerate(splits) if number not in level)


def levels_of(plan: Plan) -> list[Level]:
    """Return the levels that a report shows: all groups, subtotals, the total; each for the columns, and for the whole line."""
    size = len(plan.rows)
    depths = range(size, -1, -1) if plan.report.subtotals else sorted({size, 0}, reverse=True)
    across = tuple(range(size, size + len(plan.columns)))
    return [
        level for depth in depths for level in dict.fromkeys(((*range(depth), *across), tuple(range(depth))))
    ]


def is_rolled(plan: Plan) -> bool:
    """Whether all levels are worked out from the finest."""
    return not any(split.place.is_many for split in plan.splits) and all(
        kind in ROLLED for measure in plan.report.measures for kind in kinds(measure)
    )


def kinds(measure: Measure) -> set[str]:
    """Return the kinds of a measure and of those that it is made of."""
    parts = [part for part in (measure.of, measure.by) if part]
    return {measure.kind, *(kind for part in parts for kind in kinds(part))}


def passes(plan: Plan, levels: Iterable[Level]) -> list[list[Level]]:
    """Return the levels that one question can answer together: joining values of which a record has many counts it for each."""
    together: dict[Level, list[Level]] = {}
    for level in levels:
        many = tuple(number for number in level if plan.splits[number].place.is_many)
        together.setdefault(many, []).append(level)
    return list(together.values())


@dataclass(frozen=True, kw_only=True)
class Asker:
    """Puts the questions of one report to a store."""

    store: Store
    seconds: float
    ticket: str
    deed: Deed

    def asking(self, plan: Plan) -> Asking:
        return Asking(by=plan.by, at=plan.ctx.at, dialect=DIALECTS[self.store.dialect], deed=self.deed)

    def cells(self, plan: Plan, *, kept: Sequence[Any] | None = None) -> Cells:
        """Return all that is counted for a plan. Raises TooManyGroups, StoreError."""
        cells = Cells(plan=plan)
        levels = levels_of(plan)
        if is_rolled(plan):
            self.add(cells, levels[:1], kept=kept, is_merged=True)
            cells.roll(levels[1:])
            return cells
        for some in passes(plan, levels):
            self.add(cells, some, kept=kept)
        return cells

    def add(
        self,
        cells: Cells,
        levels: Sequence[Level],
        *,
        kept: Sequence[Any] | None = None,
        is_merged: bool = False,
    ) -> None:
        plan = cells.plan
        asked = question(plan, self.asking(plan), levels=levels, kept=kept, is_merged=is_merged)
        cells.add(asked, self.ask(asked.sql, asked.parameters))

    def largest(
        self, plan: Plan, *, by: int, number: int, is_counted: bool
    ) -> tuple[Cells, list[Any], int | None]:
        """Return the groups of the first dimension with the largest figure, and how many groups there are if that `is_counted`.

        Their cells are told with that of the rest where that is what is left of the total; else there are none.
        """
        sql, asked = ranked(plan, self.asking(plan), by=by, number=number, is_counted=is_counted)
        answer = self.ask(sql, asked.parameters)
        kept = [row[0] for row in answer.rows]
        groups = answer.rows[0][-1] if is_counted and answer.rows else None
        cells = Cells(plan=plan)
        is_left = all(atom.kind in ADDED for atom in asked.atoms) and not plan.splits[0].place.is_many
        if is_left and len(plan.splits) == 1:
            self.add(cells, [()])
            cells.leave((plain(row[0]), row[1 : len(asked.atoms) + 1]) for row in answer.rows)
        return cells, kept, groups

    def ask(self, sql: str, parameters: Mapping[str, Any]) -> Answer:
        return self.store.ask(sql, parameters, seconds=self.seconds, ticket=self.ticket)


__all__ = ["REST", "Asker", "Cells", "Key"]
