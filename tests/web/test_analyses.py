"""The pages of the funnel, of cohorts and of the rating."""

import pytest

from tests.web.sales import make, make_company, make_deal, make_pipeline, page

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop(cast, analytics):
    stages = make_pipeline()
    oak = make_company(cast.ada, name="Oak & Sons")
    yew = make_company(cast.cleo, name="Yew")
    make_deal(
        cast.ada,
        stages,
        name="Chairs",
        company=oak.id,
        stage=stages["Won"],
        closed_on="2026-02-10",
        amount="900 EUR",
    )
    make_deal(cast.ada, stages, name="Tables", company=oak.id, stage=stages["Offer"], amount="50 EUR")
    make_deal(
        cast.cleo,
        stages,
        name="Secret",
        company=yew.id,
        stage=stages["Won"],
        closed_on="2026-02-11",
        amount="7777 EUR",
    )
    for number, (who, company, day, total) in enumerate(
        (
            (cast.ada, oak, "2025-12-05", "100 EUR"),
            (cast.ada, oak, "2026-02-05", "250 EUR"),
            (cast.cleo, yew, "2026-01-05", "4321 EUR"),
        )
    ):
        make("order", who, number=f"O-{number}", company=company.id, placed_at=f"{day}T12:00", total=total)
    make(
        "order",
        cast.ada,
        number="D-1",
        company=oak.id,
        placed_at="2026-02-06T12:00",
        total="1 EUR",
        state="draft",
    )
    analytics.refresh()
    return stages, oak, yew


def shown(by, address):
    answer = page(by, address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_funnel_shows_each_stage_and_leads_to_its_deals(cast, shop):
    found = shown(cast.ada, "/insights/funnel?span=")

    assert 'href="/insights/funnel/deals?' in found
    for words in ("Offer", "900", "Data as of", "Win rate over time"):
        assert words in found
    deals = shown(cast.ada, f"/insights/funnel/deals?pipeline={shop[0]['']}&span=&stage=2&what=reached")
    assert "Chairs" in deals
    assert "Tables" not in deals


def test_cohorts_show_who_came_back_and_lead_to_them(cast, shop):
    found = shown(cast.ada, "/insights/cohorts?first=2025-12-01&last=2026-03-02")

    assert "Dec 2025" in found
    people = shown(
        cast.ada, "/insights/cohorts/customers?first=2025-12-01&last=2026-03-02&start=2025-12-01&age=2"
    )
    assert "Oak &amp; Sons" in people
    nobody = shown(
        cast.ada, "/insights/cohorts/customers?first=2025-12-01&last=2026-03-02&start=2025-12-01&age=1"
    )
    assert "Oak" not in nobody


def test_the_rating_has_customers_and_deals_in_their_order(cast, shop):
    found = shown(cast.dora, "/insights/rating?span=")

    assert found.index(">Yew<") < found.index(">Oak &amp; Sons<")
    assert found.index(">Secret<") < found.index(">Chairs<")
    assert "4,321" in found


@pytest.mark.parametrize("name", ["funnel", "cohorts", "rating"])
def test_nobody_counts_what_they_may_not_see(cast, shop, name):
    found = shown(cast.ada, f"/insights/{name}?span=&first=2025-01-01&last=2026-12-31")

    assert not any(secret in found for secret in ("Yew", "Secret", "4,321", "7,777"))


@pytest.mark.parametrize("name", ["funnel", "cohorts", "rating"])
def test_what_nobody_could_ask_for_is_passed_over(cast, shop, name):
    shown(
        cast.ada,
        f"/insights/{name}?span=never&first=x&last=2026-99-99&by='&grain=eon&split=--&pipeline=0&window=-1",
    )
    shown(cast.ada, "/insights/cohorts/customers?start=never&age=-3")
    shown(cast.ada, "/insights/funnel/deals?stage=99999999999999999999&what=all")


def test_orders_of_the_company_stand_on_its_page(cast, shop):
    found = shown(cast.ada, f"/companies/{shop[1].id}")

    assert "O-1" in found
