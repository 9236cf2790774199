"""From each figure of an analysis to its records, and from there to a segment: a view of their list."""

import datetime as dt

import pytest

from odnos.analytics import reports
from odnos.analytics.analyses import cohorts, rating
from odnos.analytics.analyses import rated as rated_records
from odnos.analytics.feed import filling
from odnos.analytics.feed.source import Here
from odnos.analytics.findings import asked as bought
from odnos.analytics.findings import jobs, runs, segments  # noqa: F401 -- the worker finds its jobs by itself
from odnos.analytics.findings.models import FindingRun
from odnos.analytics.reports.definition import Report
from odnos.analytics.store.clickhouse import Clickhouse
from odnos.analytics.store.postgresql import Postgresql
from odnos.engine.filters import text
from odnos.engine.filters.tree import FilterError
from odnos.engine.outbox import jobs as known_jobs
from odnos.engine.outbox import queue, running
from odnos.engine.records import read, write
from odnos.engine.views.models import SavedView, Segment, SegmentMember
from odnos.objects.registry import registry
from tests import postgres
from tests.people import NOON
from tests.web.sales import browser_of, listed, make, make_company
from tests.working import drain, now

pytestmark = pytest.mark.django_db
CELL = "/insights/cohorts/customers?grain=week&first=2025-12-01&last=2026-03-02&start=2026-02-02&age="


@pytest.fixture
def buyers(cast, analytics):
    """Two companies that bought first in one week; Ada may not see Yew, whose order is hers all the same."""
    oak = make_company(cast.ada, name="Oak & Sons")
    yew = make_company(cast.cleo, name="Yew")
    for number, (company, day) in enumerate(((oak, "02"), (yew, "03"), (oak, "09"))):
        values = {"company": company.id, "placed_at": f"2026-02-{day}T12:00", "total": "100 EUR"}
        make("order", cast.dora, number=f"O-{number}", owner=cast.ada.user_id, **values)
    analytics.refresh()
    return oak, yew


def members(view):
    """Return the records of the segment that a view names."""
    segment = Segment.objects.get(token=view.filter.removeprefix("id.segment:"))
    return sorted(segment.members.values_list("record_id", flat=True))


def test_a_cell_of_cohorts_becomes_a_segment_of_those_whom_one_may_see(cast, buyers):
    found = listed(cast.ada, f"{CELL}0")
    assert "Oak & Sons" in found
    assert "Companies (1)" not in found  # of one kind there is nothing to choose
    answer = browser_of(cast.ada).post(f"{CELL}0", {"name": "Came in February"})

    view = SavedView.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/companies?view=v{view.pk}")
    assert (view.name, view.user_id, view.audience) == ("Came in February", cast.ada.user_id, "private")
    assert members(view) == [buyers[0].id]
    opened = listed(cast.ada, answer["Location"])
    assert "Oak & Sons" in opened
    assert "Yew" not in opened


def test_a_cell_counts_whom_its_list_names(cast, buyers, analytics):
    """Yew bought from Ada, who may not see it: neither the cell, nor its list, the rating or a run tells her of it."""

    def counted(by):
        put = {"by": by, "at": NOON, "store": analytics}
        asked = cohorts.Asked(grain="week", span="2026-02-01..2026-02-28")
        [cohort, *_later] = cohorts.cohorts(asked, **put).cohorts
        behind, number = cohorts.customers(asked, cohort.start, 0, most=9, **put)
        rated = rating.rating(rating.Asked(), **put)
        _listed, customers = rated_records.records(
            rating.Asked(), rated_records.Figure(what="customers"), most=9, **put
        )
        run = bought.purchases(bought.SOURCES["order"], "company", **put)
        return [
            cohort.size,
            number,
            len(behind),
            rated.customers,
            customers,
            len(set(run.columns[0].to_pylist())),
        ]

    assert counted(cast.ada) == [1] * 6
    assert counted(cast.dora) == [2] * 6
    write.delete(registry.get("company"), [buyers[1].id], by=cast.dora, at=NOON)
    analytics.refresh()
    assert counted(cast.dora) == [1] * 6


def test_the_retained_are_a_segment_of_their_own(cast, buyers):
    browser_of(cast.dora).post(f"{CELL}1", {"name": "Came back", "audience": "everyone"})

    view = SavedView.objects.get()
    assert (members(view), view.audience) == ([buyers[0].id], "everyone")


