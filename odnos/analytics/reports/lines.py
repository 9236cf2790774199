"""Lines of a report out of its cells: in their order, with nothing left out between, with the figures as they are shown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from odnos.analytics.reports import changes, labels, maturity, own_order, spans, words
from odnos.analytics.reports.aligned import Moved
from odnos.analytics.reports.cells import REST, Cells, Key, below
from odnos.analytics.reports.changes import Past
from odnos.analytics.reports.definition import Grain
from odnos.analytics.reports.dimensions import Split
from odnos.analytics.reports.earlier import Compared
from odnos.analytics.reports.measures import Reckoned, divided, grown
from odnos.analytics.reports.plan import Plan
from odnos.analytics.reports.refusals import check_figures
from odnos.analytics.reports.result import Figure, Group, Head, Line, Result
from odnos.analytics.reports.spans import DAY, Span, begin, stretches
from odnos.engine.filters.tree import both
from odnos.lib import text
from odnos.lib.dates.weeks import first_weekday
from odnos.objects.context import Context

Figures = tuple[Figure, ...]
MOST_STRETCHES = 5000
"""Stretches of time that are shown without a break; dates farther apart (one is in the year 206, say) stand by themselves."""


@dataclass(kw_only=True)
class Layout:
    """The table of a report in the making. `before` is that of the days it is `compared` with, `past` what its stretches of time are."""

    plan: Plan
    cells: Cells
    kept: Sequence[Any] | None = None
    groups: int | None = None
    compared: Compared | None = None
    before: Layout | None = None
    past: Past = field(default_factory=Past)
    _groups: dict[tuple[int, Any], Group] = field(default_factory=dict)

    # groups ------------------------------------------------------------------------------------------

    @cached_property
    def ctx(self) -> Context:
        """The context with the titles of all groups."""
        found = set[Any]()
        for number, split in enumerate(self.plan.splits):
            found |= labels.references(split, self.values(number))
        return labels.titled(self.plan.ctx, found, by=self.plan.by)

    def values(self, number: int) -> set[Any]:
        """Return the values of a dimension that there are."""
        size = len(self.plan.rows)
        keys = self.cells.rows() if number < size else self.cells.across()
        place = number if number < size else number - size
        return {key[place] for key in keys if len(key) > place} - {REST}

    def group(self, number: int, value: Any) -> Group:
        """Return the group of a dimension's value."""
        if (number, value) not in self._groups:
            self._groups[number, value] = self.made(number, value)
        return self._groups[number, value]

    def made(self, number: int, value: Any) -> Group:
        if value is REST:
            return labels.other(self.group(number, item) for item in self.kept or ())
        return labels.group(self.plan.splits[number], value, self.ctx)

    def in_order(self, number: int, values: set[Any], figures: dict[Any, Figures]) -> list[Any]:
        """Return the groups of a dimension below one line in their order: in time, by size, or as the report says."""
        name, sign = self.order_of(number)
        rest, known = values & {REST}, sorted(values - {REST}, key=lambda value: self.by_name(number, value))
        if name.startswith("measure"):
            place = int(name.partition(":")[2])
            known.sort(key=lambda value: own_order.size_of(figures[value][place], sign))
        elif sign < 0:
            known.reverse()
        return [*known, *rest]

    def order_of(self, number: int) -> tuple[str, int]:
        """Return what a dimension's groups are put in order by, and which way; a figure that is not there orders nothing."""
        figures = {f"measure:{place}" for place in range(len(self.plan.report.measures))}
        for written in self.plan.report.order:
            name, sign = written.removeprefix("-"), -1 if written.startswith("-") else 1
            if name in {f"row:{number}", *figures}:
                return name, sign
        return ("row", 1) if own_order.holds(self.plan, number, self.places) else ("measure:0", -1)

    @cached_property
    def places(self) -> list[Mapping[Any, int]]:
        return own_order.of(self.plan, self.values)

    def by_name(self, number: int, value: Any) -> tuple[bool, Any, Any]:
        """What puts groups in their own order: those without a value come last."""
        if value is None:
            return (True, 0, "")
        if self.plan.splits[number].is_ordered:
            return (False, value, "")
        if places := self.places[number]:
            return (False, places.get(value, len(places)), text.fold(self.group(number, value).text))
        return (False, text.fold(self.group(number, value).text), str(value))

    # rows and columns --------------------------------------------------------------------------------

    @cached_property
    def across(self) -> tuple[Key | None, ...]:
        """Keys of the columns, and None for the whole line."""
        if not self.plan.columns:
            return (None,)
        return (*self.walk(len(self.plan.rows), (), below(self.cells.across())), None)

    @cached_property
    def keys(self) -> tuple[Key, ...]:
        """Keys of the lines in their order: subtotals stand behind what they are the totals of."""
        return tuple(self.walk(0, (), below(self.cells.rows())))

    def walk(self, offset: int, above: Key, under: Mapping[Key, set[Any]]) -> Iterator[Key]:
        depth, size = len(above), len(self.plan.rows) if offset == 0 else len(self.plan.columns)
        if depth == size:
            return
        values = set(under.get(above, ()))
        split = self.plan.splits[offset + depth]
        if depth == 0:
            values |= set(self.between(split, values))
        figures = {value: self.size(offset, (*above, value)) for value in values}
        for value in self.in_order(offset + depth, values, figures):
            key = (*above, value)
            yield from self.walk(offset, key, under)
            if depth + 1 == size or (
                offset == 0 and (key, None) in self.cells.found and self.plan.report.subtotals
            ):
                yield key

    def size(self, offset: int, key: Key) -> Figures:
        """Return the figures by which a group has its place."""
        return self.plainly(key, None) if offset == 0 else self.plainly((), key)

    def between(self, split: Split, values: set[Any]) -> Iterator[dt.date]:
        """Yield the stretches of time from the first to the last, whether anything happened in them or not."""
        if not split.is_flow:
            return
        known = sorted(value for value in values if isinstance(value, dt.date))
        is_period = (
            self.plan.report.period is not None and self.plan.report.period.path == split.dimension.path
        )
        span = self.plan.span if is_period else Span(None, None)
        first = self.begin(span.start, split) if span.start else known[0] if known else None
        today = self.begin(self.plan.ctx.today, split)
        last = known[-1] if known else None
        if span.end and span.start:
            last = min(self.begin(span.end - DAY, split), max(last or today, today))
        if first and last and spans.between(first, last, split.grain) < MOST_STRETCHES:
            yield from stretches(first, last, split.grain)

    def begin(self, day: dt.date, split: Split) -> dt.date:
        return self.first_of(day, split.grain)

    def first_of(self, day: dt.date, grain: Grain) -> dt.date:
        """Return the first day of the stretch of time in which a day lies, where the asker is."""
        return begin(day, grain, first_weekday=first_weekday(self.plan.ctx.country))

    # figures -----------------------------------------------------------------------------------------

    def plainly(self, rows: Key, across: Key | None) -> Figures:
        """Return the figures of a cell, as counted."""
        return self.figures(self.cells.found.get((rows, across)))

    def figures(self, atoms: Sequence[Any] | None) -> Figures:
        """Return the figures that some atoms make; those of none where there are none."""
        if atoms is None:
            return tuple(item.nothing for item in self.cells.reckoned)
        return tuple(item.figure(atoms) for item in self.cells.reckoned)

    def shown(self, rows: Key, across: Key | None) -> Figures:
        """Return the figures of a cell, as the measures are shown."""
        plain = self.plainly(rows, across)
        return tuple(
            self.one(number, item, figure, rows, across)
            for number, (item, figure) in enumerate(zip(self.cells.reckoned, plain, strict=True))
        )

    def one(self, number: int, item: Reckoned, figure: Figure, rows: Key, across: Key | None) -> Figure:
        how = item.measure.shown
        if how == "share":
            return divided(figure, self.plainly((), across)[number])
        if how == "running" and rows:
            return self.running(number, rows, across)
        if how == "change":
            return grown(figure, changes.figure_before(self, number, rows, across))
        return figure

    def running(self, number: int, rows: Key, across: Key | None) -> Figure:
        """Return the sum of a figure over the groups of the first dimension up to this one."""
        total: Figure = 0
        for first in self.firsts[: self.firsts.index(rows[0]) + 1]:
            figure = self.plainly((first, *rows[1:]), across)[number]
            total = total + figure if figure else total  # type: ignore[operator]
        return total

    @cached_property
    def firsts(self) -> list[Any]:
        """The groups of the first dimension in their order."""
        return list(dict.fromkeys(key[0] for key in self.keys))

    # the answer --------------------------------------------------------------------------------------

    def result(self) -> Result:
        """Return the answer."""
        keys = self.shown_keys()
        check_figures(len(keys) * len(self.across) * len(self.cells.reckoned))
        made = self.answer(keys, self.across, len(self.keys_shown_of_all))
        if self.before is None or not self.plan.report.compared:
            return made
        moved = Moved(self, self.before)
        return replace(
            made,
            before=self.before.answer(
                [moved.rows(key) for key in keys], tuple(moved.columns(key) for key in self.across), None
            ),
        )

    @cached_property
    def keys_shown_of_all(self) -> list[Key]:
        """All lines, without what a top leaves over where nobody asked for it."""
        top = self.plan.report.top
        hides_rest = self.kept is not None and (top is None or not top.other)
        return [key for key in self.keys if not (hides_rest and key[0] is REST)]

    def shown_keys(self) -> list[Key]:
        return self.keys_shown_of_all[: self.plan.report.limit]

    def answer(self, keys: Sequence[Key], across: Sequence[Key | None], number: int | None) -> Result:
        size = len(self.plan.rows)
        lines = tuple(self.line(key, across) for key in keys)
        cut = None
        if number is not None:
            whole = self.groups if self.groups is not None and size == 1 else number
            cut = whole if whole > len(lines) and not any(key[0] is REST for key in keys) else None
        return Result(
            report=self.plan.report,
            dimensions=tuple(Head(split.label) for split in self.plan.splits),
            measures=tuple(words.head(item, self.plan) for item in self.cells.reckoned),
            across=tuple(
                tuple(self.group(size + place, value) for place, value in enumerate(key or ()))
                for key in across
            ),
            lines=lines,
            total=self.line((), across),
            as_of=self.cells.as_of or self.plan.ctx.at,
            words=words.of(
                self.plan, self.cells.reckoned, self.ctx, compared=self.compared, last=self.past.last
            ),
            compared=self.compared,
            cut=cut,
            unconverted=self.unconverted,
            immature=maturity.open_places(self, self.plan.rows, keys),
            immature_across=maturity.open_places(self, self.plan.columns, across),
        )

    def line(self, key: Key, across: Sequence[Key | None]) -> Line:
        groups = tuple(self.group(number, value) for number, value in enumerate(key))
        nodes = [item.where for item in groups]
        drill = None if None in nodes else both(self.plan.where, *nodes)
        return Line(groups, tuple(self.shown(key, column) for column in across), drill)

    @property
    def unconverted(self) -> int:
        """Amounts of the total that are in no figure."""
        total = self.cells.found.get(((), None), ())
        return sum(
            int(held)
            for atom, held in zip(self.cells.atoms, total, strict=False)
            if atom.kind == "unconverted"
        )
