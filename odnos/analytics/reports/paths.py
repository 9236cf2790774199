"""Where a path leads: through which links, to which field, as far as the asker knows of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from odnos.analytics.reports.refusals import ReportError
from odnos.engine.access.actor import Actor
from odnos.engine.access.fields import safe
from odnos.objects.fields import Field
from odnos.objects.registry import ObjectType, UnknownField, registry

FARTHEST = 4
"""Links that a path may go through."""
PARTS = {"currency": "currency"}


@dataclass(frozen=True, kw_only=True)
class Step:
    """A field of an object, which may lead to records of another one."""

    object_type: ObjectType
    field: Field

    @property
    def to(self) -> str:
        key = str(getattr(self.field, "to", ""))
        return key if key in registry else ""

    @property
    def is_many(self) -> bool:
        """Whether a record has many values of the field, which stand beside it."""
        return self.field.keeps == ("json",) or not self.field.columns


@dataclass(frozen=True, kw_only=True)
class Place:
    """The end of a path: the links that lead there, the field, and a part of it (the city of an address)."""

    links: tuple[Step, ...]
    end: Step
    part: str = ""

    @property
    def field(self) -> Field:
        return self.end.field

    @property
    def steps(self) -> tuple[Step, ...]:
        return (*self.links, self.end)

    @property
    def is_many(self) -> bool:
        return any(step.is_many for step in self.steps)

    @property
    def column(self) -> str:
        """The column of the value, or of its part. Raises LookupError for a field that stands in several."""
        if self.part:
            return next(name for name in self.field.columns if name.endswith(f"_{self.part}"))
        if len(self.field.columns) > 1 and self.field.kind != "money":
            raise LookupError(self.field.name)
        return self.field.columns[0]

    @property
    def label(self) -> str:
        part = next((str(item.label) for item in self.field.parts if item.name == self.part), "")
        return " › ".join([*(str(step.field.label) for step in self.steps), *([part] if part else [])])


def place_of(object_type: ObjectType, path: Sequence[str], *, by: Actor, place: str) -> Place:
    """Return where `path` leads from an object. Raises ReportError, which speaks of `place`."""
    if not path:
        raise ReportError(_("Say which field is meant."), place=place)
    if len(path) > FARTHEST + 1:
        raise ReportError(_("A path goes through at most %(most)s links.") % {"most": FARTHEST}, place=place)
    steps: list[Step] = []
    current: ObjectType | None = safe(object_type, by=by)
    for number, name in enumerate(path):
        if current is None:
            last = steps[-1].field
            if number == len(path) - 1 and name in {item.name for item in last.parts}:
                return Place(links=tuple(steps[:-1]), end=steps[-1], part=name)
            raise ReportError(
                _("“%(name)s” does not lead to another record.") % {"name": last.label}, place=place
            )
        step = step_of(current, name, place)
        steps.append(step)
        current = safe(registry.get(step.to), by=by) if step.to else None
    return Place(links=tuple(steps[:-1]), end=steps[-1])


def step_of(object_type: ObjectType, name: str, place: str) -> Step:
    try:
        return Step(object_type=object_type, field=object_type.field(name))
    except UnknownField as error:
        words = {"object": object_type.label, "name": name}
        raise ReportError(_("%(object)s has no field “%(name)s”.") % words, place=place) from error
