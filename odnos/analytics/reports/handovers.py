"""Handovers: each time that a record went from one owner to another."""

from __future__ import annotations

from functools import partial

from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from odnos.analytics.reports.asking import Asking
from odnos.analytics.reports.conditions import both, reached
from odnos.analytics.reports.counted import Counted
from odnos.analytics.reports.dialects import name as quoted
from odnos.engine.records.models import OwnerChange
from odnos.objects import fields as f
from odnos.objects.access import OwnTeamAll
from odnos.objects.labels import Label
from odnos.objects.registry import ObjectType, registry

MARK = "_handover"
LONGEST = 40
"""Letters of a key that a report keeps."""
_made: dict[str, tuple[ObjectType, int, Counted]] = {}


def every() -> list[Counted]:
    """Return the handovers of each kind of record that has an owner and that people work with."""
    return [of(kind) for kind in registry if is_handed_over(kind)]


def is_handed_over(kind: ObjectType) -> bool:
    is_owned = kind.in_menu and isinstance(kind.access, OwnTeamAll)
    return is_owned and len(kind.key) + len(MARK) <= LONGEST


def of(kind: ObjectType) -> Counted:
    """Return the handovers of an object; the same ones as long as it is the same object."""
    known = _made.get(kind.key)
    if known is None or known[0] is not kind or known[1] != kind.shape:
        known = _made[kind.key] = (kind, kind.shape, made(kind))
    return known[2]


def made(kind: ObjectType) -> Counted:
    record = kind.key
    return Counted(
        key=f"{record}{MARK}",
        plural_key=f"{kind.plural_key}{MARK}s",
        model=OwnerChange,
        label=gettext_lazy("Handover"),
        plural=lazy(called, str)(kind.plural),
        icon="users",
        title="at",
        fields=(
            f.Moment("at", gettext_lazy("Handed over on")),
            f.Link("from", gettext_lazy("Previous owner"), to="user"),
            f.Link("to", gettext_lazy("New owner"), to="user"),
            f.Link("by", gettext_lazy("Handed over by"), to="user"),
            f.Link(record, kind.label, to=record),
        ),
        of=record,
        record=record,
        rows=partial(rows, kind),
        person=(record, "owner"),
        team=(record, "team"),
    )


def called(plural: Label) -> str:
    return _("%(objects)s handed over") % {"objects": plural}


def rows(kind: ObjectType, asking: Asking) -> str:
    """Return the SQL of the handovers of records that the asker reaches."""
    change, record = asking.alias("h"), asking.alias("t")
    limits = both([f"{change}.object_key = {asking.value(kind.key)}", reached(kind, record, asking)])
    columns = ", ".join(f"{change}.{name} AS {name}" for name in ("id", "from_id", "to_id", "by_id", '"at"'))
    return (
        f"SELECT {columns}, {record}.id AS {quoted(f'{kind.key}_id')}"
        f' FROM "owner_change" AS {change} JOIN {quoted(kind.key)} AS {record} ON {record}.id = {change}.record_id'
        f" WHERE {limits}"
    )
