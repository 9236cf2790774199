"""Other prices for segments of customers: asked by any choice of theirs, exact, and within what the asker may see."""

import re
from decimal import Decimal
from html import unescape
from urllib.parse import urlencode

import pytest

from odnos.analytics import store
from odnos.analytics.findings import asked, segmented
from odnos.analytics.models.whatif import Change
from odnos.engine.records import write
from odnos.objects.registry import registry
from tests.people import NOON
from tests.web.sales import browser_of, make_company

ORDERS = asked.SOURCES["order"]
BY = "company.industry"


@pytest.fixture
def shop(cast, analytics):
    """Ada's retailer bought two pieces for 100 each, Cleo's hotel one for 300, a retailer one in the month that is not over."""
    product = write.create(registry.get("product"), {"name": "Lamp"}, by=cast.dora, at=NOON).id
    shops = {
        "Oak": make_company(cast.ada, name="Oak", industry="Retail"),
        "Yew": make_company(cast.cleo, name="Yew", industry="Hotels"),
    }
    for number, (name, who, day, pieces, price) in enumerate(
        (
            ("Oak", cast.ada, "2026-02-10", 2, 100),
            ("Yew", cast.cleo, "2025-03-01", 1, 300),
            ("Oak", cast.ada, "2026-03-01", 5, 100),
            ("Yew", cast.cleo, "2025-02-28", 5, 100),
        )
    ):
        given = {"number": f"O-{number}", "company": shops[name].id, "placed_at": f"{day}T12:00"}
        order = write.create(registry.get("order"), {**given, "owner": who.user_id}, by=cast.dora, at=NOON)
        line = {"order": order.id, "product": product, "quantity": pieces, "unit_price": f"{price} EUR"}
        write.create(registry.get("order_line"), line, by=cast.dora, at=NOON)
    analytics.refresh()
    return product


def found(by, product=0):
    return segmented.segments(ORDERS, BY, product=product, by=by, at=NOON, store=store.store())


def test_segments_bought_in_the_last_twelve_whole_months(cast, shop):
    rows = [(one.name, one.quantity, one.turnover) for one in found(cast.dora).segments]

    assert rows == [("Hotels", Decimal(1), Decimal(300)), ("Retail", Decimal(2), Decimal(200))]
    assert [one.name for one in found(cast.dora, product=shop).segments] == ["Hotels", "Retail"]
    assert found(cast.dora, product=shop + 1).segments == ()


def test_each_segment_has_its_own_change(cast, shop):
    bought = found(cast.dora)
    hotels = next(one.key for one in bought.segments if one.name == "Hotels")
    made = segmented.what_if(
        bought, {hotels: Change(part=Decimal("0.1"))}, otherwise=Change(), margin=Decimal("0.5")
    )

    assert (made.turnover_before, made.turnover_after) == (Decimal(500), Decimal(530))
    assert made.margin_after - made.margin_before == Decimal(30)


def test_nobody_counts_segments_of_customers_they_may_not_see(cast, shop):
    assert [(one.name, one.turnover) for one in found(cast.ada).segments] == [("Retail", Decimal(200))]


def test_customers_are_told_apart_by_their_choices(cast):
    offered = dict(segmented.fields(ORDERS, by=cast.ada))

    assert offered[BY] == "Company › Industry"
    assert not any(path.endswith(".name") for path in offered)
    assert not any(
        path.startswith("contact.") for path in dict(segmented.fields(asked.SOURCES["deal"], by=cast.ada))
    )


def page(by, words=""):
    answer = browser_of(by).get(f"/insights/prices?{words}")
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def test_the_page_tells_the_effect_and_what_was_assumed(cast, shop):
    asks = {"by": BY, "elasticity": "0", "margin": "50"}
    shown = page(cast.dora, urlencode({**asks, "price.=retail": "10"}))

    for words in (
        "The price for Retail changes by 10.0%.",
        "For all others the price changes by 0.0%.",
        "your assumption, not found in the data",
        "Nobody moves from one segment to another",
    ):
        assert words in shown
    row = shown.split('<th scope="row">Retail</th>')[1].split("</tr>")[0]
    pieces = re.search(r'class="end">(\d+)</td>', row)[1]
    assert 'value="10"' in row
    assert f"+€{int(pieces) * 10}" in row
    assert "Hotels" not in page(cast.ada, f"by={BY}&price=5")


def test_a_quantity_beyond_all_measure_is_refused_in_words(cast, shop):
    shown = page(cast.dora, f"by={BY}&price=-99&elasticity=-10")

    assert "The quantity would grow more than a thousandfold." in shown
    assert "Turnover after" not in shown


@pytest.mark.parametrize(
    "words",
    [
        "by=owner.email",
        "by=company.name",
        f"by={BY}&price=-100",
        f"by={BY}&price.=x",
        "product=9999999",
        "source=moon",
    ],
)
def test_what_nobody_could_ask_for_is_told_or_passed_over(cast, shop, words):
    assert "+€" not in page(cast.dora, words)
