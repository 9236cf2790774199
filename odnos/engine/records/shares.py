"""One record opened to one person or team besides those who see it anyway, kept in the trail like any change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from odnos.engine.access import rights
from odnos.engine.access.actor import Actor
from odnos.engine.access.models import Share, Team, User
from odnos.engine.access.rights import Denied
from odnos.engine.audit.models import Entry
from odnos.engine.audit.trail import origin
from odnos.engine.outbox.emit import emit
from odnos.engine.records import read
from odnos.engine.records.errors import Invalid
from odnos.engine.records.reach import reach
from odnos.engine.records.row import Row
from odnos.objects.access import OwnTeamAll
from odnos.objects.registry import ObjectType

Opening = Mapping[str, Any]
"""Whom a record is opened to, as the trail keeps it: {"user": id} or {"team": id}, "edit", and "until" as ISO text where it ends."""

ACTIONS = frozenset(("shared", "unshared"))


def of(object_type: ObjectType, record_id: int) -> list[Share]:
    """Return the shares of a record, oldest first."""
    return list(Share.objects.filter(object_key=object_type.key, record_id=record_id).order_by("id"))


def is_shareable(object_type: ObjectType) -> bool:
    """Whether records of this object can be opened one by one: those with an owner can."""
    return isinstance(object_type.access, OwnTeamAll)


def may_share(row: Row, *, by: Actor) -> bool:
    """Whether `by` may open this record to others: whoever may change it may, if it is one with an owner."""
    if not is_shareable(row.type) or not rights.allows(by, f"{row.type.key}.share", row.type.key):
        return False
    return bool(reach(row.type, by=by, deed="edit").filter(pk=row.id).exists())


def share(object_type: ObjectType, record_id: int, opening: Opening, *, by: Actor, at: dt.datetime) -> None:
    """Open a record to a person or a team, to see or to `edit`. Raises NotFound, Denied, Invalid."""
    with transaction.atomic():
        row = guarded(object_type, record_id, by=by)
        check(opening, at=at)
        before = existing(row, opening)
        if before is not None and before == dict(opening):
            return
        put(row, opening, by=by, at=at)
        record(row, before, dict(opening), by=by, at=at)


def unshare(object_type: ObjectType, record_id: int, opening: Opening, *, by: Actor, at: dt.datetime) -> None:
    """Close a record again to a person or a team. Raises NotFound, Denied."""
    with transaction.atomic():
        row = guarded(object_type, record_id, by=by)
        before = existing(row, opening)
        if before is not None:
            held(row, opening).delete()
            record(row, before, None, by=by, at=at)


def guarded(object_type: ObjectType, record_id: int, *, by: Actor) -> Row:
    row = read.get(object_type, record_id, by=by)
    if not may_share(row, by=by):
        raise Denied(_("You may see this record, but not share it."))
    return row


def check(opening: Opening, *, at: dt.datetime) -> None:
    if (until := until_of(opening)) is not None and until <= at:
        raise Invalid({"until": [_("Choose a day that is still to come.")]})
    if bool(opening.get("user")) == bool(opening.get("team")):
        raise Invalid({"": [_("Choose a person or a team.")]})
    model: type[User] | type[Team] = User if opening.get("user") else Team
    whom = int(opening.get("user") or opening.get("team") or 0)
    if not model._base_manager.filter(pk=whom, deleted_at=None).exists():
        raise Invalid({"": [_("Choose a person or a team.")]})


def until_of(opening: Opening) -> dt.datetime | None:
    """Return when a share ends. Raises Invalid."""
    written = opening.get("until")
    try:
        return dt.datetime.fromisoformat(written).astimezone(dt.UTC) if written else None
    except ValueError as error:
        raise Invalid({"until": [_("Choose a day that is still to come.")]}) from error


def held(row: Row, opening: Opening) -> Any:
    same: dict[str, Any] = {"user_id": opening.get("user"), "team_id": opening.get("team")}
    return Share.objects.filter(object_key=row.type.key, record_id=row.id, **same)


def existing(row: Row, opening: Opening) -> dict[str, Any] | None:
    found = held(row, opening).first()
    return describe(found) if found else None


def describe(share: Share) -> dict[str, Any]:
    """Return a share as the trail keeps it."""
    whom = {"user": share.user_id} if share.user_id else {"team": share.team_id}
    ends = {"until": share.until.isoformat()} if share.until else {}
    return {**whom, "edit": share.may_edit, **ends}


def put(row: Row, opening: Opening, *, by: Actor, at: dt.datetime) -> None:
    may_edit, until = bool(opening.get("edit")), until_of(opening)
    if held(row, opening).update(may_edit=may_edit, until=until):
        return
    Share.objects.create(
        object_key=row.type.key,
        record_id=row.id,
        user_id=opening.get("user"),
        team_id=opening.get("team"),
        may_edit=may_edit,
        until=until,
        created_by_id=by.user_id,
        created_at=at,
    )


def record(
    row: Row,
    before: Opening | None,
    after: Opening | None,
    *,
    by: Actor,
    at: dt.datetime,
    change_set: int | None = None,
) -> None:
    """Write the trail and the event of a share made, changed or ended."""
    action = "shared" if after else "unshared"
    Entry.objects.create(
        at=at,
        **origin(by),
        object_key=row.type.key,
        record_id=row.id,
        version=row.version,
        action=action,
        diff={"share": [before, after]},
        change_set_id=change_set,
    )
    emit(
        f"{row.type.key}.{action}",
        object_key=row.type.key,
        records=[row.id],
        by=by,
        at=at,
        change_set=change_set,
    )


def put_back(
    entries: Sequence[Entry], rows: Mapping[int, Row], *, by: Actor, at: dt.datetime, change_set: int | None
) -> list[int]:
    """Undo shares made and ended, newest first; return the records for which that was still possible."""
    done = []
    for entry in entries:
        row = rows.get(entry.record_id)
        before, after = entry.diff["share"]
        if row is None or not may_share(row, by=by) or existing(row, after or before) != after:
            continue
        held(row, after or before).delete()
        if before:
            put(row, before, by=by, at=at)
        record(row, after, before, by=by, at=at, change_set=change_set)
        done.append(row.id)
    return done
