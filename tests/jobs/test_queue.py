"""A job is done once, tried again after a failure, and dead when it failed too often."""

import datetime as dt

import pytest

from odnos.engine.access.actor import Actor
from odnos.engine.access.rights import Denied
from odnos.engine.outbox import jobs, queue, running, schedules
from odnos.engine.outbox.models import Event, Job
from tests.jobs import sample  # noqa: F401
from tests.people import NOON

LEASE = dt.timedelta(seconds=30)
DORA = Actor(user_id=1, name="Dora", role="administrator")
BEN = Actor(user_id=2, name="Ben", role="representative")
pytestmark = pytest.mark.django_db


SHORT, LONG = queue.Lane(False, ["sample.long"]), queue.Lane(True, ["sample.long"])


def claim(worker="w1", at=NOON, lane=SHORT, **options):
    return queue.claim(worker, lane, at=at, lease=LEASE, **options)


def run(claimed, at=NOON):
    running.run(claimed, now=lambda: at)


def test_a_job_is_claimed_by_one_worker_only():
    jobs.enqueue("sample.short", {"number": 1}, at=NOON)

    assert [found.args for found in claim("w1")] == [{"number": 1}]
    assert claim("w2") == []


def test_jobs_are_claimed_by_priority_and_then_by_age():
    late = jobs.enqueue("sample.short", {"number": 1}, at=NOON)
    urgent = jobs.enqueue("sample.short", {"number": 2}, at=NOON, priority=1)

    assert [found.id for found in claim(limit=1) + claim(limit=1)] == [urgent.pk, late.pk]


def test_a_job_of_the_future_waits():
    jobs.enqueue("sample.short", {"number": 1}, at=NOON, run_at=NOON + dt.timedelta(minutes=1))

    assert claim() == []
    assert not queue.is_work(SHORT, at=NOON)
    assert queue.is_work(SHORT, at=NOON + dt.timedelta(minutes=1))


def test_a_key_makes_one_job_however_often_it_is_asked_for():
    first = jobs.enqueue("sample.short", {"number": 1}, at=NOON, key="k")
    second = jobs.enqueue("sample.short", {"number": 2}, at=NOON, key="k")

    assert first.key == second.key
    assert list(Job.objects.values_list("args", flat=True)) == [{"number": 1}]


def test_effect_and_completion_are_one():
    job = jobs.enqueue("sample.short", {"number": 7}, at=NOON)

    run(claim()[0])

    job.refresh_from_db()
    assert (job.state, job.attempts, job.finished_at) == ("done", 1, NOON)
    assert list(Event.objects.values_list("payload", flat=True)) == [{"number": 7}]


def test_a_failure_leaves_no_effect_and_is_tried_again_later():
    job = jobs.enqueue("sample.failing", {}, at=NOON)

    run(claim()[0])

    job.refresh_from_db()
    assert (job.state, job.attempts, job.run_at) == ("ready", 1, NOON + dt.timedelta(seconds=2))
    assert "the moon is in the wrong house" in job.error
    assert Event.objects.count() == 0
    assert claim(at=NOON + dt.timedelta(seconds=1)) == []


def test_a_job_that_fails_too_often_is_dead_until_an_administrator_retries_it():
    job = jobs.enqueue("sample.failing", {}, at=NOON)
    later = NOON + dt.timedelta(minutes=1)
    run(claim()[0])
    run(claim(at=later)[0], at=later)

    job.refresh_from_db()
    assert (job.state, job.attempts, job.finished_at) == ("dead", 2, later)
    assert claim(at=later + LEASE) == []
    with pytest.raises(Denied):
        queue.retry(job.pk, by=BEN, at=later)
    job.refresh_from_db()
    assert job.state == "dead"

    assert queue.retry(job.pk, by=DORA, at=later)
    job.refresh_from_db()
    assert (job.state, job.attempts, job.run_at) == ("ready", 0, later)


