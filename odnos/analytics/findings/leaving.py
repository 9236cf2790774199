"""Segments go with their views: a month after the last view that named one was deleted, unless something else names it by then.

Until then the view can be brought back whole. What is kept may name a segment without a view: a report, a dashboard, a rule
that was built from its list. Then the segment stays, for a filter by one that is gone finds nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from odnos.engine.access.tripwire import Mark
from odnos.engine.outbox import emit, jobs, schedules
from odnos.engine.outbox.running import Run
from odnos.engine.views import segments
from odnos.engine.views.models import SavedView, Segment, SegmentMember
from odnos.objects.registry import registry

JOB = "findings.drop_segments"
KEPT = dt.timedelta(days=30)
"""How long a segment waits for its view to be brought back."""
AT_ONCE = 2000
HOLDERS: dict[str, tuple[str, ...]] = {
    "custom_field": ("only",),
    "dashboard": ("only", "tiles"),
    "field_rule": ("condition",),
    "report": ("definition",),
    "retention_rule": ("only",),
    "stage_gate": ("condition",),
    "territory_rule": ("filter",),
}
"""Kinds of kept definitions with the columns of theirs that hold filters."""


@jobs.job(JOB, long=True)
def drop_segments(run: Run) -> None:
    """Let the segments go that nothing names any more."""
    with run.step() as at:
        due = [segment.pk for segment in forsaken(at=at)]
    for number in due:
        let_go(run, number)


def forsaken(*, at: dt.datetime) -> Iterator[Segment]:
    """Yield the segments that no view has named for long enough, nor anything else that is kept."""
    long_ago = at - KEPT
    known = list(named_elsewhere())
    for segment in Segment.objects.filter(at__lt=long_ago).order_by("pk"):
        views = SavedView.objects.filter(filter__contains=segment.token)
        is_named = (
            views.filter(deleted_at__isnull=True).exists() or views.filter(deleted_at__gte=long_ago).exists()
        )
        if not is_named and not any(segment.token in text for text in known):
            yield segment


def named_elsewhere() -> Iterator[str]:
    """Yield every kept text that may name segments, of definitions in the bin as well."""
    for key, columns in HOLDERS.items():
        kind = registry.get(key)
        for row in kind.model._base_manager.filter(Mark(kind)).values_list(*columns):
            yield from (str(value) for value in row if value)


def let_go(run: Run, number: int) -> None:
    """Remove a segment in steps, its views first: they can be brought back no more; what keeps copies is told."""
    while True:
        with run.step():
            segment = Segment.objects.filter(pk=number).first()
            if segment is None:
                return
            SavedView.objects.filter(filter__contains=segment.token, deleted_at__isnull=False).delete()
            some = list(SegmentMember.objects.filter(segment=segment).order_by("pk")[:AT_ONCE])
            SegmentMember.objects.filter(pk__in=[member.pk for member in some]).delete()
            emit.renewed(segment.object_key, [member.record_id for member in some])
            if len(some) < AT_ONCE:
                segments.drop(segment.token)
                return


schedules.every(JOB, dt.timedelta(days=1), offset=dt.timedelta(hours=3))
