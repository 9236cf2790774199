"""Stages and pipelines are deleted after their deals went elsewhere, at once or by the worker, and that is undone."""

import datetime as dt

import pytest

from odnos.domains.deals import clearing, deleting
from odnos.domains.deals import stages as domain
from odnos.engine.access import tripwire
from odnos.engine.access.models import User
from odnos.engine.audit.models import ChangeSet
from odnos.engine.outbox.models import Job
from odnos.engine.records import read, undo, write
from odnos.engine.records.errors import Invalid, NotFound
from odnos.web.pages.settings import clearing as page
from tests.people import NOON, Cast
from tests.web.sales import browser_of, deal_of, kind, make_deal, make_pipeline
from tests.web.test_settings_people import drain

LATER = NOON + dt.timedelta(days=1)


@pytest.fixture
def stages(cast: Cast):
    return make_pipeline()


def stage_of(deal, cast):
    return deal_of(deal, cast.dora)["stage"]


def test_many_deals_are_moved_by_the_worker_with_progress(cast: Cast, stages, monkeypatch):
    monkeypatch.setattr(page, "AT_ONCE", 1)
    monkeypatch.setattr(clearing, "BATCH", 2)
    deals = [make_deal(cast.ada, stages, name=f"Deal {number}") for number in range(5)]
    client = browser_of(cast.dora)

    answer = client.post(f"/settings/stages/{stages['New']}/deletion", {"move_to": str(stages["Offer"])})

    assert answer.status_code == 302
    assert answer["Location"].startswith("/settings/clearings/")
    assert stage_of(deals[0], cast) == stages["New"]
    assert b'data-every="1"' in client.get(answer["Location"]).content
    drain()
    assert {stage_of(deal, cast) for deal in deals} == {stages["Offer"]}
    assert stages["New"] not in domain.stages_of(stages[""])
    told = client.get(answer["Location"]).content.decode()
    assert "The stage is deleted, 5 deals were moved." in told
    assert "data-every" not in told


def test_all_of_it_is_undone_at_once(cast: Cast, stages):
    deal = make_deal(cast.ada, stages)
    client = browser_of(cast.dora)
    client.post(f"/settings/stages/{stages['New']}/deletion", {"move_to": str(stages["Offer"])})

    undo.change_set(ChangeSet.objects.get(kind="stage").pk, by=cast.dora, at=LATER)

    assert stage_of(deal, cast) == stages["New"]
    assert deal_of(deal, cast.dora)["stage_since"] == NOON
    assert domain.stages_of(stages[""])[0] == stages["New"]


def test_a_deal_that_comes_while_the_worker_walks_is_moved_too(cast: Cast, stages, monkeypatch):
    monkeypatch.setattr(clearing, "BATCH", 1)
    first = make_deal(cast.ada, stages)
    second = make_deal(cast.ada, stages, stage=stages["Offer"])
    third = make_deal(cast.ada, stages, name="Third")
    made = deleting.delete_stage(stages["New"], move_to=stages["Offer"], by=cast.dora, at=NOON)

    clearing.step(made.pk, by=cast.dora, at=NOON)
    clearing.step(made.pk, by=cast.dora, at=NOON)
    write.update(kind("deal"), second.id, {"stage": stages["New"]}, version=None, by=cast.ada, at=NOON)
    while clearing.step(made.pk, by=cast.dora, at=NOON):
        pass

    assert {stage_of(deal, cast) for deal in (first, second, third)} == {stages["Offer"]}
    assert stages["New"] not in domain.stages_of(stages[""])


def test_a_step_that_was_cut_off_is_gone_on_with(cast: Cast, stages, monkeypatch):
    monkeypatch.setattr(clearing, "BATCH", 1)
    deals = [make_deal(cast.ada, stages, name=f"Deal {number}") for number in range(3)]
    made = deleting.delete_stage(stages["New"], move_to=stages["Offer"], by=cast.dora, at=NOON)
    clearing.step(made.pk, by=cast.dora, at=NOON)
    assert clearing.progress(made.pk).done == 1

    while clearing.step(made.pk, by=cast.dora, at=NOON):
        pass

    assert (clearing.progress(made.pk).done, clearing.progress(made.pk).is_over) == (3, True)
    assert {stage_of(deal, cast) for deal in deals} == {stages["Offer"]}
    assert clearing.step(made.pk, by=cast.dora, at=NOON) is False


