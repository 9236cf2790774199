"""The board: what stands in its columns, what they are worth, and how a card moves."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from odnos.engine.filters import text
from odnos.engine.records import groups, places, read, write
from odnos.engine.records.groups import Part
from odnos.lib.money import Money
from tests.people import NOON, Cast
from tests.web.sales import browser_of, deal_of, htmx, kind, make_company, make_deal, make_pipeline


def cards_of(page: str, stage: int) -> list[str]:
    column = page.split(f'id="cards-{stage}"')[1].split("</ol>")[0]
    return re.findall(r'class="card-title"[^>]*>([^<]*)<', column)


def head_of(page: str, stage: int) -> str:
    found = re.search(rf'id="column-top-{stage}".*?</svg>\s*</div>', page, re.DOTALL)
    return re.sub(r"<[^>]+>|\s+", " ", found[0])


def test_columns_hold_the_deals_of_their_stage_with_count_and_sums_per_currency(cast: Cast):
    stages = make_pipeline()
    make_deal(cast.ada, stages, name="A", amount="100 EUR")
    make_deal(cast.ada, stages, name="B", amount="50 EUR")
    make_deal(cast.ada, stages, name="C", amount="70 USD")
    make_deal(cast.ada, stages, name="D", stage=stages["Offer"], amount="200 EUR")

    page = browser_of(cast.ada).get("/deals/board").content.decode()

    assert sorted(cards_of(page, stages["New"])) == ["A", "B", "C"]
    assert cards_of(page, stages["Offer"]) == ["D"]
    head = head_of(page, stages["New"])
    assert "€150" in head
    assert "$70" in head
    assert "≈ €15 + $7" in head


def test_sums_and_counts_are_of_all_deals_also_of_those_not_drawn(cast: Cast):
    stages = make_pipeline()
    write.create_many(
        kind("deal"),
        [
            {"name": f"D{n}", "pipeline": stages[""], "stage": stages["New"], "amount": "1.25 EUR"}
            for n in range(40)
        ],
        by=cast.ada,
        at=NOON,
    )

    [column] = groups.groups(
        kind("deal"),
        by=cast.ada,
        at=NOON,
        group_by="stage",
        parts=[Part(keys=[stages["New"]], sort="position")],
    ).values()

    assert (len(column.rows), column.number) == (25, 40)
    assert column.total == [Money("50", "EUR")] or str(column.total[0]) == str(
        Money(column.total[0].amount, "EUR")
    )
    assert column.total[0].amount == 50


@pytest.mark.parametrize("sort", ["position", "-amount", "closes_on", "-updated_at", "name"])
def test_a_column_is_ordered_as_the_list_of_its_stage(cast: Cast, sort: str):
    stages = make_pipeline()
    for number in range(9):
        day = {"closes_on": f"2026-05-{number + 1:02}"} if number % 3 else {}
        make_deal(cast.ada, stages, name=f"D{number % 4}{number}", amount=f"{number * 7 % 5} EUR", **day)
        make_deal(cast.ada, stages, name=f"E{number}", stage=stages["Offer"])
    keys = [stages["New"], stages["Offer"]]

    found = groups.groups(
        kind("deal"), by=cast.ada, at=NOON, group_by="stage", parts=[Part(keys=keys, sort=sort)], limit=4
    )

    for key in keys:
        page = read.query(
            kind("deal"), by=cast.ada, at=NOON, filter=text.parse(f"stage.is:{key}"), sort=sort, limit=4
        )
        assert [row.id for row in found[key].rows] == [row.id for row in page.rows]
        assert found[key].next == page.next


def test_a_board_shows_no_deal_and_no_sum_of_another_team(cast: Cast):
    stages = make_pipeline()
    make_deal(cast.ada, stages, name="Secret", amount="777 EUR")

    page = browser_of(cast.cleo).get("/deals/board").content.decode()

    assert "Secret" not in page
    assert "777" not in page


def test_what_was_closed_last_stands_first(cast: Cast):
    stages = make_pipeline()
    today = dt.datetime.now(dt.UTC).date()
    for days in (30, 3, 60):
        closed = str(today - dt.timedelta(days=days))
        make_deal(cast.ada, stages, name=f"{days} days ago", stage=stages["Won"], closed_on=closed)
    client = browser_of(cast.ada)

    page = client.get("/deals/board").content.decode()
    further = client.get(f"/deals/board/{stages['Won']}/more", headers=htmx()).content.decode()

    in_order = ["3 days ago", "30 days ago", "60 days ago"]
    assert cards_of(page, stages["Won"]) == in_order
    assert re.findall(r'class="card-title"[^>]*>([^<]*)<', further) == in_order


def test_closed_columns_hold_the_last_ninety_days_unless_all_are_asked_for(cast: Cast):
    stages = make_pipeline()
    today = dt.datetime.now(dt.UTC).date()
    make_deal(
        cast.ada, stages, name="Lately", stage=stages["Won"], closed_on=str(today - dt.timedelta(days=5))
    )
    make_deal(cast.ada, stages, name="Long ago", stage=stages["Won"], closed_on="2020-01-01")
    client = browser_of(cast.ada)

    lately = client.get("/deals/board").content.decode()
    assert cards_of(lately, stages["Won"]) == ["Lately"]
    assert lately.count("Nothing closed in the last 90 days.") == 2
    everything = client.get("/deals/board?closed=all").content.decode()
    assert sorted(cards_of(everything, stages["Won"])) == ["Lately", "Long ago"]
    assert "Nothing closed in the last 90 days." not in everything


def test_a_card_that_stands_too_long_says_so_and_names_its_next_task(cast: Cast):
    stages = make_pipeline()
    deal = make_deal(cast.ada, stages, name="Slow")  # in its stage since NOON, which is long ago
    task = {"name": "Call them", "about": ("deal", deal.id), "due_on": "2020-01-01"}
    write.create(kind("task"), task, by=cast.ada, at=NOON)

    page = browser_of(cast.ada).get("/deals/board").content.decode()

    assert 'class="rotting"' in page
    assert "Call them" in page


def test_pipelines_are_switched_and_never_mixed(cast: Cast):
    sales, renewals = make_pipeline("Sales"), make_pipeline("Renewals")
    make_deal(cast.ada, sales, name="New business")
    make_deal(cast.ada, renewals, name="Old business")

    page = browser_of(cast.ada).get(f"/deals/board?pipeline={renewals['']}").content.decode()

    assert cards_of(page, renewals["New"]) == ["Old business"]
    assert "New business" not in page


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


def test_more_cards_of_a_column_follow_those_drawn(cast: Cast):
    stages = make_pipeline()
    for number in range(30):
        make_deal(cast.ada, stages, name=f"D{number:02}")
    client = browser_of(cast.ada)

    page = client.get("/deals/board").content.decode()
    href = re.search(r'class="cards-more" href="([^"]*)"', page)[1].replace("&amp;", "&")
    more = client.get(href, headers=htmx()).content.decode()
    plain = client.get(href)

    drawn = cards_of(page, stages["New"])
    further = re.findall(r'class="card-title"[^>]*>([^<]*)<', more)
    assert (len(drawn), len(further)) == (25, 5)
    assert not set(drawn) & set(further)
    assert plain.status_code == 302


def test_a_board_is_answered_with_a_fixed_number_of_queries(cast: Cast):
    stages = make_pipeline()
    acme = make_company(cast.ada)
    client = browser_of(cast.ada)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get("/deals/board")
        return len(queries)

    make_deal(cast.ada, stages, company=acme.id)
    few = asked()
    for number in range(20):
        make_deal(
            cast.ada,
            stages,
            name=f"D{number}",
            company=acme.id,
            stage=stages["Offer" if number % 2 else "Won"],
        )
    assert asked() == few
    assert few <= 20


def test_the_filter_of_a_board_narrows_cards_counts_and_sums_alike(cast: Cast):
    stages = make_pipeline()
    acme = make_company(cast.ada, industry="Retail")
    make_deal(cast.ada, stages, name="With Acme", company=acme.id, amount="7 EUR")
    make_deal(cast.ada, stages, name="Without", amount="100 EUR")

    page = browser_of(cast.ada).get("/deals/board?filter=company.industry.is:Retail").content.decode()
    found = browser_of(cast.ada).get("/deals/board?q=without").content.decode()

    assert cards_of(page, stages["New"]) == ["With Acme"]
    assert "€7" in head_of(page, stages["New"])
    assert "€107" not in page
    assert cards_of(found, stages["New"]) == ["Without"]
