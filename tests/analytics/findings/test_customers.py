"""Customers analysed by the worker, over the store, within the rights of who asked."""

import datetime as dt
from contextlib import nullcontext
from decimal import Decimal

import pytest
from django.db import OperationalError

from odnos.analytics.findings import customers, jobs, runs  # noqa: F401 -- the worker finds its jobs by itself
from odnos.analytics.findings.models import FindingRun, FoundCustomer
from odnos.engine.outbox import queue
from odnos.engine.outbox.models import Job
from odnos.engine.records import write
from odnos.engine.records.errors import Invalid, NotFound
from odnos.objects.registry import registry
from tests.analytics.findings import sold
from tests.people import NOON
from tests.web.sales import browser_of
from tests.working import drain

TODAY = NOON.date().isoformat()


def found(by, **given):
    run = runs.begin("customers", {"until": TODAY, **given}, by=by, at=NOON)
    drain()
    run.refresh_from_db()
    return run


@pytest.fixture
def shop(cast, analytics):
    people = sold.customers(cast)
    sold.orders(cast, people)
    analytics.refresh()
    return people


def test_customers_are_scored_grouped_and_valued(cast, shop):
    run = found(cast.dora)

    assert (run.state, run.progress, run.reason) == ("done", 100, "")
    rows = FoundCustomer.objects.filter(run=run)
    assert rows.count() == run.outcome["customers"] == 120
    assert sum(row.frequency for row in rows) == run.outcome["purchases"]
    assert sum(row.money for row in rows) == Decimal(run.outcome["turnover"])
    assert {row.r for row in rows} == {row.m for row in rows} == {1, 2, 3, 4, 5}
    assert sum(group["size"] for group in run.outcome["clusters"]["groups"]) == 120
    assert all(0 < row.alive <= 1 and row.expected >= 0 and row.worth >= 0 for row in rows)
    assert run.outcome["lifetime"]["check"]["made"] > 0
    assert run.outcome["currency"] == "EUR"


def test_a_representative_finds_their_own_customers(cast, shop):
    everybody, own = found(cast.dora), found(cast.ada)

    assert set(FoundCustomer.objects.filter(run=own).values_list("customer_id", flat=True)) == set(shop[:60])
    assert FoundCustomer.objects.filter(run=everybody).count() == 120


def test_what_was_paid_is_exact_and_cancelled_orders_are_none(cast, analytics):
    one, two, three = sold.customers(cast, 3)
    order = registry.get("order")
    placed = (
        (one, "10.10", "paid", 40),
        (one, "0.20", "placed", 9),
        (two, "5", "paid", 3),
        (three, "9", "cancelled", 3),
        (one, "7", "draft", 1),
        (two, "100", "paid", -1),
    )
    for number, (person, total, state, days) in enumerate(placed):
        values = {"number": str(number), "contact": person, "total": f"{total} EUR", "state": state}
        write.create(order, {**values, "placed_at": NOON - dt.timedelta(days=days)}, by=cast.dora, at=NOON)
    analytics.refresh()

    run = found(cast.dora)

    rows = FoundCustomer.objects.filter(run=run).order_by("customer_id")
    assert [(row.customer_id, row.recency, row.frequency, row.money) for row in rows] == [
        (one, 9, 2, Decimal("10.3")),
        (two, 3, 1, Decimal(5)),
    ]
    assert run.outcome["lifetime"] == {"refused": "few_repeats", "facts": {"there": 1, "needed": 50}}
    assert [(row.alive, row.expected, row.worth) for row in rows] == [(None, None, None)] * 2


def test_nobody_to_analyse_is_a_refusal_with_a_reason(cast, analytics):
    run = found(cast.dora)

    assert (run.state, run.reason, run.facts) == ("refused", "few_customers", {"there": 0, "needed": 2})
    assert not FoundCustomer.objects.exists()


def test_the_days_end_where_it_is_asked(cast, shop):
    run = found(cast.dora, until="2025-12-31")

    assert run.outcome["until"] == "2025-12-31"
    assert run.outcome["purchases"] < found(cast.dora).outcome["purchases"]


