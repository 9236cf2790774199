"""The board: what stands in its columns, what they are worth, and how a card moves."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from odnos.engine.filters import text
from odnos.engine.records import groups, read, write
from odnos.engine.records.groups import Part
from odnos.lib.money import Money
from tests.people import NOON, Cast
from tests.web.sales import browser_of, cards_of, htmx, kind, make_company, make_deal, make_pipeline


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
    asked()
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
