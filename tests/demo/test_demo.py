"""The demo company: lively, the same every time, in its language, and made by the write path."""

import datetime as dt
from collections import Counter

import numpy as np
import pytest
from django.contrib.auth import authenticate

from odnos.analytics.models.lifetime import betageometric, gammagamma, pareto, purchases
from odnos.domains.deals import figures
from odnos.domains.demo import removing
from odnos.domains.demo.build import build
from odnos.engine.access.actor import actor_for, organisation
from odnos.engine.access.models import Team, User
from odnos.engine.audit.models import Entry
from odnos.engine.filters import text
from odnos.engine.records import read
from odnos.engine.records.models import OwnerChange
from odnos.objects.registry import registry

NOW = dt.datetime(2026, 11, 18, 9, 30, tzinfo=dt.UTC)
NUMBERS = {
    "company": 120,
    "contact": 400,
    "lead": 110,
    "product": 25,
    "deal": 420,
    "pipeline": 2,
    "team": 3,
    "user": 10,
}


@pytest.fixture(scope="module", params=["en", "ru", "sl"])
def demo(request, django_db_setup, django_db_blocker):
    """The company in one language, in a transaction that is rolled back."""
    from django.db import transaction

    class Back(Exception):
        pass

    with django_db_blocker.unblock():
        made = transaction.atomic()
        made.__enter__()
        entrants = build(language=request.param, at=NOW)
        yield request.param, entrants, actor_for(User.objects.get(email=entrants[0]["email"]))
        made.__exit__(Back, Back(), None)


def number(key: str, by, asked: str = "") -> int:
    return read.count(
        registry.get(key), by=by, at=NOW, filter=text.parse(asked) if asked else None, cap=10_000
    ).number


def test_the_company_has_what_it_promises(demo):
    language, _entrants, by = demo

    assert {key: number(key, by) for key in NUMBERS} == NUMBERS
    assert (organisation().is_demo, organisation().locale) == (True, language)
    assert Team.objects.count() == 3


def test_one_of_each_role_can_sign_in_with_a_password_of_their_own(demo):
    _language, entrants, _by = demo

    roles = [User.objects.get(email=person["email"]).role for person in entrants]
    assert roles == ["administrator", "manager", "representative", "analyst"]
    assert len({person["password"] for person in entrants}) == 4
    assert authenticate(None, username=entrants[0]["email"], password=entrants[0]["password"]) is not None
    assert User.objects.exclude(password="").count() == 4


def test_history_lies_in_the_past_and_is_kept_by_its_people(demo):
    _language, _entrants, by = demo

    assert Entry.objects.filter(at__gt=NOW).count() == 0
    movers = Entry.objects.filter(object_key="deal", action="updated").values_list("actor_id", flat=True)
    roles = Counter(User.objects.filter(pk__in=set(movers)).values_list("role", flat=True))
    assert roles == {"representative": 6, "manager": 2}
    assert number("deal", by, f"created_at.lt:{(NOW - dt.timedelta(days=300)).date()}") > 0


def test_every_stage_and_every_day_has_something(demo):
    _language, _entrants, by = demo

    sums = figures.by_stage(figures.open_now(figures.steps(), None, by=by, at=NOW))
    assert len(sums) == 6
    assert number("task", by, "is_done.is:false,due_on.within:overdue") > 5
    assert number("task", by, "is_done.is:false,due_on.within:today") > 5
    assert number("task", by, "is_done.is:false,due_on.within:future") > 5
    assert number("deal", by, figures_stuck()) > 3


def figures_stuck() -> str:
    return text.dump(figures.stuck(figures.steps(), at=NOW))


def test_people_are_late_take_over_from_one_another_and_know_where_customers_came_from(demo):
    _language, _entrants, by = demo

    assert number("task", by, "is_done.is:true,days_late.gt:0") > 40
    assert number("task", by, "is_done.is:true,done_at.within:today") > 5
    assert number("deal", by, "source.empty") == 0
    assert number("lead", by, "converted_at.not_empty") > 20
    heirs = dict(OwnerChange.objects.filter(object_key="company").values_list("record_id", "to_id"))
    companies = read.get_many(registry.get("company"), list(heirs), by=by)
    assert {key: row["owner"] for key, row in companies.items()} == heirs
    assert OwnerChange.objects.filter(object_key="deal").exists()


@pytest.mark.parametrize("model", [betageometric, pareto])
def test_the_models_of_lifetime_value_have_enough_to_go_by(demo, model):
    _language, _entrants, by = demo
    orders = [
        row
        for batch in read.iterate(
            registry.get("order"), by=by, at=NOW, columns=("company", "placed_at", "total")
        )
        for row in batch
    ]
    known = purchases.customers(
        np.array([row["company"] for row in orders]),
        np.array([row["placed_at"].toordinal() for row in orders]),
        np.array([float(row["total"].amount) for row in orders]),
        until=NOW.toordinal(),
    )

    alive = model.fit(known.histories).alive(known.histories)

    assert len(known.ids) > alive.sum() > 0
    assert gammagamma.fit(known.histories.repeats, known.value).mean() > 0


def test_amounts_are_the_sums_of_their_lines(demo):
    _language, _entrants, by = demo

    deals = {
        row.id: row["amount"]
        for batch in read.iterate(registry.get("deal"), by=by, at=NOW, columns=("amount",))
        for row in batch
    }
    totals: dict[int, object] = {}
    for batch in read.iterate(registry.get("deal_line"), by=by, at=NOW, columns=("deal", "total")):
        for row in batch:
            totals[row["deal"]] = (
                row["total"] if row["deal"] not in totals else totals[row["deal"]] + row["total"]
            )
    assert totals == deals


def test_the_demo_is_sample_data_and_goes_as_such(demo):
    _language, _entrants, by = demo

    removed = removing.remove(by=by, at=NOW)

    left = {key: number(key, by) for key in NUMBERS}
    assert removed.staying == 0
    assert left == dict.fromkeys(NUMBERS, 0) | {"pipeline": 2, "team": 3, "user": 10}
