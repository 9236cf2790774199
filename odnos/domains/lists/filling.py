"""Putting records on lists and taking them off, many at once."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from odnos.domains.lists.objects import LIST
from odnos.engine.access.actor import Actor
from odnos.engine.access.rights import Denied
from odnos.engine.audit.models import ChangeSet
from odnos.engine.filters.tree import Node
from odnos.engine.records import mass, read, write
from odnos.engine.records.errors import Invalid
from odnos.engine.records.row import Row
from odnos.objects.registry import ObjectType

FIELD = "lists"


def begin_adding(  # noqa: PLR0913 -- what is put where
    object_type: ObjectType,
    list_id: int | None,
    *,
    new: str = "",
    among: Node,
    by: Actor,
    at: dt.datetime,
) -> ChangeSet:
    """Begin to put the records `among` on a list, or on one made now under the name `new`; undone as one.

    Raises Denied, NotFound, Invalid.
    """
    check(object_type)
    with transaction.atomic():
        made = mass.opened("", by=by, at=at)
        target = (
            write.create(LIST, {"name": new}, by=by, at=at, change_set=made.pk)
            if new
            else chosen(list_id, by=by)
        )
        made.label = _("%(objects)s put on the list “%(list)s”") % {
            "objects": object_type.plural,
            "list": target.title,
        }
        made.save(update_fields=["label"])
        values = {FIELD: str(target.id)}
        return mass.begin(object_type, "add", values, among=among, by=by, at=at, change_set=made.pk)


def begin_removing(
    object_type: ObjectType, list_id: int | None, *, among: Node, by: Actor, at: dt.datetime
) -> ChangeSet:
    """Begin to take the records `among` off a list. Raises Denied, NotFound, Invalid."""
    check(object_type)
    target = chosen(list_id, by=by)
    label = _("%(objects)s taken off the list “%(list)s”") % {
        "objects": object_type.plural,
        "list": target.title,
    }
    values = {FIELD: str(target.id)}
    return mass.begin(object_type, "remove", values, among=among, by=by, at=at, label=label[:300])


def check(object_type: ObjectType) -> None:
    if FIELD not in object_type.by_name:
        raise Denied(_("These records are not put on lists."))


def chosen(list_id: int | None, *, by: Actor) -> Row:
    if list_id is None:
        raise Invalid({FIELD: [_("Choose a list, or name a new one.")]})
    return read.get(LIST, list_id, by=by)
