"""Kinds of record: made, arranged, archived with everything in them, and brought back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext as _

from odnos.engine.access.actor import Actor
from odnos.engine.custom.actions import KIND, Values
from odnos.engine.custom.types.declared import CUSTOM_OBJECT
from odnos.engine.records import read, write
from odnos.engine.records.at_once import change_set, put_in_order
from odnos.engine.records.row import Row


def make(values: Values, *, by: Actor, at: dt.datetime) -> Row:
    """Add a kind of record, behind the others. Raises Denied, Invalid."""
    return write.create(CUSTOM_OBJECT, {"position": at.timestamp(), **values}, by=by, at=at)


def archive(number: int, *, by: Actor, at: dt.datetime) -> int:
    """Take a kind of record away from the pages; its records stay where they are. Return the change set that undoes it.

    Raises Denied while other kinds of record are parts of it.
    """
    name = read.get(CUSTOM_OBJECT, number, by=by)["name_many"]
    with change_set(KIND, _("%(objects)s archived") % {"objects": name}, by=by, at=at) as one:
        write.delete_one(CUSTOM_OBJECT, number, by=by, at=at, change_set=one)
        return one


def restore(number: int, *, by: Actor, at: dt.datetime) -> None:
    """Bring an archived kind of record back with all its records."""
    write.restore(CUSTOM_OBJECT, [number], by=by, at=at)


def reorder(ids: Sequence[int], *, by: Actor, at: dt.datetime) -> None:
    """Put the kinds of record into the order of `ids`, which is theirs in the menu too."""
    put_in_order(CUSTOM_OBJECT, ids, by=by, at=at)


def every(*, by: Actor, at: dt.datetime, archived: bool = False) -> list[Row]:
    """Return the kinds of record in their order, or those that were archived."""
    page = read.query(CUSTOM_OBJECT, by=by, at=at, sort="position", limit=200, deleted=archived)
    return list(page.rows)
