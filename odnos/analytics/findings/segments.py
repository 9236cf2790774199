"""Segments: the records behind a figure, kept as a view of their list: those who were there when it was saved, whatever comes later."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext as _

from odnos.engine.access.actor import Actor
from odnos.engine.filters import text
from odnos.engine.filters.tree import Condition, Node
from odnos.engine.records import read
from odnos.engine.views import saved
from odnos.engine.views.models import SavedView
from odnos.objects.registry import ObjectType

MOST = 800
"""Records of a segment: as many as fit into a filter."""


class NoSegment(ValueError):
    """These records cannot be kept; the sentence says why."""


def of_records(kind: ObjectType, ids: Collection[int], *, name: str, audience: str, by: Actor) -> SavedView:
    """Keep those of the records that `by` may see. Raises NoSegment, BadName, Denied."""
    if len(ids) > MOST:
        raise NoSegment(
            _("A segment holds at most %(most)s records. Take a smaller part of them.") % {"most": MOST}
        )
    seen = read.get_many(kind, ids, by=by, columns=())
    if not seen:
        raise NoSegment(_("There is no record here that you may see."))
    return of_filter(kind, Condition(("id",), "in", sorted(seen)), name=name, audience=audience, by=by)


def of_filter(kind: ObjectType, node: Node, *, name: str, audience: str, by: Actor) -> SavedView:
    """Keep whoever meets a filter, now and later. Raises BadName, Denied."""
    return saved.create(
        kind.key,
        name,
        by=by,
        audience=audience,
        filter=text.dump(node),
        sort=kind.view.sort,
        columns=list(kind.view.columns),
    )