def test_retrying_what_is_not_dead_does_nothing():
    job = jobs.enqueue("sample.short", {"number": 1}, at=NOON)

    assert not queue.retry(job.pk, by=DORA, at=NOON)


def test_a_job_nobody_knows_is_kept_with_its_reason():
    job = jobs.enqueue("sample.unknown", {}, at=NOON)

    run(claim()[0])

    job.refresh_from_db()
    assert job.state == "ready"
    assert "no job is named 'sample.unknown'" in job.error


def test_an_expired_lease_gives_the_job_to_another_and_the_late_worker_changes_nothing():
    job = jobs.enqueue("sample.short", {"number": 1}, at=NOON)
    slow = claim("slow")[0]
    later = NOON + LEASE + dt.timedelta(seconds=1)

    assert queue.is_expired(at=later)
    assert queue.take_back(at=later) == 1
    quick = claim("quick", at=later)[0]
    run(slow, at=later)
    assert Event.objects.count() == 0
    run(quick, at=later)

    job.refresh_from_db()
    assert (job.state, job.attempts) == ("done", 2)
    assert Event.objects.count() == 1


def test_a_lease_that_is_extended_does_not_expire():
    jobs.enqueue("sample.short", {"number": 1}, at=NOON)
    held = claim()[0]
    later = NOON + LEASE

    queue.extend(held, until=later + LEASE)

    assert queue.take_back(at=later + dt.timedelta(seconds=1)) == 0


def test_a_job_that_kills_its_worker_every_time_dies_in_the_end():
    job = jobs.enqueue("sample.failing", {}, at=NOON)
    for attempt in range(2):
        at = NOON + attempt * 2 * LEASE
        assert len(claim(at=at)) == 1
        queue.take_back(at=at + LEASE + dt.timedelta(seconds=1))

    job.refresh_from_db()
    assert job.state == "dead"
    assert job.error == "The worker stopped before the job was done."


def test_long_jobs_have_a_lane_of_their_own():
    jobs.enqueue("sample.long", {"steps": 3}, at=NOON)

    assert claim(lane=SHORT) == []
    assert claim(lane=queue.Lane(True, [])) == []
    found = claim(lane=LONG)
    run(found[0])
    assert [event.payload["number"] for event in Event.objects.order_by("id")] == [0, 1, 2]


def test_a_long_job_that_is_interrupted_goes_on_later_and_the_attempt_does_not_count():
    job = jobs.enqueue("sample.long", {"steps": 3}, at=NOON)
    found = claim(lane=LONG)[0]
    running.run(found, now=lambda: NOON, is_stopping=lambda: Event.objects.count() == 2)

    job.refresh_from_db()
    assert (job.state, job.attempts, Event.objects.count()) == ("ready", 0, 2)

    run(claim(lane=LONG)[0])
    assert [event.payload["number"] for event in Event.objects.order_by("id")] == [0, 1, 2]


def test_a_schedule_makes_one_job_a_slot_with_any_number_of_schedulers():
    at = dt.datetime(2026, 3, 2, 2, 0, tzinfo=dt.UTC)
    for seen in ({}, {}):
        schedules.tick(at=at, seen=seen)
        schedules.tick(at=at + dt.timedelta(hours=1), seen=seen)
    assert list(Job.objects.filter(name="outbox.forget_done").values_list("run_at", flat=True)) == [at]

    schedules.tick(at=at + dt.timedelta(days=1), seen={})
    assert Job.objects.filter(name="outbox.forget_done").count() == 2


def test_done_jobs_are_forgotten_after_a_week_and_dead_ones_are_not():
    for state in ("done", "dead"):
        Job.objects.create(name="x", state=state, created_at=NOON, run_at=NOON, finished_at=NOON)

    schedules.forget_done(at=NOON + dt.timedelta(days=8))

    assert list(Job.objects.values_list("state", flat=True)) == ["dead"]
