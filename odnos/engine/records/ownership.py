"""Whose a record is: its owner, through the owner its team, and for a part of something its whole's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import partial

from django.utils.translation import gettext_lazy as _

from odnos.engine.access import rights
from odnos.engine.access.actor import Actor
from odnos.engine.access.models import User
from odnos.engine.access.rights import Deed
from odnos.engine.access.scope import held
from odnos.engine.records.draft import Draft
from odnos.engine.records.models import OwnerChange
from odnos.engine.records.reach import reach
from odnos.objects.access import Everyone, OwnTeamAll, ParentDecides, Scope, narrowest, reaches
from odnos.objects.fields import About
from odnos.objects.registry import ObjectType, registry

Holder = tuple[int | None, int | None, int | None]
"""The ids of an owner, a team and a territory."""
NOT_GIVEN = _("You may not give records to this person.")


def settle(object_type: ObjectType, drafts: Sequence[Draft], *, by: Actor, deed: Deed) -> None:
    """Set the owner and team of `drafts`, and refuse those outside of what `by` may do."""
    if isinstance(object_type.access, Everyone):
        return
    if isinstance(object_type.access, ParentDecides):
        settle_parts(object_type, drafts, by=by)
        return
    settle_owned(object_type, drafts, by=by, deed=deed)


def settle_owned(object_type: ObjectType, drafts: Sequence[Draft], *, by: Actor, deed: Deed) -> None:
    for draft in drafts:
        if draft.is_new and "owner" not in draft.values:
            draft.set("owner", by.user_id)
    teams = teams_of(
        {draft["owner"] for draft in drafts if draft.changed("owner") and draft["owner"] is not None}, by=by
    )
    scope = rights.may(by, deed, object_type)
    if by.source == "import" and deed == "create":
        scope = narrowest(scope, rights.may(by, "import", object_type))
    for draft in drafts:
        if not draft.changed("owner") and not draft.is_new:
            continue
        draft.set("team", teams.get(draft["owner"]) if draft["owner"] is not None else None)
        if not draft.is_new:
            draft.also(partial(handed_over, draft))
        if not (may_give(by, scope, draft) and may_take(by, scope, draft)):
            draft.fail("owner", NOT_GIVEN)


def handed_over(draft: Draft, record_id: int) -> OwnerChange:
    """Return what is kept of a record that goes to another owner."""
    return OwnerChange(
        object_key=draft.type.key,
        record_id=record_id,
        from_id=draft.was("owner"),
        to_id=draft["owner"],
        at=draft.at,
        by_id=draft.by.user_id,
    )


def may_give(by: Actor, scope: Scope, draft: Draft) -> bool:
    """A new record may be made for oneself, and for others as far as one's scope goes; one's own may be handed on."""
    owner, team = draft["owner"], draft["team"]
    if scope == "all" or owner == by.user_id:
        return True
    if by.team_id is not None and team == by.team_id and owner is not None:
        return True
    return reaches(scope, "subtree") and (owner in by.people or (team in by.teams and owner is not None))


def may_take(by: Actor, scope: Scope, draft: Draft) -> bool:
    """A record leaves its owner by a hand that reaches it by itself: one that was shared is changed, never taken away."""
    if draft.is_new or scope == "all":
        return True
    was = {f"{name}_id": draft.was(name) for name in ("owner", "team", "territory")}
    return any(was.get(column) in ids for column, ids in held(draft.type, by, scope))


def settle_parts(object_type: ObjectType, drafts: Sequence[Draft], *, by: Actor) -> None:
    """A part belongs to its whole's owner; one hangs parts only on what one may see (or, for lines, change)."""
    parent = object_type.parent_field
    assert parent is not None
    deed: Deed = "see" if isinstance(parent, About) else "edit"
    wanted: dict[str, set[int]] = defaultdict(set)
    for draft in drafts:
        for key, record_id in parent.references(draft[parent.name]):
            wanted[key].add(record_id)
    holders = {key: holders_of(key, ids, by=by, deed=deed) for key, ids in wanted.items() if key in registry}
    scope = rights.may(by, "edit", object_type)
    for draft in drafts:
        if not draft.is_new and not draft.changed(parent.name):
            keep_with_whole(object_type, draft, by=by)
            continue
        named = list(parent.references(draft[parent.name]))
        holder = holders.get(named[0][0], {}).get(named[0][1]) if named else (by.user_id, by.team_id, None)
        if holder is None or not may_take(by, scope, draft):
            draft.fail(parent.name, _("There is no such record, or you may not change it."))
        else:
            draft.set("owner", holder[0])
            draft.set("team", holder[1])
            draft.set("territory", holder[2])


def keep_with_whole(object_type: ObjectType, draft: Draft, *, by: Actor) -> None:
    """A part is given to nobody by itself; one that hangs on nothing is given as a whole record is."""
    parent = object_type.parent_field
    assert parent is not None
    if not list(parent.references(draft[parent.name])):
        settle_owned(object_type, [draft], by=by, deed="edit")
    elif draft.changed("owner"):
        draft.fail("owner", NOT_GIVEN)


def holders_of(key: str, ids: set[int], *, by: Actor, deed: Deed) -> dict[int, Holder]:
    object_type = registry.get(key)
    if isinstance(object_type.access, Everyone):
        found = reach(object_type, by=by).filter(pk__in=ids).values_list("pk", flat=True)
        return dict.fromkeys(found, (by.user_id, by.team_id, None))
    rows = reach(object_type, by=by, deed=deed).filter(pk__in=ids)
    columns = ("pk", "owner_id", "team_id", "territory_id")
    return {number: (owner, team, territory) for number, owner, team, territory in rows.values_list(*columns)}


def teams_of(owners: set[int], *, by: Actor) -> dict[int, int | None]:
    if by.user_id is not None and owners == {by.user_id}:
        return {by.user_id: by.team_id}
    return dict(User.objects.filter(pk__in=owners).values_list("pk", "team_id")) if owners else {}


def is_owned(object_type: ObjectType) -> bool:
    return isinstance(object_type.access, OwnTeamAll)
