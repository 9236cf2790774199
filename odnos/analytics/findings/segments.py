"""Segments: the records behind a figure, kept as a view of their list: those who were there when it was saved, whatever comes later.

A few are kept at once; many by the worker, some thousand at a time, and whoever asked sees how far it is and can stop it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from odnos.analytics.findings import runs
from odnos.analytics.findings.models import FindingRun
from odnos.engine.access.actor import Actor
from odnos.engine.filters import text
from odnos.engine.filters.tree import Condition, Node
from odnos.engine.outbox import emit, jobs
from odnos.engine.records import read
from odnos.engine.transfer.exports import stamp
from odnos.engine.views import saved
from odnos.engine.views import segments as kept
from odnos.engine.views.models import SavedView, Segment
from odnos.objects.registry import ObjectType, registry

JOB = "findings.run"
KIND = "segment"
MOST = 1_000_000
"""Records of a segment."""
AT_ONCE = 2000
"""Records that are kept while somebody waits, and in one step."""


class NoSegment(ValueError):
    """These records cannot be kept; the sentence says why."""


def of_records(
    kind: ObjectType, ids: Sequence[int], *, name: str, audience: str, by: Actor, at: dt.datetime
) -> SavedView | FindingRun:
    """Keep those of the records that `by` may see: as a view, or as a run of the worker where they are many.

    Raises NoSegment, BadName, Denied.
    """
    if len(ids) > MOST:
        raise NoSegment(
            _("A segment holds at most %(most)s records. Take a smaller part of them.") % {"most": MOST}
        )
    name = saved.clean_name(name)
    saved.check_audience(audience, by=by)
    if len(ids) > AT_ONCE:
        return begun(kind, ids, name=name, audience=audience, by=by, at=at)
    with transaction.atomic():
        segment = kept.begin(kind.key, name, named=kept.token(), by=by, at=at)
        take_in(segment, ids, by=by)
        return view_of(segment, audience=audience, by=by)


def begun(
    kind: ObjectType, ids: Sequence[int], *, name: str, audience: str, by: Actor, at: dt.datetime
) -> FindingRun:
    """Have the worker keep many records: no more than some such lists of one person wait at a time. Raises NoSegment."""
    terms = {"object": kind.key, "name": name, "audience": audience, "token": kept.token(), "ids": list(ids)}
    with transaction.atomic():
        if runs.of(KIND, by=by).filter(state__in=runs.OPEN).count() >= runs.MOST:
            raise NoSegment(
                _("Others that you asked for are being worked out. Wait for them, or cancel one.")
            )
        run = FindingRun.objects.create(
            actor_id=by.user_id or 0, kind=KIND, terms=terms, stamp=stamp(by), created_at=at
        )
        jobs.enqueue(JOB, {"run_id": run.pk}, at=at, key=f"findings:{run.pk}")
    return run


def take_in(segment: Segment, ids: Collection[int], *, by: Actor) -> None:
    """Put those of the records into a segment that `by` may see, and tell those who keep copies."""
    seen = sorted(read.get_many(registry.get(segment.object_key), ids, by=by, columns=()))
    kept.add(segment, seen)
    emit.renewed(segment.object_key, seen)


def view_of(segment: Segment, *, audience: str, by: Actor) -> SavedView:
    """Return the view of a list that a segment is opened by. Raises NoSegment, BadName, Denied."""
    if not segment.number:
        raise NoSegment(_("There is no record here that you may see."))
    kind, node = registry.get(segment.object_key), Condition(("id",), kept.OPERATOR, segment.token)
    return of_filter(kind, node, name=segment.name, audience=audience, by=by)


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
