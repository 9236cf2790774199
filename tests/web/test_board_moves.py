"""The board: cards moved from column to column, and added there."""

from odnos.engine.filters import text
from odnos.engine.records import places, read, write
from tests.people import NOON, Cast
from tests.web.sales import browser_of, cards_of, deal_of, htmx, kind, make_deal, make_pipeline


def move(client, deal, stage: int, **given):
    values = {"stage": stage, "version": 1, "before": "", "after": "", **given}
    return client.post(f"/deals/{deal.id}/move?view=board", values, headers=htmx())


def test_a_move_writes_the_stage_and_answers_with_both_heads_the_card_and_an_undo(cast: Cast):
    stages = make_pipeline()
    deal = make_deal(cast.ada, stages)
    client = browser_of(cast.ada)

    answer = move(client, deal, stages["Offer"])

    page = answer.content.decode()
    assert deal_of(deal, cast.ada)["stage"] == stages["Offer"]
    assert f'id="column-top-{stages["New"]}"' in page
    assert f'id="column-top-{stages["Offer"]}"' in page
    assert f'id="card-{deal.id}"' in page
    assert f"/deals/{deal.id}/move/undo?version=2" in answer["HX-Trigger"]
    client.post(f"/deals/{deal.id}/move/undo?version=2")
    assert deal_of(deal, cast.ada)["stage"] == stages["New"]


def test_cards_keep_the_order_they_are_put_into(cast: Cast):
    stages = make_pipeline()
    a, b, c = (make_deal(cast.ada, stages, name=name) for name in "ABC")
    client = browser_of(cast.ada)
    before = [row.id for row in read.query(kind("deal"), by=cast.ada, at=NOON, sort="position").rows]
    first, second, third = (next(deal for deal in (a, b, c) if deal.id == number) for number in before)

    move(client, third, stages["New"], after=first.id, before=second.id)

    page = client.get("/deals/board").content.decode()
    assert cards_of(page, stages["New"]) == [first["name"], third["name"], second["name"]]


def test_there_is_room_even_between_cards_that_stand_in_the_same_place(cast: Cast):
    stages = make_pipeline()
    deals = [make_deal(cast.ada, stages, name="Same") for _number in range(4)]
    ordered = [row.id for row in read.query(kind("deal"), by=cast.ada, at=NOON, sort="position").rows]
    among = text.parse(f"stage.is:{stages['New']}")

    place = places.between(
        kind("deal"), among=among, after=ordered[0], before=ordered[1], by=cast.ada, at=NOON
    )
    write.update(
        kind("deal"), ordered[3], {"position": place}, version=None, by=cast.ada, at=NOON, trusted=True
    )

    after = [row.id for row in read.query(kind("deal"), by=cast.ada, at=NOON, sort="position").rows]
    assert len(deals) == 4
    assert after == [ordered[0], ordered[3], ordered[1], ordered[2]]


def test_a_lost_deal_is_asked_why_before_anything_is_written(cast: Cast):
    stages = make_pipeline()
    deal = make_deal(cast.ada, stages)
    client = browser_of(cast.ada)

    asked = client.get(f"/deals/{deal.id}/move?view=board&stage={stages['Lost']}&version=1", headers=htmx())
    unanswered = move(client, deal, stages["Lost"], lost_reason=" ")
    untouched = deal_of(deal, cast.ada)
    move(client, deal, stages["Lost"], lost_reason="Price")

    assert "<dialog" in asked.content.decode()
    assert unanswered.status_code == 422
    assert (untouched["stage"], untouched.version) == (stages["New"], 1)
    lost = deal_of(deal, cast.ada)
    assert (lost["status"], lost["lost_reason"]) == ("lost", "price")


def test_a_move_yields_to_a_stage_that_somebody_else_set_and_keeps_other_fields(cast: Cast):
    stages = make_pipeline()
    renamed, moved = make_deal(cast.ada, stages, name="One"), make_deal(cast.ada, stages, name="Two")
    write.update(kind("deal"), renamed.id, {"name": "By Ben"}, version=1, by=cast.ben, at=NOON)
    write.update(kind("deal"), moved.id, {"stage": stages["Won"]}, version=1, by=cast.ben, at=NOON)
    client = browser_of(cast.ada)

    assert move(client, renamed, stages["Offer"]).status_code == 200
    assert move(client, moved, stages["Offer"]).status_code == 409
    assert deal_of(renamed, cast.ada)["name"] == "By Ben"
    assert deal_of(renamed, cast.ada)["stage"] == stages["Offer"]
    assert deal_of(moved, cast.ada)["stage"] == stages["Won"]


def test_nobody_moves_a_deal_out_of_reach(cast: Cast):
    stages = make_pipeline()
    deal = make_deal(cast.ada, stages)

    assert move(browser_of(cast.cleo), deal, stages["Offer"]).status_code == 404
    assert move(browser_of(cast.ann), deal, stages["Offer"]).status_code == 403
    assert deal_of(deal, cast.ada).version == 1


def test_a_deal_is_added_into_a_column(cast: Cast):
    stages = make_pipeline()
    client = browser_of(cast.ada)
    address = f"/deals/board/{stages['Offer']}/new"

    refused = client.post(address, {"name": ""}, headers=htmx())
    made = client.post(address, {"name": "Fresh", "amount": "5", "amount_currency": "EUR"}, headers=htmx())

    assert refused.status_code == 422
    assert "Fresh" in made.content.decode()
    [row] = read.query(kind("deal"), by=cast.ada, at=NOON).rows
    assert (row["name"], row["stage"], row["owner"]) == ("Fresh", stages["Offer"], cast.ada.user_id)
