"""Saved views: whose they are, who sees them, who may change them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.db.models import BigIntegerField, CharField, Max, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from odnos.engine.access import rights
from odnos.engine.access.actor import Actor
from odnos.engine.access.rights import Denied
from odnos.engine.tables.prepared import Given, Prepared
from odnos.engine.views.models import SavedView

Audience = SavedView.Audience
Editors = SavedView.Editors
LOOK = frozenset(("kind", "filter", "sort", "columns", "group_by", "options"))
CHANGEABLE = LOOK | {"name", "audience", "editors"}
OWNERS_ALONE = frozenset(("audience", "editors"))
LONGEST = 100


class UnknownView(LookupError):
    """There is no such view, or it is not the actor's to see."""


class BadName(ValueError):
    """A view without a name, or with one that is too long."""


def visible(by: Actor) -> QuerySet[SavedView]:
    """Views of the actor's own, of their team and of everyone."""
    return visible_to(by.user_id, by.team_id)


def visible_to(user_id: Any, team_id: Any) -> QuerySet[SavedView]:
    team = Q(audience=Audience.TEAM, team_id=team_id) if team_id else Q(pk=None)
    mine = Q(user_id=user_id) | Q(audience=Audience.EVERYONE) | team
    return SavedView.objects.filter(mine, deleted_at__isnull=True).order_by("position", "id")


OF_ONE = Prepared(
    lambda: visible_to(Given("user", BigIntegerField()), Given("team", BigIntegerField())).filter(
        object_key=Given("object", CharField())
    )
)


def of(object_key: str, *, by: Actor) -> list[SavedView]:
    """Return the saved views of an object in their order."""
    return OF_ONE.instances(user=by.user_id, team=by.team_id, object=object_key)


def some(view_ids: Collection[int], *, by: Actor) -> list[SavedView]:
    """Return those of the views that the actor may see."""
    return list(visible(by).filter(pk__in=list(view_ids)))


def get(view_id: int, *, by: Actor) -> SavedView:
    """Return a view the actor may see. Raises UnknownView."""
    found = visible(by).filter(pk=view_id).first()
    if found is None:
        raise UnknownView(view_id)
    return found


def may_change(view: SavedView, *, by: Actor) -> bool:
    """Whether the actor may change what a view shows: its owner, administrators and, if the owner said so, whoever sees it."""
    return rules(view, by=by) or (view.editors == Editors.AUDIENCE and reaches(view, by=by))


def rules(view: SavedView, *, by: Actor) -> bool:
    """Whether the actor decides who sees and changes a view, and may delete it."""
    return view.user_id == by.user_id or by.is_administrator


def reaches(view: SavedView, *, by: Actor) -> bool:
    with_team = view.audience == Audience.TEAM and view.team_id is not None and view.team_id == by.team_id
    return by.user_id is not None and (view.audience == Audience.EVERYONE or with_team)


def audiences(by: Actor) -> tuple[str, ...]:
    """Return for whom the actor may save a view."""
    team = (Audience.TEAM.value,) if by.team_id else ()
    everyone = (Audience.EVERYONE.value,) if rights.allows(by, "view.publish") else ()
    return (Audience.PRIVATE.value, *team, *everyone)


def create(object_key: str, name: str, *, by: Actor, audience: str = "private", **look: Any) -> SavedView:
    """Save a view; `look` is its kind, filter, sort, columns, group_by, options, editors. Raises BadName, Denied."""
    check_audience(audience, by=by)
    check_editors(look.get("editors", Editors.OWNER))
    if by.user_id is None:
        raise Denied(_("Only people keep views."))
    with transaction.atomic():
        last = SavedView.objects.filter(object_key=object_key).aggregate(last=Max("position"))["last"]
        return SavedView.objects.create(
            object_key=object_key,
            name=clean_name(name),
            audience=audience,
            user_id=by.user_id,
            team_id=by.team_id,
            position=(last or 0) + 1,
            **{key: value for key, value in look.items() if key in CHANGEABLE},
        )


def change(view_id: int, *, by: Actor, **given: Any) -> SavedView:
    """Change a view's name, audience, editors or look. Raises UnknownView, Denied, BadName."""
    with transaction.atomic():
        view = changeable(view_id, by=by)
        if any(given.get(key, getattr(view, key)) != getattr(view, key) for key in OWNERS_ALONE):
            check_rules(view, by=by)
        check_editors(given.get("editors", view.editors))
        if "name" in given:
            given["name"] = clean_name(given["name"])
        if "audience" in given and given["audience"] != view.audience:
            check_audience(given["audience"], by=by)
            view.team_id = by.team_id
        for key in CHANGEABLE & given.keys():
            setattr(view, key, given[key])
        view.save()
        return view


def delete(view_id: int, *, by: Actor, at: dt.datetime) -> SavedView:
    """Put a view aside; `restore` brings it back. Raises UnknownView, Denied."""
    view = get(view_id, by=by)
    check_rules(view, by=by)
    view.deleted_at = at
    view.save(update_fields=["deleted_at"])
    return view


def restore(view_id: int, *, by: Actor) -> SavedView:
    """Bring back a view that was deleted. Raises UnknownView, Denied."""
    view = SavedView.objects.filter(pk=view_id).first()
    if view is None or not rules(view, by=by):
        raise UnknownView(view_id)
    view.deleted_at = None
    view.save(update_fields=["deleted_at"])
    return view


def changeable(view_id: int, *, by: Actor) -> SavedView:
    view = get(view_id, by=by)
    if not may_change(view, by=by):
        raise Denied(_("Only the person who saved this view or an administrator may change it."))
    return view


def check_rules(view: SavedView, *, by: Actor) -> None:
    if not rules(view, by=by):
        raise Denied(
            _("Only the person who saved this view or an administrator may say who sees it, or delete it.")
        )


def check_editors(editors: str) -> None:
    if editors not in Editors.values:
        raise Denied(_("A view is changed by its owner, or by whoever sees it."))


def check_audience(audience: str, *, by: Actor) -> None:
    if audience not in audiences(by):
        raise Denied(_("You may not save views for these people. Ask a manager."))


def clean_name(name: str) -> str:
    written = " ".join(name.split())
    if not written or len(written) > LONGEST or "\x00" in written:
        raise BadName(_("Give the view a name of at most %(most)s characters.") % {"most": LONGEST})
    return written
