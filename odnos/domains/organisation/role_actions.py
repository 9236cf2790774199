"""Roles made, copied and given their rights: one change set each, so that one undo takes it all back."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from odnos.domains.organisation.role_objects import ROLE, ROLE_RIGHT
from odnos.engine.access.actor import Actor
from odnos.engine.filters.tree import All, Condition
from odnos.engine.records import read, write
from odnos.engine.records.at_once import change_set
from odnos.engine.records.row import Row

KIND = "role"
FORBID = "forbid"
"""What stands in a cell for a right that nothing can open again; "" stands for what the parent role says."""


def rows(*, by: Actor, at: dt.datetime, deleted: bool = False) -> list[Row]:
    """Return the roles in their order."""
    return list(read.query(ROLE, by=by, at=at, sort="position", limit=500, deleted=deleted).rows)


def rights_of(role_id: int, *, by: Actor, at: dt.datetime) -> list[Row]:
    """Return what a role says itself."""
    asked = Condition(("role",), "is", role_id)
    return [row for batch in read.iterate(ROLE_RIGHT, by=by, at=at, filter=asked) for row in batch]


def say(role_id: int, object_key: str, deed: str, said: str, *, by: Actor, at: dt.datetime) -> int:
    """Let a role say a scope, that a deed is forbidden, or nothing (""). Return the change set. Raises Invalid, Denied."""
    place = {"role": role_id, "object": object_key, "deed": deed}
    asked = All(tuple(Condition((name,), "is", value) for name, value in place.items()))
    found = read.query(ROLE_RIGHT, by=by, at=at, filter=asked, limit=1).rows
    values = {"scope": "none" if said == FORBID else said, "forbid": said == FORBID}
    label = _("A right of the role “%(name)s” changed") % {"name": read.get(ROLE, role_id, by=by).title}
    with change_set(KIND, label, by=by, at=at) as one:
        if found and said == "":
            write.delete_one(ROLE_RIGHT, found[0].id, by=by, at=at, change_set=one)
        elif found:
            write.update(ROLE_RIGHT, found[0].id, values, version=None, by=by, at=at, change_set=one)
        elif said:
            write.create(ROLE_RIGHT, {**place, **values}, by=by, at=at, change_set=one)
        return one


def copy(role_id: int, name: str, *, by: Actor, at: dt.datetime) -> Row:
    """Make another role that says what this one says. Raises Invalid."""
    model = read.get(ROLE, role_id, by=by)
    with change_set(KIND, _("Role “%(name)s” made") % {"name": name}, by=by, at=at) as one:
        values = {"name": name, "parent": model["parent"], "description": model["description"]}
        made = write.create(ROLE, {**values, "position": at.timestamp()}, by=by, at=at, change_set=one)
        said = [
            {"role": made.id, **{field: right[field] for field in ("object", "deed", "scope", "forbid")}}
            for right in rights_of(role_id, by=by, at=at)
        ]
        write.create_many(ROLE_RIGHT, said, by=by, at=at, change_set=one)
        return made


def archive(role_id: int, *, by: Actor, at: dt.datetime) -> int:
    """Take a role away that nobody has; return the change set that undoes it. Raises Denied."""
    name = read.get(ROLE, role_id, by=by).title
    with change_set(KIND, _("Role “%(name)s” archived") % {"name": name}, by=by, at=at) as one:
        write.delete_one(ROLE, role_id, by=by, at=at, change_set=one)
        return one
