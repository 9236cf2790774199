"""Which rows of a file stand in one path of several: a column beside that of the steps says in which."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from functools import cache

from odnos.engine.access.fields import safe
from odnos.engine.transfer import scopes, source
from odnos.engine.transfer.directory import Directory
from odnos.engine.transfer.models import ImportRun
from odnos.engine.transfer.plan import Plan
from odnos.engine.transfer.tallies import LOOKED_AT
from odnos.engine.transfer.targets import Target
from odnos.lib import text


def steps_within(run: ImportRun, plan: Plan, target: Target, directory: Directory) -> frozenset[str] | None:
    """Return the folded names of the steps that rows of the directory's path have; None where the file has one path alone."""
    is_within, step = rows_within(plan, target, directory), place_of(plan, target)
    if is_within is None:
        return None
    rows = (row.cells for row in itertools.islice(source.rows_of(run), LOOKED_AT) if not row.problem)
    return frozenset(text.fold(cells[step].strip()) for cells in rows if is_within(cells))


def place_of(plan: Plan, target: Target) -> int:
    return next(place for place, known, _put in plan.columns if known.name == target.name)


def rows_within(plan: Plan, target: Target, directory: Directory) -> Callable[[Sequence[str]], bool] | None:
    """Return what says whether a row stands in the directory's path; None where the file has one path alone."""
    if not directory.scope:
        return None
    [(column, wanted)] = directory.scope.items()
    places = {known.name: (place, known) for place, known, _put in plan.columns}
    named = target.name.removesuffix(target.field.name if target.field else "") + column.removesuffix("_id")
    met = [found for name, found in places.items() if name == named or name.startswith(f"{named}.")]
    if not met:
        return None
    place, paths = met[0]
    path_of = path_by_name(plan, paths, directory)
    return lambda cells: path_of(cells[place].strip()) == wanted


def path_by_name(plan: Plan, target: Target, directory: Directory) -> Callable[[str], int | None]:
    """Return what says which path a cell means: as it was decided, as it is called, or the first one."""
    assert target.linked is not None
    linked = safe(target.linked, by=directory.by)  # spare: columns know no hidden field either
    first = scopes.first(linked, by=directory.by)
    decided = plan.options.get("resolutions", {}).get(target.name, {})
    known = Directory(linked, target.via or linked.title_field, by=directory.by)

    @cache
    def path_of(written: str) -> int | None:
        choice = decided.get(text.fold(written), {})
        if "use" in choice:
            return int(choice["use"])
        if not written or choice.get("empty"):
            return first
        found = known.ids(written)
        return found[0] if len(found) == 1 else None

    return path_of
