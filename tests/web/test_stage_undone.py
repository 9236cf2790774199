"""A step that is undone was never taken: the deal stands where it stood, since when it stood there."""

import datetime as dt

import pytest

from odnos.domains.deals import actions
from odnos.domains.deals.models import StageChange
from odnos.engine.audit.models import Entry
from odnos.engine.records import undo, write
from tests.people import NOON, Cast
from tests.web.sales import browser_of, deal_of, kind, make_deal, make_pipeline

DAY = dt.timedelta(days=1)


def move(deal, stage, by, at, **more):
    return write.update(kind("deal"), deal.id, {"stage": stage, **more}, version=None, by=by, at=at)


def take_back(by, at):
    return undo.entry(Entry.objects.filter(object_key="deal").latest("pk").pk, by=by, at=at)


def steps(deal):
    found = StageChange.objects.filter(deal_id=deal.id).order_by("pk")
    return [(item.from_stage_id, item.to_stage_id, item.at, item.seconds) for item in found]


@pytest.fixture
def stages(cast: Cast):
    return make_pipeline()


def test_an_undone_move_leaves_no_step_and_the_old_moment(cast: Cast, stages):
    deal = make_deal(cast.ada, stages)
    move(deal, stages["Offer"], cast.ada, NOON + DAY)

    take_back(cast.ada, NOON + 2 * DAY)

    now = deal_of(deal, cast.ada)
    assert (now["stage"], now["stage_since"]) == (stages["New"], NOON)
    assert steps(deal) == [(None, stages["New"], NOON, None)]


def test_the_next_step_counts_from_before_the_undone_one(cast: Cast, stages):
    deal = make_deal(cast.ada, stages)
    move(deal, stages["Offer"], cast.ada, NOON + DAY)
    take_back(cast.ada, NOON + 2 * DAY)
    move(deal, stages["Offer"], cast.ada, NOON + 3 * DAY)

    assert steps(deal)[1:] == [(stages["New"], stages["Offer"], NOON + 3 * DAY, 3 * 86400)]


def test_undoing_the_undo_brings_step_and_moment_back(cast: Cast, stages):
    deal = make_deal(cast.ada, stages)
    move(deal, stages["Offer"], cast.ada, NOON + DAY)
    before = steps(deal)
    take_back(cast.ada, NOON + 2 * DAY)

    take_back(cast.ada, NOON + 3 * DAY)

    now = deal_of(deal, cast.ada)
    assert (now["stage"], now["stage_since"]) == (stages["Offer"], NOON + DAY)
    assert steps(deal) == before


def test_a_loss_undone_is_open_again_as_it_was(cast: Cast, stages):
    deal = make_deal(cast.ada, stages)
    actions.lose_deal(deal.id, lost_reason="price", by=cast.ada, at=NOON + DAY)

    take_back(cast.ada, NOON + 2 * DAY)

    now = deal_of(deal, cast.ada)
    assert (now["status"], now["lost_reason"], now["closed_on"]) == ("open", None, None)
    assert (now["stage_since"], now["probability"]) == (NOON, 10)
    assert len(steps(deal)) == 1


def test_a_move_that_others_have_moved_on_from_stays(cast: Cast, stages):
    deal = make_deal(cast.ada, stages)
    move(deal, stages["Offer"], cast.ada, NOON + DAY)
    mine = Entry.objects.filter(object_key="deal").latest("pk").pk
    move(deal, stages["Won"], cast.ben, NOON + 2 * DAY)

    result = undo.entry(mine, by=cast.ada, at=NOON + 3 * DAY)

    assert len(result.kept) == 1
    assert deal_of(deal, cast.ada)["stage"] == stages["Won"]
    assert len(steps(deal)) == 3


def test_a_move_from_before_moments_were_kept_goes_by_its_step(cast: Cast, stages):
    deal = make_deal(cast.ada, stages)
    move(deal, stages["Offer"], cast.ada, NOON + DAY)
    entry = Entry.objects.filter(object_key="deal").latest("pk")
    entry.diff.pop("stage_since")
    entry.save()

    undo.entry(entry.pk, by=cast.ada, at=NOON + 2 * DAY)

    assert deal_of(deal, cast.ada)["stage_since"] == NOON
    assert len(steps(deal)) == 1


def test_the_timeline_does_not_tell_the_moment_beside_the_step(cast: Cast, stages):
    deal = make_deal(cast.ada, stages)
    move(deal, stages["Offer"], cast.ada, NOON + DAY)

    page = browser_of(cast.ada).get(f"/deals/{deal.id}").content.decode()

    assert "moved the deal from" in page
    assert "In stage since" not in page
