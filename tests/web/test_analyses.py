"""The pages of the funnel, of cohorts and of the rating."""

import html
import re
from urllib.parse import parse_qsl, urlencode, urlsplit

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


def behind(by, what, of=None, **more):
    """Return the page of the records behind a figure of the rating of all time."""
    named = {"of": of.type.key, "id": of.id} if of else {}
    return shown(by, f"/insights/rating/records?{urlencode({'span': '', 'what': what, **named, **more})}")


def test_every_figure_of_the_rating_leads_to_its_records(cast, shop):
    _stages, oak, yew = shop
    found = shown(cast.dora, "/insights/rating?span=")

    links = set(re.findall(r'href="(/insights/rating/records[^"]*)"', found))
    told = {tuple(sorted(parse_qsl(urlsplit(html.unescape(one)).query))) for one in links}
    named = {(dict(one)["what"], dict(one).get("id")) for one in told}
    each = {(what, str(row.id)) for what in ("orders", "best", "last", "won", "made") for row in (oak, yew)}
    assert named == each | {("customers", None), ("orders", None), ("won", None)}
    assert f'href="/companies/{yew.id}">Yew</a></td>' in found
    for one in links:
        assert "No record is behind this figure." not in shown(cast.dora, html.unescape(one))


def test_the_records_behind_the_rating_are_those_that_were_counted(cast, shop):
    _stages, oak, _yew = shop

    assert titles(behind(cast.dora, "orders", oak)) == ["O-1", "O-0"]
    assert titles(behind(cast.dora, "best", oak)) == ["O-1"]
    assert titles(behind(cast.dora, "last", oak)) == ["O-1"]
    assert titles(behind(cast.dora, "orders", oak, first="2025-12-01", last="2025-12-31")) == ["O-0"]
    assert titles(behind(cast.dora, "orders")) == ["O-2", "O-1", "O-0"]
    assert titles(behind(cast.dora, "customers")) == ["Yew", "Oak &amp; Sons"]
    assert titles(behind(cast.dora, "made", oak)) == ["Tables", "Chairs"]
    assert titles(behind(cast.dora, "won", oak)) == ["Chairs"]
    assert titles(behind(cast.dora, "won")) == ["Secret", "Chairs"]
    assert titles(behind(cast.dora, "orders", customer="contact")) == []


def test_deals_of_a_contact_are_behind_the_rating_of_contacts(cast, shop, analytics):
    stages, oak, _yew = shop
    ann = make("contact", cast.ada, name="Ann Oakes")
    make_deal(cast.ada, stages, name="Stools", company=oak.id, contacts=[ann.id])
    make("order", cast.ada, number="O-9", contact=ann.id, placed_at="2026-02-05T12:00", total="5 EUR")
    analytics.refresh()

    ours = {"of": ann, "customer": "contact"}
    assert titles(behind(cast.ada, "made", **ours)) == ["Stools"]
    assert titles(behind(cast.ada, "won", **ours)) == []
    assert titles(behind(cast.ada, "orders", **ours)) == ["O-9"]


def test_nobody_is_led_to_records_that_they_may_not_see(cast, shop):
    yew = shop[2]

    for what in ("orders", "best", "last", "won", "made"):
        found = behind(cast.ada, what, yew)
        assert (titles(found), "Yew" in found) == ([], False)
    assert titles(behind(cast.ada, "customers")) == ["Oak &amp; Sons"]
    assert titles(behind(cast.ada, "orders")) == ["O-1", "O-0"]
    assert titles(behind(cast.ada, "won")) == ["Chairs"]
    for wrong in ("of=user&id=1", "of=company&id=x", "of=company"):
        assert page(cast.ada, f"/insights/rating/records?{wrong}").status_code == 404


def titles(found):
    return re.findall(r'<a class="row-link" href="[^"]*"><span>([^<]*)</span>', found)


def test_orders_of_the_company_stand_on_its_page(cast, shop):
    found = shown(cast.ada, f"/companies/{shop[1].id}")

    assert "O-1" in found
