"""Why somebody reaches a record, or why not: the grounds that `scope.covers` asks about, each by itself.

The answer is made of the same parts as the condition of every query, so the two cannot say different things.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from django.db.models import Q

from odnos.engine.access import rights, roles, scope
from odnos.engine.access.actor import Actor
from odnos.engine.access.models import Share
from odnos.engine.access.rights import Deed
from odnos.objects.access import Everyone
from odnos.objects.context import Reference
from odnos.objects.registry import ObjectType

Kind = Literal[
    "administrator",
    "everybody",
    "role",
    "default",
    "own",
    "report",
    "team",
    "below",
    "territory",
    "link",
    "published",
    "share",
    "forbidden",
    "nothing",
    "elsewhere",
]


@dataclass(frozen=True, kw_only=True)
class Ground:
    """One reason. `names` is whom or what it is about; `role` says it in its chain; `until` ends it; `field` is the link."""

    kind: Kind
    names: Reference | None = None
    role: str = ""
    until: dt.datetime | None = None
    field: str = ""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """Whether a record is reached, and why: at least one ground either way."""

    reached: bool
    grounds: tuple[Ground, ...]


def explain(object_type: ObjectType, columns: Mapping[str, Any], *, by: Actor, deed: Deed = "see") -> Answer:
    """Return why a record with these columns lies within the actor's reach for `deed`, or why it does not."""
    found = tuple(grounds(object_type, columns, by=by, deed=deed))
    if found:
        return Answer(reached=True, grounds=found)
    return Answer(reached=False, grounds=(lack(object_type, by=by, deed=deed),))


def grounds(
    object_type: ObjectType, columns: Mapping[str, Any], *, by: Actor, deed: Deed
) -> Iterator[Ground]:
    """Yield every ground on which the record is reached, the widest first."""
    reached = rights.may(by, deed, object_type)
    if reached == "all":
        yield whole(object_type, by=by, deed=deed)
        return
    if isinstance(object_type.access, Everyone) or rights.is_closed(by, deed, object_type):
        return
    for column, ids in scope.held(object_type, by, reached):
        if columns.get(column) in ids:
            yield held(column, int(columns[column]), by)
    for some in scope.published(object_type, by, deed):
        if columns.items() >= some.items():
            names = ("team", int(some["team_id"])) if "team_id" in some else None
            yield Ground(kind="published", names=names)
    opened = by.editable if deed == "edit" else by.shared
    if deed in ("see", "export", "edit") and scope.is_opened(object_type, columns, opened):
        yield from shares(object_type, columns, opened, by=by)


def whole(object_type: ObjectType, *, by: Actor, deed: Deed) -> Ground:
    """Return why every record is reached."""
    if by.is_administrator:
        return Ground(kind="administrator")
    if isinstance(object_type.access, Everyone):
        return Ground(kind="everybody")
    if roles.says(by.role, object_type.key, deed) == "all" or deed != "see":
        return Ground(kind="role", role=by.role)
    return Ground(kind="default")


def held(column: str, value: int, by: Actor) -> Ground:
    """Return the ground that a column of the record gives."""
    if column == "owner_id":
        return Ground(kind="own" if value == by.user_id else "report", names=("user", value))
    if column == "team_id":
        return Ground(kind="team" if value == by.team_id else "below", names=("team", value))
    if column == "territory_id":
        return Ground(kind="territory", names=("territory", value))
    return Ground(kind="link", names=("user", value), field=column.removesuffix("_id"))


def shares(
    object_type: ObjectType,
    columns: Mapping[str, Any],
    opened: Mapping[str, frozenset[int]],
    *,
    by: Actor,
) -> Iterator[Ground]:
    """Yield the shares that open the record, or the whole that it is a part of."""
    parent = object_type.parent_field
    named = [(object_type.key, columns["id"]), *(parent.references(parent.value(columns)) if parent else ())]
    for key, record_id in named:
        if record_id in opened.get(key, ()):
            found = Share.objects.filter(
                Q(user_id=by.user_id) | Q(team_id=by.team_id or 0), object_key=key, record_id=record_id
            )
            share = found.order_by("user_id", "id").first()
            whom = ("team", share.team_id) if share and share.team_id else ("user", by.user_id or 0)
            yield Ground(
                kind="share",
                names=whom,
                until=share.until if share else None,
                field="" if (key, record_id) == (object_type.key, columns["id"]) else key,
            )


def lack(object_type: ObjectType, *, by: Actor, deed: Deed) -> Ground:
    """Return why the record is not reached."""
    if rights.is_forbidden(by, deed, object_type):
        return Ground(kind="forbidden", role=by.role)
    if rights.may(by, deed, object_type) == "none":
        return Ground(kind="nothing", role=by.role)
    return Ground(kind="elsewhere", role=by.role)
