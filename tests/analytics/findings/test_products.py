"""Products: what they sold, what comes next, what another price would have made."""

import datetime as dt
from decimal import Decimal

import pytest

from odnos.analytics.findings import products
from odnos.analytics.findings.asked import Groups
from odnos.analytics.models.refused import Refused
from odnos.analytics.models.whatif import Change
from tests.analytics.findings import sold
from tests.people import NOON
from tests.web.sales import browser_of

TODAY = dt.date(2026, 3, 2)


def groups(*rows):
    return Groups(
        [
            (product, dt.date(*month, 1), Decimal(pieces), Decimal(money))
            for product, month, pieces, money in rows
        ],
        0,
        NOON,
    )


def test_months_without_sales_count_as_nothing_and_the_current_one_not_at_all():
    found = products.sales(
        groups((7, (2025, 11), 3, 30), (7, (2026, 2), 1, 10), (7, (2026, 3), 9, 90), (2, (2026, 1), 5, 5)),
        today=TODAY,
    )

    assert found.ids.tolist() == [2, 7]
    assert [month.month for month in found.months] == [11, 12, 1, 2]
    assert found.quantities.tolist() == [[0, 0, 5, 0], [3, 0, 0, 1]]
    assert found.turnover[1] == [Decimal(30), Decimal(0), Decimal(0), Decimal(10)]


def test_products_are_classed_by_size_and_evenness():
    months = [(2025, month) for month in range(3, 13)] + [(2026, 1), (2026, 2)]
    rows = [(1, month, 10, 80) for month in months] + [(2, months[0], 10, 200), (3, months[1], 1, 20)]

    found = products.classed(products.sales(groups(*rows), today=TODAY))

    assert [(one.product, one.part, one.evenness, one.turnover) for one in found] == [
        (1, 0, 0, Decimal(960)),
        (2, 1, 2, Decimal(200)),
        (3, 2, 2, Decimal(20)),
    ]


def test_a_product_is_foretold_from_its_first_sale_on():
    months = [(2025, month) for month in range(6, 13)] + [(2026, 1), (2026, 2)]
    rows = [(1, month, 10, 80) for month in months] + [(2, (2024, 1), 1, 1)]
    found = products.sales(groups(*rows), today=TODAY)

    assert products.foretold(found, 1, ahead=3).values.tolist() == pytest.approx([10, 10, 10])
    with pytest.raises(Refused):
        products.foretold(found, 99, ahead=3)


def test_another_price_is_tried_on_the_last_twelve_months():
    found = products.sales(
        groups((1, (2024, 1), 500, 500), (1, (2026, 1), 10, 100), (2, (2026, 2), 4, 100)), today=TODAY
    )
    change = Change(part=Decimal("0.1"))

    one = products.what_if(found, change, product=1, margin=Decimal("0.4"))
    every = products.what_if(found, change, product=None, margin=None)

    assert (one.turnover_before, one.turnover_after, one.margin_before, one.margin_after) == (
        100,
        110,
        40,
        50,
    )
    assert (every.turnover_before, every.turnover_after, every.without_cost) == (200, 220, 2)


def test_how_demand_answered_to_price_is_told_where_the_data_tell_it():
    months = [(2025, month) for month in range(1, 13)] + [(2026, 1), (2026, 2)]
    prices = [10, 11, 12, 13] * 3 + [10, 11]
    rows = [(1, month, 1000 / price**2, 1000 / price) for month, price in zip(months, prices, strict=True)]
    found = products.sales(groups(*rows, (2, (2026, 1), 1, 10)), today=TODAY)

    assert products.answered(found, 1).value == pytest.approx(-2.0)
    with pytest.raises(Refused):
        products.answered(found, 2)


def test_the_page_shows_demand_and_another_price_with_its_assumptions(cast, analytics):
    (bread,) = sold.products(cast, "Bread")
    now = dt.datetime.now(dt.UTC)
    for number in range(1, 12):
        sold.basket(cast, str(number), *[bread] * (number % 3 + 1), at=now - dt.timedelta(days=31 * number))
    analytics.refresh()
    client = browser_of(cast.dora)

    page = client.get(f"/insights/demand?product={bread}&price=10&elasticity=-1.5&margin=40").content.decode()

    assert "Foretold by" in page
    assert "The price changes by 10.0%." in page
    assert "elasticity of -1.50: your assumption, not found in the data" in page
    assert "The margin stays above what it was as long as less than 20.0% of the quantity is lost." in page
    assert "The data do not tell an elasticity." in page
    assert "Nothing sold yet" not in page
    assert "Nothing sold yet" in browser_of(cast.cleo).get("/insights/demand").content.decode()
