"""The dashboard: exact figures within one's rights, and every number leads to the list of exactly that many."""

import datetime as dt
import html
import re
from decimal import Decimal

import pytest

from odnos.domains.deals import figures
from odnos.engine.access.actor import actor_for
from odnos.engine.access.models import User
from odnos.engine.records import write
from odnos.web.pages.dashboard.span import earlier, quarter_from
from tests.people import Cast
from tests.web.sales import browser_of, kind, make_deal, make_pipeline

NOW = dt.datetime(2026, 3, 20, 10, 0, tzinfo=dt.UTC)
MARCH = (dt.date(2026, 3, 1), dt.date(2026, 4, 1))


@pytest.fixture
def stages(cast: Cast) -> dict[str, int]:
    """Two open deals and three closed ones of Ada's, one open deal of Cleo's."""
    made = make_pipeline()
    make_deal(cast.ada, made, amount="1000.10 EUR")
    make_deal(cast.ada, made, amount="250 USD", stage=made["Offer"])
    for name, stage, day in (
        ("A", "Won", "2026-03-05"),
        ("B", "Won", "2026-02-05"),
        ("C", "Lost", "2026-03-06"),
    ):
        make_deal(cast.ada, made, name=name, amount="0.30 EUR", stage=made[stage], closed_on=day)
    make_deal(cast.cleo, made, amount="5000 EUR")
    return made


def test_open_deals_are_summed_exactly_and_by_currency(cast: Cast, stages):
    found = figures.open_now(figures.steps(), None, by=cast.ada, at=NOW)

    sums, weighted = figures.together(found), figures.weighted(found)
    assert (sums.number, [str(item) for item in sums.total]) == (2, ["1000.10 EUR", "250 USD"])
    assert [str(item) for item in weighted] == ["125.00 USD", "100.01 EUR"]


@pytest.mark.parametrize(
    "who, number", [("ada", 2), ("ben", 2), ("cleo", 1), ("max", 3), ("ann", 3), ("dora", 3)]
)
def test_everybody_counts_what_they_may_see(cast: Cast, stages, who: str, number: int):
    found = figures.open_now(figures.steps(), None, by=getattr(cast, who), at=NOW)

    assert figures.together(found).number == number


def test_months_hold_what_was_won_in_them(cast: Cast, stages):
    february = (dt.date(2026, 2, 1), dt.date(2026, 3, 1))
    found = figures.closings((february[0], MARCH[1]), None, by=cast.ada, at=NOW)

    won = [figures.closed(found, "won", days) for days in (february, MARCH)]

    assert [(sums.number, [str(item) for item in sums.total]) for sums in won] == [(1, ["0.30 EUR"])] * 2
    assert figures.closed(found, "lost", MARCH).number == 1


def test_what_was_won_is_told_by_stage_and_owner(cast: Cast, stages):
    [part] = figures.won(MARCH, None, by=cast.dora, at=NOW)

    assert (part.stage, part.owner, part.number, part.worth) == (
        stages["Won"],
        cast.ada.user_id,
        1,
        Decimal("0.30"),
    )


def test_old_deals_are_one_click_away(cast: Cast):
    made = make_pipeline()
    make_deal(cast.ada, made, amount="70 EUR", stage=made["Won"], closed_on="2017-12-30")
    client = browser_of(cast.ada)

    page = client.get("/").content.decode()
    assert "The last deals were closed in Q4 2017." in page
    [offered] = {link for link in links(page, "/[?]") if "2017-Q4" in link}
    then = client.get(offered).content.decode()

    assert "The last deals were closed" not in then
    assert re.search(r'class="big">€70<', then)
    assert "Q4 2017" in then


def test_a_quarter_of_the_past_is_compared_with_the_one_before():
    first = quarter_from(2018, 1), quarter_from(2018, 2)

    assert first == (dt.date(2018, 1, 1), dt.date(2018, 4, 1))
    assert earlier(first, today=NOW.date()) == (dt.date(2017, 10, 1), dt.date(2018, 1, 1))


def test_a_step_forward_counts_as_going_on_and_a_loss_does_not(cast: Cast, stages):
    first = make_deal(cast.ada, stages)
    second = make_deal(cast.ada, stages)
    write.update(kind("deal"), first.id, {"stage": stages["Offer"]}, version=None, by=cast.ada, at=NOW)
    write.update(kind("deal"), second.id, {"stage": stages["Lost"]}, version=None, by=cast.ada, at=NOW)

    went = figures.went_on(figures.steps(stages[""]), MARCH, None, by=cast.ada, at=NOW)

    assert went == {stages["New"]: 0.5, stages["Offer"]: None}
    assert (
        figures.went_on(figures.steps(stages[""]), MARCH, None, by=cast.cleo, at=NOW)[stages["New"]] is None
    )


def links(page: str, start: str) -> list[str]:
    return [html.unescape(found) for found in re.findall(rf'href="({start}[^"]*)"', page)]


def test_every_number_leads_to_the_list_of_exactly_that_many(cast: Cast, stages):
    client = browser_of(cast.dora)
    page = client.get("/?period=this_year").content.decode()

    funnel = re.findall(r'<a class="funnel-row" href="([^"]+)".*?<small>(\d+) deals?', page, re.DOTALL)
    assert len(funnel) == 3
    for address, number in funnel:
        shown = client.get(html.unescape(address)).content.decode()
        assert len(re.findall(r'<tr class="row"', shown)) == int(number)


def test_a_deal_that_stands_still_is_stuck(cast: Cast, stages):
    later = NOW + dt.timedelta(days=30)

    asked = figures.stuck(figures.steps(), at=later)

    from odnos.engine.records import read

    assert read.count(kind("deal"), by=cast.ada, at=later, filter=asked).number == 2
    assert (
        read.count(kind("deal"), by=cast.ada, at=NOW, filter=figures.stuck(figures.steps(), at=NOW)).number
        == 2
    )


@pytest.mark.parametrize("who", ["ada", "max", "ann", "dora"])
@pytest.mark.parametrize(
    "asked",
    [
        "",
        "?period=last_90_days&scope=mine",
        "?period=2099-Q4",
        "?period=0000-Q1&scope=all&pipeline=999999",
    ],
)
def test_the_dashboard_opens_for_everybody_however_it_is_asked(cast: Cast, stages, who: str, asked: str):
    assert browser_of(getattr(cast, who)).get(f"/{asked}").status_code == 200


def test_an_empty_company_has_a_dashboard_too(cast: Cast):
    assert browser_of(cast.dora).get("/").status_code == 200


@pytest.mark.parametrize(
    "days, before",
    [
        (("2026-03-01", "2026-04-01"), ("2026-02-01", "2026-02-21")),
        (("2026-01-01", "2027-01-01"), ("2025-01-01", "2025-03-21")),
        (("2026-02-19", "2026-03-21"), ("2026-01-20", "2026-02-19")),
    ],
)
def test_a_period_is_compared_with_as_many_days_before(days, before):
    given = tuple(dt.date.fromisoformat(day) for day in days)

    found = earlier(given, today=NOW.date())

    assert tuple(day.isoformat() for day in found) == before


def test_the_dashboard_asks_a_fixed_number_of_questions(cast: Cast, stages, django_assert_max_num_queries):
    client = browser_of(actor_for(User.objects.get(pk=cast.dora.user_id)))

    with django_assert_max_num_queries(48):
        client.get("/")
