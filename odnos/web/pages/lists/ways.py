"""How records are put together: by the lanes of a board, the groups of a list, the days of a calendar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import QueryDict

from odnos.objects.fields import Field
from odnos.objects.registry import ObjectType
from odnos.web.pages.lists.looks import Look

SPANS = ("month", "week", "agenda")
GRAINS = ("day", "week", "month", "quarter", "year")
LANES = frozenset(("stage", "choice", "boolean", "link"))
DAYS = frozenset(("date", "moment"))
MEASURES = ("sum", "avg", "min", "max")
MEASURED = frozenset(("money", "number"))
MOST_GROUPS = 2
MOST_TOTALS = 6


@dataclass(frozen=True, kw_only=True)
class Way:
    """`group` is a field, or for a list up to two of them with the grain of a date: `stage,closes_on:month`.

    `totals` are measures of a list's groups (`amount.sum`), `order` is what its groups are sorted by (`-count`,
    `label`, `-amount.sum`), `span` how much a calendar shows.
    """

    group: str = ""
    totals: tuple[str, ...] = ()
    order: str = ""
    span: str = ""

    def told(self) -> dict[str, str]:
        """Return it as an address says it."""
        return {
            "group": self.group,
            "totals": ",".join(self.totals),
            "order": self.order,
            "span": self.span,
        }


def of_look(kind: ObjectType, look: Look, mode: str) -> Way:
    """Return what a view means when it is shown as `mode`."""
    if look.kind == mode:
        start = Way(group=look.group_by, totals=look.totals, order=look.order, span=look.span)
    else:
        start = Way()
    if mode == "list":
        return start
    offered = lanes_of(kind) if mode == "board" else days_of(kind)
    names = [field.name for field in offered]
    group = start.group if start.group in names else usual(kind, names, mode)
    return Way(group=group, span=(start.span or "month") if mode == "calendar" else "")


def usual(kind: ObjectType, names: Sequence[str], mode: str) -> str:
    """Return the field that a board or a calendar without any begins with."""
    declared = next((view.group_by for view in kind.lists if view.kind == mode and view.group_by), "")
    if declared in names:
        return declared
    if kind.path in names and mode == "board":
        return kind.path
    return names[0] if names else ""


def asked(kind: ObjectType, usual_way: Way, mode: str, given: QueryDict) -> Way:
    """Return the way that an address asks for; what is not offered is as usual."""
    order, span = given.get("order"), given.get("span", "")
    totals = ",".join(given.getlist("totals")) if "totals" in given else ",".join(usual_way.totals)
    return Way(
        group=grouped(kind, written_groups(kind, given), usual_way, mode),
        totals=known_totals(kind, totals) if mode == "list" else (),
        order=usual_way.order if order is None else order[:80],
        span=span if span in SPANS and mode == "calendar" else usual_way.span,
    )


def written_groups(kind: ObjectType, given: QueryDict) -> str | None:
    """Return the groups of an address, or those of the menu, which sends each field with its grain."""
    names, grains = given.getlist("group"), given.getlist("grain")
    if not names or not grains:
        return names[-1] if names else None
    days = {field.name for field in days_of(kind)}
    both = ((name, grains[place] if place < len(grains) else "") for place, name in enumerate(names))
    return ",".join(f"{name}:{grain}" if grain and name in days else name for name, grain in both if name)


def grouped(kind: ObjectType, written: str | None, usual_way: Way, mode: str) -> str:
    """Return the groups of an address; a list can be asked for without any."""
    found = "" if written is None else fitted(kind, written, mode)
    is_plain = written == "" and mode == "list"
    return found if found or is_plain else fitted(kind, usual_way.group, mode)


def fitted(kind: ObjectType, group: str, mode: str) -> str:
    """Return what is offered of the groups, lanes or days that are asked for."""
    if mode == "list":
        known = [part for part in group.split(",") if part and field_of(kind, part) is not None]
        return ",".join(dict.fromkeys(known[:MOST_GROUPS]))
    offered = lanes_of(kind) if mode == "board" else days_of(kind)
    return group if group in [field.name for field in offered] else ""


def field_of(kind: ObjectType, part: str) -> Field | None:
    """Return the field of one group, or None for what is none."""
    name, colon, grain = part.partition(":")
    field = kind.by_name.get(name)
    if field is None or not can_group(field):
        return None
    return None if colon and (grain not in GRAINS or field.kind not in DAYS) else field


def can_group(field: Field) -> bool:
    return field.kind in LANES | DAYS


def groups_of(kind: ObjectType) -> list[Field]:
    """Return the fields that a list can be grouped by."""
    return [field for field in in_order(kind) if can_group(field)]


def lanes_of(kind: ObjectType) -> list[Field]:
    """Return the fields that a board can have as lanes: what people change first stands first."""
    found = [field for field in in_order(kind) if field.kind in LANES]
    rank = {"stage": 0, "choice": 1, "link": 3, "boolean": 2}
    return sorted(found, key=lambda field: (field.readonly, field.system, rank[field.kind]))


def days_of(kind: ObjectType) -> list[Field]:
    """Return the fields by whose days a calendar can be drawn."""
    found = [field for field in in_order(kind) if field.kind in DAYS]
    return sorted(found, key=lambda field: (field.system, field.readonly))


def has_lanes(kind: ObjectType) -> bool:
    return any(field.kind in LANES for field in kind.all_fields)


def has_days(kind: ObjectType) -> bool:
    return any(field.kind in DAYS for field in kind.all_fields)


def in_order(kind: ObjectType) -> list[Field]:
    """Return fields as the page of a record has them, then the others."""
    names = dict.fromkeys((*kind.layout.card, *kind.layout.fields, *kind.by_name))
    return [kind.by_name[name] for name in names if name in kind.by_name]


def known_totals(kind: ObjectType, written: str) -> tuple[str, ...]:
    """Return the totals that exist."""
    known = [item for item in written.split(",") if measure_of(kind, item) is not None]
    return tuple(dict.fromkeys(known))[:MOST_TOTALS]


def measure_of(kind: ObjectType, written: str) -> tuple[Field, str] | None:
    """Return the field and the measure that `amount.sum` names, or None."""
    name, _dot, how = written.partition(".")
    field = kind.by_name.get(name)
    return (field, how) if field and field.kind in MEASURED and how in MEASURES else None


def measured_of(kind: ObjectType) -> list[Field]:
    return [field for field in in_order(kind) if field.kind in MEASURED]


def sort_of(looks: Sequence[Look], look: Look, mode: str) -> str:
    """Return the order of a view shown as another kind: that of the first view of that kind, if there is one."""
    return next((other.sort for other in looks if other.kind == mode), look.sort)
