"""Counting what the rows of each step of a path hold."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from odnos.engine.transfer import hints, source
from odnos.engine.transfer.funnel import Seen
from odnos.engine.transfer.models import ImportRun
from odnos.engine.transfer.plan import Plan
from odnos.engine.transfer.targets import Target
from odnos.lib import numbers, text

LOOKED_AT = 200_000


@dataclass(frozen=True, kw_only=True)
class Places:
    """Where in a row the columns stand that tell; None for those that the file has not."""

    step: int
    others: Sequence[int]
    closed: int | None
    worth: int | None
    likelihood: int | None


@dataclass
class Tally:
    """What the rows of one step hold, added up."""

    name: str
    count: int = 0
    closed: int = 0
    worth: int = 0
    filled: int = 0
    rated: int = 0
    sum: float = 0.0
    most: float = 0.0

    def take(self, cells: Sequence[str], places: Places) -> None:
        self.count += 1
        self.filled += sum(1 for place in places.others if cells[place])
        if places.closed is not None and cells[places.closed].strip():
            self.closed += 1
        if places.worth is not None and any(mark in "123456789" for mark in cells[places.worth]):
            self.worth += 1
        rating = number_of(cells[places.likelihood]) if places.likelihood is not None else None
        if rating is not None:
            self.rated, self.sum, self.most = self.rated + 1, self.sum + rating, max(self.most, rating)

    def seen(self, width: int, scale: int) -> Seen:
        return Seen(
            name=self.name,
            count=self.count,
            closed=self.closed / self.count,
            worth=self.worth / self.count,
            filled=self.filled / self.count / max(width, 1),
            likelihood=self.sum / self.rated * scale if self.rated else None,
        )


def seen_in(
    run: ImportRun, plan: Plan, target: Target, *, within: Callable[[Sequence[str]], bool] | None = None
) -> list[Seen]:
    """What the file tells of the steps in the column of `target`, in the order in which they come; `within` says which rows count."""
    places = places_of(plan, target)
    tallies: dict[str, Tally] = {}
    others = Tally("")
    for row in itertools.islice(source.rows_of(run), LOOKED_AT):
        written = "" if row.problem else row.cells[places.step].strip()
        if written:
            is_one = within is None or within(row.cells)
            tally = tallies.setdefault(text.fold(written), Tally(written)) if is_one else others
            tally.take(row.cells, places)
    scale = 100 if max(tally.most for tally in (others, *tallies.values())) <= 1 else 1
    return [tally.seen(len(places.others), scale) for tally in tallies.values()]


def places_of(plan: Plan, target: Target) -> Places:
    found = {known.name: place for place, known, _put in plan.columns}
    funnel = (hints.of(target.linked.key).funnel if target.linked else None) or hints.Funnel()
    return Places(
        step=found[target.name],
        others=[place for name, place in found.items() if name != target.name],
        closed=found.get(funnel.closed),
        worth=found.get(funnel.worth),
        likelihood=found.get(funnel.likelihood),
    )


def number_of(cell: str) -> float | None:
    try:
        return float(numbers.parse(cell, decimal_mark=".")) if cell.strip() else None
    except numbers.NotANumber:
        return None
