"""Deals that are brought in with days of their own went through their stages when those days say."""

import datetime as dt

import pytest

from odnos.domains.deals.models import StageChange
from odnos.domains.deals.objects import DEAL
from odnos.engine.audit.models import Entry
from odnos.engine.records import read, undo, write
from tests.people import NOON
from tests.web.sales import make_deal, make_pipeline

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
FEBRUARY, MARCH = (dt.datetime(2026, month, 1, 12, tzinfo=dt.UTC) for month in (2, 3))


@pytest.fixture
def path(cast):
    """New → Offer → Won, or Lost."""
    return make_pipeline()


def steps(deal, path):
    names = {number: name for name, number in path.items() if name}
    found = StageChange.objects.filter(deal_id=deal.id).order_by("pk")
    return [
        (names.get(row.from_stage_id), names[row.to_stage_id], row.at, row.seconds, row.is_told)
        for row in found
    ]


def since(deal, by):
    return read.get(DEAL, deal.id, by=by)["stage_since"]


def test_a_closed_deal_left_the_first_stage_on_the_day_it_was_closed(cast, path):
    deal = make_deal(cast.ada, path, stage=path["Won"], started_on="2026-02-01", closed_on="2026-03-01")

    assert steps(deal, path) == [
        (None, "New", FEBRUARY, None, True),
        ("New", "Won", MARCH, 28 * 86400, True),
    ]
    assert since(deal, cast.ada) == MARCH


def test_an_open_deal_stands_in_its_stage_since_it_began(cast, path):
    deal = make_deal(cast.ada, path, stage=path["Offer"], started_on="2026-02-01")

    assert steps(deal, path) == [(None, "Offer", FEBRUARY, None, True)]
    write.update(DEAL, deal.id, {"stage": path["Won"]}, version=None, by=cast.ada, at=NOON)
    assert steps(deal, path)[1:] == [("Offer", "Won", NOON, int((NOON - FEBRUARY).total_seconds()), False)]


def test_what_is_closed_without_the_other_day_is_told_as_far_as_it_goes(cast, path):
    ended = make_deal(cast.ada, path, stage=path["Lost"], lost_reason="price", closed_on="2026-03-01")
    began = make_deal(cast.ada, path, stage=path["Won"], started_on="2026-02-01")

    assert steps(ended, path) == [(None, "Lost", MARCH, None, True)]
    assert steps(began, path) == [
        (None, "New", FEBRUARY, None, True),
        ("New", "Won", NOON, int((NOON - FEBRUARY).total_seconds()), False),
    ]


@pytest.mark.parametrize("day", [None, "2026-03-02", "2026-04-01"])
def test_days_of_today_and_to_come_tell_nothing(cast, path, day):
    deal = make_deal(cast.ada, path, started_on=day)

    assert steps(deal, path) == [(None, "New", NOON, None, False)]
    assert since(deal, cast.ada) == NOON


def test_a_deal_that_ends_before_it_began_or_on_the_same_day_took_no_time(cast, path):
    for closed in ("2026-02-01", "2025-12-31"):
        deal = make_deal(
            cast.ada, path, name=closed, stage=path["Won"], started_on="2026-02-01", closed_on=closed
        )
        assert steps(deal, path) == [(None, "New", FEBRUARY, None, True), ("New", "Won", FEBRUARY, 0, True)]


def test_a_deal_closed_with_a_day_of_the_past_left_its_stage_then_and_not_before_it_came(cast, path):
    deal = make_deal(cast.ada, path, started_on="2026-02-01")
    early = make_deal(cast.ada, path, name="early")
    for one in (deal, early):
        change = {"stage": path["Won"], "closed_on": "2026-03-01"}
        write.update(DEAL, one.id, change, version=None, by=cast.ada, at=NOON + DAY)

    assert steps(deal, path)[1:] == [("New", "Won", MARCH, 28 * 86400, True)]
    assert steps(early, path)[1:] == [("New", "Won", NOON, 0, True)]


def test_what_was_told_is_undone_like_any_other_step(cast, path):
    deal = make_deal(cast.ada, path, started_on="2026-02-01")
    change = {"stage": path["Won"], "closed_on": "2026-03-01"}
    write.update(DEAL, deal.id, change, version=None, by=cast.ada, at=NOON)

    undo.entry(
        Entry.objects.filter(object_key="deal", record_id=deal.id).latest("pk").pk, by=cast.ada, at=NOON + DAY
    )

    assert steps(deal, path) == [(None, "New", FEBRUARY, None, True)]
    assert since(deal, cast.ada) == FEBRUARY