def test_the_job_of_somebody_who_was_let_out_changes_nothing(cast: Cast, stages, monkeypatch):
    monkeypatch.setattr(page, "AT_ONCE", 0)
    deal = make_deal(cast.ada, stages)
    browser_of(cast.dora).post(
        f"/settings/stages/{stages['New']}/deletion", {"move_to": str(stages["Offer"])}
    )
    with tripwire.suspended("a test lets the last administrator out"):
        User.objects.filter(pk=cast.dora.user_id).update(is_active=False)

    drain()

    assert stage_of(deal, cast) == stages["New"]
    assert "can no longer sign in" in Job.objects.get(name="deals.clear_stages").error


def test_a_pipeline_goes_with_its_stages_and_its_deals_go_where_they_are_told(cast: Cast, stages):
    other = make_pipeline("Partners")
    open_one, won = make_deal(cast.ada, stages), make_deal(cast.ada, stages, stage=stages["Won"])
    client, address = browser_of(cast.dora), f"/settings/pipelines/{stages['']}/deletion"

    page = client.get(address).content.decode()
    assert f'<option value="{other["New"]}" selected>Partners: New' in page
    assert f'<option value="{other["Won"]}" selected>Partners: Won' in page
    assert client.post(address, {f"move_to-{stages['New']}": str(other["Offer"])}).status_code == 422
    given = {f"move_to-{stages['New']}": str(other["Offer"]), f"move_to-{stages['Won']}": str(other["Won"])}
    assert client.post(address, given).status_code == 302

    assert (stage_of(open_one, cast), stage_of(won, cast)) == (other["Offer"], other["Won"])
    assert deal_of(open_one, cast.dora)["pipeline"] == other[""]
    with pytest.raises(NotFound):
        read.get(kind("pipeline"), stages[""], by=cast.dora)
    undo.change_set(ChangeSet.objects.get(kind="stage").pk, by=cast.dora, at=LATER)
    assert (stage_of(open_one, cast), stage_of(won, cast)) == (stages["New"], stages["Won"])
    assert read.get(kind("pipeline"), stages[""], by=cast.dora).title == "Sales"


@pytest.mark.parametrize("goal", ["Offer", "", 999_999])
def test_deals_of_a_pipeline_go_to_no_stage_of_the_same_or_of_none(cast: Cast, stages, goal):
    make_pipeline("Partners")
    make_deal(cast.ada, stages)
    wanted = stages[goal] if goal == "Offer" else goal or None
    moves = {stages["New"]: wanted} if wanted else {}

    with pytest.raises(Invalid):
        deleting.delete_pipeline(stages[""], moves=moves, by=cast.dora, at=NOON)

    assert not ChangeSet.objects.exists()


def test_a_deal_does_not_come_back_into_a_stage_that_is_gone(cast: Cast, stages):
    deal = make_deal(cast.ada, stages)
    write.delete_one(kind("deal"), deal.id, by=cast.ada, at=NOON)
    write.delete_one(kind("stage"), stages["New"], by=cast.dora, at=NOON)

    [outcome] = write.restore(kind("deal"), [deal.id], by=cast.ada, at=LATER)

    assert [str(why) for why in outcome.errors["stage"]] == ["This is in the bin itself. Restore it first."]
    write.restore(kind("stage"), [stages["New"]], by=cast.dora, at=LATER)
    [outcome] = write.restore(kind("deal"), [deal.id], by=cast.ada, at=LATER)
    assert not outcome.errors


def test_the_only_pipeline_stays(cast: Cast, stages):
    answer = browser_of(cast.dora).post(f"/settings/pipelines/{stages['']}/deletion")

    assert answer.status_code == 422
    assert read.get(kind("pipeline"), stages[""], by=cast.dora)


def test_what_was_saved_in_a_pipeline_is_undone(cast: Cast, stages):
    client = browser_of(cast.dora)
    order = [stages[name] for name in ("Offer", "New", "Won", "Lost")]
    given: dict[str, object] = {"name": "Selling", "stage": [str(number) for number in order]}
    for number, (name, how) in zip(
        order, [("Offer", "open"), ("New", "open"), ("Won", "won"), ("Lost", "lost")], strict=True
    ):
        given |= {f"name-{number}": name, f"kind-{number}": how, f"probability-{number}": "20"}
    client.post(f"/settings/pipelines/{stages['']}", given)
    assert domain.stages_of(stages[""]) == order
    made = ChangeSet.objects.get(kind="stage")

    assert client.post(f"/history/{made.pk}/undo").status_code == 302

    assert domain.stages_of(stages[""]) == [stages[name] for name in ("New", "Offer", "Won", "Lost")]
    assert read.get(kind("pipeline"), stages[""], by=cast.dora).title == "Sales"


def test_saving_nothing_new_makes_no_history(cast: Cast, stages):
    client = browser_of(cast.dora)
    client.post(f"/settings/pipelines/{stages['']}", {"name": "Sales", "stage": []})

    assert not ChangeSet.objects.exists()
