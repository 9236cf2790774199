"""Erasing a person takes what models found about them: rows of runs, figures of their record, their place in segments."""

import pytest

from odnos.analytics.findings import jobs, keeping, runs, segments  # noqa: F401 -- the worker finds its jobs by itself
from odnos.analytics.findings.models import FindingRun, FoundCustomer
from odnos.engine.privacy import erase
from odnos.engine.privacy.models import Erasure
from odnos.engine.records import read
from odnos.engine.views import saved
from odnos.engine.views.models import SavedView, SegmentMember
from odnos.objects.registry import registry
from tests.analytics.findings import sold
from tests.analytics.findings.test_keeping import put_in_place
from tests.people import NOON
from tests.working import drain

ASKED = {"until": NOON.date().isoformat()}


@pytest.fixture
def people(cast, analytics):
    people = sold.customers(cast, 12)
    sold.orders(cast, people)
    analytics.refresh()
    return people


def worked_out(cast):
    run = runs.begin("customers", ASKED, by=cast.dora, at=NOON)
    drain()
    run.refresh_from_db()
    assert run.state == "done"
    return run


def gone(cast, person, mode):
    """Take somebody away, without the sweeping of files behind it."""
    made = Erasure.objects.create(
        actor_id=cast.dora.user_id, object_key="contact", record_id=person, mode=mode, created_at=NOON
    )
    erase.take_away(made, by=cast.dora, at=NOON)


def rows(run, person):
    return FoundCustomer.objects.filter(run=run, customer_id=person).count()


@pytest.mark.parametrize("mode", ["erase", "anonymous"])
def test_nothing_that_was_found_about_somebody_is_left(cast, people, mode):
    run = worked_out(cast)
    keeping.keep(run, by=cast.dora, at=NOON)
    put_in_place()
    kind = registry.get("contact")
    field = keeping.fields_of(kind)["class"].name
    before = read.get(kind, people[0], by=cast.dora)[field]
    view = saved.create(
        "contact", "Two", by=cast.ada, filter=f"id.in:[{people[0]},{people[1]}],name.contains:C"
    )

    gone(cast, people[0], mode)

    assert before
    assert (rows(run, people[0]), rows(run, people[1])) == (0, 1)
    left = kind.model._base_manager.filter(keeping.Mark(kind), pk=people[0]).values_list("custom", flat=True)
    assert list(left) == [{}]
    assert SavedView.objects.get(pk=view.pk).filter == f"id.in:[{people[1]}],name.contains:C"


def test_who_was_erased_is_in_no_run_that_ends_later(cast, people):
    gone(cast, people[0], "anonymous")

    assert rows(worked_out(cast), people[0]) == 0


def test_a_segment_of_one_who_is_erased_finds_nobody(cast, people):
    view = saved.create("contact", "One", by=cast.ada, filter=f"id.in:[{people[0]}]")
    gone(cast, people[0], "erase")

    assert SavedView.objects.get(pk=view.pk).filter == "id.in:[]"


@pytest.mark.parametrize("mode", ["erase", "anonymous"])
def test_who_is_erased_is_in_no_segment_any_more(cast, people, mode):
    segments.of_records(
        registry.get("contact"), people[:3], name="Three", audience="private", by=cast.dora, at=NOON
    )
    gone(cast, people[0], mode)

    assert sorted(SegmentMember.objects.values_list("record_id", flat=True)) == sorted(people[1:3])


def test_the_rows_of_a_company_with_the_same_number_stay(cast, people):
    run = worked_out(cast)
    FindingRun.objects.filter(pk=run.pk).update(terms={"customer": "company"})
    gone(cast, people[0], "erase")

    assert rows(run, people[0]) == 1
