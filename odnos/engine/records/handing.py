"""Handing records on and opening them to others, offered by every object whose records have an owner."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy as _

from odnos.engine.access.actor import Actor
from odnos.engine.records import read, shares, write
from odnos.engine.records.errors import Invalid
from odnos.engine.records.row import Row
from odnos.objects import fields as f
from odnos.objects.action import Action, actions
from odnos.objects.registry import ObjectType

WITH = (f.Link("user", _("Person"), to="user"), f.Link("team", _("Team"), to="team"))


def offer(object_type: ObjectType) -> None:
    """Register `give`, `share` and `unshare` for an object."""
    key = object_type.key
    actions.add(
        Action(
            name=f"{key}.give",
            label=_("Give to…"),
            object=key,
            icon="swap",
            run=partial(give, object_type),
            inputs=(f.Link("owner", _("New owner"), to="user", required=True),),
        )
    )
    actions.add(
        Action(
            name=f"{key}.share",
            label=_("Share…"),
            object=key,
            icon="share",
            run=partial(share, object_type),
            inputs=(*WITH, f.Boolean("edit", _("May change it too")), f.Moment("until", _("Until"))),
        )
    )
    actions.add(
        Action(
            name=f"{key}.unshare",
            label=_("Stop sharing"),
            object=key,
            icon="lock",
            run=partial(unshare, object_type),
            inputs=WITH,
            offered=lambda _row: False,
        )
    )


def give(
    object_type: ObjectType,
    record_id: int,
    *,
    owner: int | None = None,
    version: int | None = None,
    by: Actor,
    at: dt.datetime,
) -> Row:
    """Make somebody else the owner. Raises NotFound, Denied, Invalid, Conflict."""
    if owner is None:
        raise Invalid({"owner": [_("Fill this in.")]})
    return write.update(object_type, record_id, {"owner": owner}, version=version, by=by, at=at)


def share(
    object_type: ObjectType,
    record_id: int,
    *,
    user: int | None = None,
    team: int | None = None,
    edit: bool = False,
    until: dt.datetime | None = None,
    by: Actor,
    at: dt.datetime,
) -> Row:
    """Open a record to a person or a team, for good or until a moment. Raises NotFound, Denied, Invalid."""
    ends = {"until": until.isoformat()} if until else {}
    shares.share(object_type, record_id, {**whom(user, team), "edit": edit, **ends}, by=by, at=at)
    return read.get(object_type, record_id, by=by)


def unshare(
    object_type: ObjectType,
    record_id: int,
    *,
    user: int | None = None,
    team: int | None = None,
    by: Actor,
    at: dt.datetime,
) -> Row:
    """Close a record again. Raises NotFound, Denied, Invalid."""
    shares.unshare(object_type, record_id, whom(user, team), by=by, at=at)
    return read.get(object_type, record_id, by=by)


def whom(user: int | None, team: int | None) -> dict[str, Any]:
    if bool(user) == bool(team):
        raise Invalid({"user": [_("Choose a person or a team.")]})
    return {"user": user} if user else {"team": team}