def test_a_run_is_its_askers_alone(cast, shop):
    run = found(cast.ada)

    assert runs.get(run.pk, by=cast.ada).pk == run.pk
    with pytest.raises(NotFound):
        runs.get(run.pk, by=cast.dora)


def test_a_run_that_is_cancelled_finds_nothing(cast, shop):
    run = runs.begin("customers", {}, by=cast.dora, at=NOON)
    runs.cancel(run, at=NOON)

    drain()

    run.refresh_from_db()
    assert (run.state, run.outcome) == ("cancelled", {})
    assert not FoundCustomer.objects.exists()


def test_what_is_asked_twice_runs_once(cast, shop):
    first, again = (runs.begin("customers", {"months": "6"}, by=cast.dora, at=NOON) for _ in range(2))

    assert first.pk == again.pk
    assert runs.begin("customers", {"months": "7"}, by=cast.dora, at=NOON).pk != first.pk


def test_nobody_has_the_worker_to_themselves(cast, analytics):
    for months in range(1, 2 + runs.MOST):
        with pytest.raises(Invalid) if months > runs.MOST else nullcontext():
            runs.begin("customers", {"months": str(months)}, by=cast.dora, at=NOON)

    assert FindingRun.objects.count() == runs.MOST
    assert runs.begin("customers", {"months": "1"}, by=cast.dora, at=NOON).terms == {"months": "1"}
    assert runs.begin("customers", {"months": "9"}, by=cast.ada, at=NOON).actor_id == cast.ada.user_id


def test_what_is_not_asked_for_is_not_kept(cast, analytics):
    run = runs.begin("customers", {"months": "6", "days": "\x00", "other": "x"}, by=cast.dora, at=NOON)

    assert run.terms == {"months": "6"}


def test_no_product_has_a_number_that_no_database_holds(cast, analytics):
    with pytest.raises(Invalid):
        runs.begin("baskets", {"left_any": ["9" * 5000], "right_none": ["9" * 19]}, by=cast.dora, at=NOON)


def test_terms_that_make_no_sense_are_told_where_they_stand(cast, analytics):
    with pytest.raises(Invalid) as caught:
        runs.begin(
            "customers",
            {"months": "600", "way": "limits", "days": "30 20", "until": "x"},
            by=cast.dora,
            at=NOON,
        )

    assert set(caught.value.errors) == {"months", "days", "purchases", "money", "until"}
    assert not FindingRun.objects.exists()


def test_rights_that_have_changed_since_are_noticed(cast, shop):
    run = found(cast.ada)

    assert not runs.is_outdated(run, by=cast.ada)
    assert runs.is_outdated(run, by=cast.dora)


def test_a_fault_ends_the_run_and_is_kept_with_its_job(cast, shop, monkeypatch):
    """Nobody waits for what would only stumble again; the page says so and keeps what was asked."""
    monkeypatch.setattr(customers, "analysed", stumbling)

    run = found(cast.dora, clusters="3")

    assert (run.state, run.reason, run.progress) == ("failed", "fault", 100)
    job = Job.objects.get(name=runs.JOB)
    assert job.state == queue.DEAD
    assert job.error.endswith("ZeroDivisionError: no such customer\n")
    html = browser_of(cast.dora).get("/insights").content.decode()
    assert "Something went wrong on our side" in html
    assert '<details class="box" open>' in html
    assert not FoundCustomer.objects.filter(run=run).exists()


def stumbling(*_args, **_named):
    raise ZeroDivisionError("no such customer")


def test_a_busy_database_is_no_fault_and_the_run_goes_on_later(cast, shop, monkeypatch):
    monkeypatch.setattr(customers, "analysed", busy)

    run = found(cast.dora)

    assert run.state == "running"
    assert Job.objects.get(name=runs.JOB).state == queue.READY


def busy(*_args, **_named):
    raise OperationalError("database is locked")