def test_a_segment_needs_a_name_and_somebody_in_it(cast, buyers):
    ada = browser_of(cast.ada)

    nameless = ada.post(f"{CELL}0", {"name": " "})
    empty = ada.post(f"{CELL}2", {"name": "Nobody"})

    assert (nameless.status_code, empty.status_code) == (422, 422)
    assert "Give the view a name" in nameless.content.decode()
    assert not SavedView.objects.exists()


def test_nobody_opens_a_segment_to_more_people_than_they_may(cast, buyers):
    answer = browser_of(cast.ada).post(f"{CELL}0", {"name": "All", "audience": "everyone"})

    assert answer.status_code == 403
    assert not SavedView.objects.exists()


def test_a_list_says_how_many_were_chosen_not_their_numbers(cast, buyers):
    shown = listed(cast.ada, "/companies?view=all&filter=id.in:[1,2,3,4,5]")

    assert "5 chosen" in shown
    built = listed(cast.ada, "/companies/filter?view=all&filter=id.in:[1,2,3,4,5]")
    assert '"path":"id"' in built


COMPANY = registry.get("company")


def lane():
    return queue.Lane(
        long=True, long_names=[name for name, job in known_jobs.definitions.items() if job.long]
    )


def of(ids, by, name="Chosen"):
    return segments.of_records(COMPANY, ids, name=name, audience="private", by=by, at=NOON)


def test_a_segment_of_many_is_gathered_by_the_worker_and_opened_when_it_is_there(cast, buyers, monkeypatch):
    monkeypatch.setattr(segments, "AT_ONCE", 2)
    firs = [make_company(cast.ada, name=f"Fir {number}").id for number in range(5)]
    run = of([*firs, buyers[1].id, 999_999], cast.ada)
    address = f"/insights/segments/{run.pk}"

    waiting = browser_of(cast.ada).get(address)
    assert (waiting.status_code, SavedView.objects.count()) == (200, 0)
    assert "It is being worked out." in waiting.content.decode()
    assert browser_of(cast.ben).get(address).status_code == 404
    drain()

    view = SavedView.objects.get()
    assert members(view) == firs  # Yew is Cleo's, and nobody has the last number
    assert browser_of(cast.ada).get(address)["Location"] == f"/companies?view=v{view.pk}"
    assert "ids" not in FindingRun.objects.get().terms


def test_a_segment_that_is_stopped_leaves_nothing(cast, buyers, monkeypatch):
    monkeypatch.setattr(segments, "AT_ONCE", 1)
    run = of([buyers[0].id, buyers[1].id], cast.dora)
    browser_of(cast.dora).post(f"/insights/runs/{run.pk}/cancellation")
    drain()

    run.refresh_from_db()
    assert (run.state, "ids" in run.terms) == ("cancelled", False)
    assert [kind.objects.count() for kind in (SavedView, Segment, SegmentMember)] == [0, 0, 0]
    hidden = of([buyers[1].id, 999_999], cast.ada)
    drain()
    hidden.refresh_from_db()
    assert (hidden.state, "ids" in hidden.terms, Segment.objects.count()) == ("failed", False, 0)


def test_a_worker_that_is_killed_at_the_end_leaves_one_view_whoever_goes_on(cast, buyers, monkeypatch):
    """Killed within the last step it leaves no view; after it the run is over, and another worker makes no second one."""
    monkeypatch.setattr(segments, "AT_ONCE", 1)
    run = of([buyers[0].id, buyers[1].id], cast.dora)
    whole = jobs.end

    def killed(*given, **more):
        whole(*given, **more)
        raise running.Interrupted

    monkeypatch.setattr(jobs, "end", killed)
    queued = queue.claim("killed", lane(), at=now(), lease=dt.timedelta(seconds=30), limit=1)
    running.run(queued[0], now=now)
    run.refresh_from_db()
    assert (run.state, SavedView.objects.count(), Segment.objects.count()) == ("running", 0, 1)
    monkeypatch.setattr(jobs, "end", whole)

    drain()
    known_jobs.enqueue(runs.JOB, {"run_id": run.pk}, at=now(), key="once more")
    drain()
    run.refresh_from_db()
    [view] = SavedView.objects.all()
    assert (run.state, run.outcome["view"], Segment.objects.count()) == ("done", view.pk, 1)
    assert members(view) == sorted(one.id for one in buyers)


