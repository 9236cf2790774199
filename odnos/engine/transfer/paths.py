"""Adding a file's steps to a path: a pipeline's stages, made in the order of a funnel, in place of a template's unused ones."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from odnos.engine.records import bin, read, write
from odnos.engine.records.reach import reach
from odnos.engine.records.row import Row
from odnos.engine.transfer import funnel, scopes
from odnos.engine.transfer.directory import Directory
from odnos.engine.transfer.funnel import Seen, Step
from odnos.engine.transfer.models import ImportRun
from odnos.engine.transfer.plan import Plan
from odnos.engine.transfer.tallies import seen_in
from odnos.engine.transfer.targets import Target
from odnos.engine.transfer.within import rows_within, steps_within
from odnos.lib import text


@dataclass(frozen=True, kw_only=True)
class Path:
    """A path as it is to be: its steps in their order, and the names of those that it can do without."""

    steps: Sequence[Step]
    spare: Sequence[str] = ()


class Paths:
    """The paths that one run adds to. Each is thought out once, when its first new step is to be made."""

    def __init__(self, run: ImportRun, plan: Plan) -> None:
        self.run = run
        self.plan = plan
        self._known: dict[tuple[Any, ...], Path] = {}
        self._met: dict[tuple[Any, ...], frozenset[str] | None] = {}

    def of(self, target: Target, directory: Directory) -> Path:
        """The path as the person wants it, or else as it is proposed."""
        key = (target.name, *directory.scope.items())
        if key not in self._known:
            found = self.proposed(target, directory)
            wanted = self.run.options.get("funnel", {}).get(target.name)
            self._known[key] = corrected(found, wanted) if wanted else found
        return self._known[key]

    def proposed(self, target: Target, directory: Directory, *, is_whole: bool = False) -> Path:
        """The steps that stand, and among them those that would be made: of the rows of this path, or of the whole file.

        A step that stands is used by the rows of its own path alone.
        """
        rows = rows_of(directory)
        within = rows_within(self.plan, target, directory)
        own = seen_in(self.run, self.plan, target, within=within)
        seen = seen_in(self.run, self.plan, target) if is_whole and within else own
        decided = self.run.options.get("resolutions", {}).get(target.name, {})
        fresh = [item for item in seen if is_unknown(item.name, directory, decided)]
        path = funnel.arranged(directory.object_type.key, fresh, [standing(row, own) for row in rows])
        spare = spare_of(rows, path)
        return Path(steps=[step for step in path if step.is_new or step.name not in spare], spare=spare)

    def is_met(self, target: Target, directory: Directory, name: str) -> bool:
        """Whether rows of this path have the step `name`: those of another one's rows are not made in it."""
        key = (target.name, *directory.scope.items())
        if key not in self._met:
            self._met[key] = steps_within(self.run, self.plan, target, directory)
        met = self._met[key]
        return met is None or text.fold(name) in met

    def values(self, target: Target, directory: Directory, written: str) -> dict[str, Any]:
        """What a new step is made with beside its name."""
        for place, step in enumerate(self.of(target, directory).steps):
            if text.fold(step.name) == text.fold(written):
                given = {"kind": step.kind, "probability": step.likelihood, "position": place}
                return {name: value for name, value in given.items() if name in directory.object_type.by_name}
        return {}

    def arrange(
        self, target: Target, directory: Directory, *, at: dt.datetime, change_set: int | None
    ) -> None:
        """Put all steps of the path in their order, and away those that nobody needs."""
        path, steps, by = self.of(target, directory), directory.object_type, directory.by
        unused = [row.id for row in rows_of(directory) if row.title in path.spare]
        if unused:
            write.delete(steps, unused, by=by, at=at, change_set=change_set)
        places = {text.fold(step.name): place for place, step in enumerate(path.steps)}
        rows = sorted(rows_of(directory), key=lambda row: places.get(text.fold(row.title), len(places)))
        changes = [
            write.Change(id=row.id, values={"position": place})
            for place, row in enumerate(rows)
            if row["position"] != place
        ]
        if changes:
            write.update_many(steps, changes, by=by, at=at, change_set=change_set)


def corrected(found: Path, given: Mapping[str, Any]) -> Path:
    """A path as a person left it before the import began."""
    steps = funnel.merged([funnel.step_of(step) for step in given["steps"]], found.steps)
    return Path(steps=steps, spare=list(given["spare"]))


def rows_of(directory: Directory) -> list[Row]:
    """The steps that stand, in their order."""
    if not directory.scope:
        return []
    steps = reach(directory.object_type, by=directory.by)  # spare: they are read within the reach besides
    found = steps.filter(**directory.scope)
    ids = list(found.order_by("position", "pk").values_list("pk", flat=True))
    rows = read.get_many(directory.object_type, ids, by=directory.by)
    return [rows[number] for number in ids]


def standing(row: Row, seen: Sequence[Seen]) -> Step:
    count = sum(item.count for item in seen if text.fold(item.name) == text.fold(row.title))
    return Step(
        name=row.title, kind=row["kind"], likelihood=int(row["probability"]), count=count, is_new=False
    )


def is_unknown(name: str, directory: Directory, decided: Mapping[str, Any]) -> bool:
    """Whether a step of this name would be made."""
    decision = decided.get(text.fold(name))
    if decision:
        return "create" in decision
    return not directory.ids(name) and scopes.by_meaning(directory, name) is None


def spare_of(rows: Sequence[Row], path: Sequence[Step]) -> list[str]:
    """The open steps of a template that nobody has used or changed, if the file brings a path of its own."""
    fresh = [step for step in path if step.is_new and step.kind == funnel.OPEN]
    unused = [row for row in rows if row["kind"] == funnel.OPEN]
    is_named = any(step.count for step in path if not step.is_new and step.kind == funnel.OPEN)
    is_own = any(row.version > 1 for row in unused) or any(bin.holds(row) for row in rows)
    return [] if len(fresh) < 2 or is_named or is_own else [row.title for row in unused]
