"""A segment goes a month after its last view was deleted, unless something that is kept names it."""

import datetime as dt

import pytest

from odnos.analytics.findings import jobs, leaving, segments  # noqa: F401 -- the worker finds its jobs by itself
from odnos.analytics.reports.definition import Report
from odnos.analytics.saved import kept
from odnos.engine.filters import text
from odnos.engine.outbox import jobs as queued
from odnos.engine.outbox.models import Event
from odnos.engine.outbox.schedules import schedules
from odnos.engine.records import write
from odnos.engine.views import saved
from odnos.engine.views.models import SavedView, Segment, SegmentMember
from odnos.objects.registry import registry
from tests.people import NOON
from tests.web.sales import make_company
from tests.working import drain, now

COMPANY = registry.get("company")
DAY = dt.timedelta(days=1)


@pytest.fixture
def view(cast):
    firs = [make_company(cast.ada, name=f"Fir {number}").id for number in range(3)]
    return segments.of_records(COMPANY, firs, name="Firs", audience="private", by=cast.ada, at=NOON)


def swept(monkeypatch):
    monkeypatch.setattr(leaving, "AT_ONCE", 2)
    queued.enqueue(leaving.JOB, {}, at=now(), key=f"sweep {now()}")
    drain()
    return SavedView.objects.count(), Segment.objects.count(), SegmentMember.objects.count()


def test_a_segment_goes_with_its_view_a_month_after_that_was_deleted(cast, view, monkeypatch):
    firs = sorted(SegmentMember.objects.values_list("record_id", flat=True))
    assert swept(monkeypatch) == (1, 1, 3)
    saved.delete(view.pk, by=cast.ada, at=now() - 29 * DAY)
    assert swept(monkeypatch) == (1, 1, 3)
    saved.restore(view.pk, by=cast.ada)
    saved.delete(view.pk, by=cast.ada, at=now() - 31 * DAY)

    assert swept(monkeypatch) == (0, 0, 0)
    told = Event.objects.filter(name="records.renewed", object_key="company").order_by("-pk")[:2]
    assert sorted(number for event in told for number in event.records) == firs
    with pytest.raises(saved.UnknownView):
        saved.restore(view.pk, by=cast.ada)


def test_a_segment_that_another_view_or_a_report_names_stays(cast, view, monkeypatch):
    saved.delete(view.pk, by=cast.ada, at=now() - 31 * DAY)
    other = saved.create("company", "Others", by=cast.ada, filter=f"name.starts:F,{view.filter}")
    assert swept(monkeypatch) == (2, 1, 3)
    other.delete()
    report = Report(object_key="order", where=text.parse(f"company.{view.filter}"))
    asked = {"name": "Of firs", "definition": kept.dump(report)}
    made = write.create(registry.get("report"), asked, by=cast.ada, at=NOON)
    assert swept(monkeypatch) == (1, 1, 3)
    write.delete(made.type, [made.id], by=cast.ada, at=NOON)
    assert swept(monkeypatch) == (1, 1, 3)


def test_a_segment_is_swept_every_night():
    assert leaving.JOB in schedules


def test_every_kind_of_definition_that_may_name_segments_is_looked_through():
    """A column that holds filters is called so; one that is new has to be told of."""
    named = {"filter", "condition", "only", "definition", "tiles"}
    held = {
        (kind.key, column.name)
        for kind in registry
        for column in kind.model._meta.concrete_fields
        if column.name in named and not kind.is_custom
    }
    known = {(key, column) for key, columns in leaving.HOLDERS.items() for column in columns}

    assert held - known <= {("report_subscription", "condition")}
    assert known <= held