def test_a_worker_that_lost_its_job_takes_nothing_from_the_one_that_has_it(cast, buyers, monkeypatch):
    monkeypatch.setattr(segments, "AT_ONCE", 1)
    run = of([buyers[0].id, buyers[1].id], cast.dora)
    [slow] = queue.claim("slow", lane(), at=now(), lease=dt.timedelta(seconds=30), limit=1)

    def lost(*_given, **_more):
        raise queue.LeaseLost(slow.id)

    monkeypatch.setattr(segments, "take_in", lost)
    running.run(slow, now=now)

    run.refresh_from_db()
    assert (run.state, Segment.objects.count()) == ("running", 1)


def test_nobody_has_the_worker_gather_more_than_a_few_segments_at_a_time(cast, buyers, monkeypatch):
    monkeypatch.setattr(segments, "AT_ONCE", 1)
    both = [buyers[0].id, buyers[1].id]
    waiting = [of(both, cast.dora) for _number in range(runs.MOST)]

    with pytest.raises(segments.NoSegment):
        of(both, cast.dora)
    assert FindingRun.objects.count() == runs.MOST
    assert of(both, cast.ada).actor_id == cast.ada.user_id
    runs.cancel(waiting[0], at=NOON)
    assert of(both, cast.dora).state == "waiting"


def test_a_segment_is_a_filter_within_the_reach_of_whoever_asks(cast, buyers):
    oak, yew = buyers
    node = text.parse(of([oak.id, yew.id], cast.dora).filter)

    def found(by, node=node):
        return {row.id for row in read.query(COMPANY, by=by, at=NOON, filter=node).rows}

    assert (found(cast.dora), found(cast.ada), found(cast.cleo)) == ({oak.id, yew.id}, {oak.id}, {yew.id})
    assert found(cast.dora, text.parse(f"not({text.dump(node)})")) == set()
    both = text.parse(f"{text.dump(node)},name.starts:Yew")
    assert found(cast.dora, both) == {yew.id}
    token = text.dump(node).removeprefix("id.segment:")
    orders = read.query(
        registry.get("order"), by=cast.dora, at=NOON, filter=text.parse(f"company.id.segment:{token}")
    )
    assert len(orders.rows) == 3
    for wrong in ("id.segment:s0", "id.segment", f"contact.id.segment:{token}"):
        with pytest.raises(FilterError):
            read.query(registry.get("order"), by=cast.dora, at=NOON, filter=text.parse(wrong))


def test_a_segment_is_counted_alike_by_every_engine_and_by_the_list(cast, buyers, analytics, tmp_path):
    from tests.scale.front import Front

    token = of([one.id for one in buyers], cast.dora).filter.removeprefix("id.segment:")
    analytics.refresh()
    asked = (
        Report(object_key="company", where=text.parse(f"id.segment:{token}")),
        Report(object_key="order", where=text.parse(f"not(company.id.segment:{token})")),
        Report(object_key="order", where=text.parse(f"company.id.segment:{token}")),
    )

    def counted(store, by):
        return [reports.run(one, by=by, at=NOON, store=store).total.figures[0][0] for one in asked]

    expected = ((cast.dora, [2, 0, 3]), (cast.ada, [1, 1, 2]), (cast.cleo, [1, 0, 0]))
    assert [counted(analytics, by) for by, _found in expected] == [found for _by, found in expected]
    server, front = postgres.start(), Front(tmp_path)
    try:
        for other in (Postgresql(server.url), Clickhouse(front.url)):
            filling.fill(other, Here(), at=NOON)
            assert [counted(other, by) for by, _found in expected] == [found for _by, found in expected]
    finally:
        server.close()
        front.close()


def test_a_list_says_the_name_of_a_segment_and_its_filter_can_be_changed(cast, buyers):
    view = of([buyers[0].id], cast.ada, name="Old friends")

    shown = listed(cast.ada, f"/companies?view=all&filter={view.filter}")
    assert "“Old friends”" in shown
    built = listed(cast.ada, f"/companies/filter?view=all&filter={view.filter}")
    assert '"operators":[["segment",' in built
