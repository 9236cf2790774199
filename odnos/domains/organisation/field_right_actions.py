"""Saying who sees and edits fields: some at once, as one change set, so that one undo takes it all back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.utils.translation import gettext as _

from odnos.domains.organisation.field_rights import FIELD_RIGHT
from odnos.engine.access.actor import Actor
from odnos.engine.filters.tree import Condition, Node, both
from odnos.engine.records import read, write
from odnos.engine.records.at_once import change_set
from odnos.engine.records.errors import Invalid
from odnos.engine.records.row import Row

KIND = "field_right"
Right = tuple[bool, bool]
"""Whether a field is seen, and whether it is edited."""
FREE: Right = (True, True)


def rights_of(
    *, by: Actor, at: dt.datetime, role: str = "", object_key: str = "", field: str = ""
) -> list[Row]:
    """Return what is said about a role, an object or a field."""
    given = {"role": role, "object": object_key, "field": field}
    asked: Node = both(*(Condition((name,), "is", value) for name, value in given.items() if value))
    return [row for batch in read.iterate(FIELD_RIGHT, by=by, at=at, filter=asked) for row in batch]


def said(row: Row) -> Right:
    return bool(row["may_see"]), bool(row["may_edit"])


def say(
    wanted: Mapping[tuple[str, str, str], Right], *, by: Actor, at: dt.datetime, within: int | None = None
) -> int:
    """Let rights be as `wanted`, by object, field and role. Return the change set, 0 if all was so. Raises Invalid, Denied."""
    keys = {key for key, _name, _role in wanted}
    known = {
        (row["object"], row["field"], row["role"]): row
        for key in keys
        for row in rights_of(by=by, at=at, object_key=key)
    }
    changed = {
        place: right
        for place, right in wanted.items()
        if (said(known[place]) if place in known else FREE) != settled(right)
    }
    if not changed:
        return 0
    with change_set(KIND, _("Rights of fields changed"), by=by, at=at, within=within) as one:
        for place, right in changed.items():
            put(place, settled(right), known.get(place), by=by, at=at, change_set=one)
        return one


def settled(right: Right) -> Right:
    """What is not seen is not edited either."""
    return right[0], right[0] and right[1]


def put(
    place: tuple[str, str, str], right: Right, row: Row | None, *, by: Actor, at: dt.datetime, change_set: int
) -> None:
    key, name, role = place
    values = {"may_see": right[0], "may_edit": right[1]}
    try:
        if row is None:
            given = {"object": key, "field": name, "role": role, **values}
            write.create(FIELD_RIGHT, given, by=by, at=at, change_set=change_set)
        elif right == FREE:
            write.delete_one(FIELD_RIGHT, row.id, by=by, at=at, change_set=change_set)
        else:
            write.update(FIELD_RIGHT, row.id, values, version=None, by=by, at=at, change_set=change_set)
    except Invalid as refusal:
        raise Invalid({name: [reason for every in refusal.errors.values() for reason in every]}) from refusal
