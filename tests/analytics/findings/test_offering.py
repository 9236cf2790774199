"""Offers: by rules that somebody published, of products that one may see, on the page and over the API."""

import json

import pytest

from odnos.analytics.findings import jobs, offering, runs  # noqa: F401 -- the worker finds its jobs by itself
from odnos.engine.access.rights import Denied
from tests.analytics.findings import sold
from tests.api.conftest import api_of
from tests.people import NOON
from tests.web.sales import browser_of
from tests.working import drain

TERMS = {"support": "20", "confidence": "60"}


@pytest.fixture
def shelf(cast, analytics):
    """Bread, butter, jam and salt; butter goes with bread."""
    shelf = sold.products(cast, "Bread", "Butter", "Jam", "Salt")
    bread, butter, jam, salt = shelf
    for number, items in enumerate(
        [(bread, butter), (bread, butter), (bread, butter, jam), (jam,), (bread, salt)]
    ):
        sold.basket(cast, str(number), *items)
    analytics.refresh()
    return shelf


def worked_out(by):
    run = runs.begin("baskets", TERMS, by=by, at=NOON)
    drain()
    run.refresh_from_db()
    return run


def test_nothing_is_offered_before_rules_are_published(cast, shelf):
    run = worked_out(cast.dora)
    before = offering.suggestions(shelf[:1], by=cast.ada)

    offering.publish(run, by=cast.dora, at=NOON)

    assert before == []
    (one,) = offering.suggestions(shelf[:1], by=cast.ada)
    assert (one.title, one.because, one.confidence, one.cases) == ("Butter", ((shelf[0], "Bread"),), 0.75, 3)
    assert offering.suggestions(shelf[3:], by=cast.ada) != []
    assert offering.suggestions([], by=cast.ada) == []


def test_only_who_sees_all_and_opens_things_to_everyone_publishes(cast, shelf):
    run = worked_out(cast.ada)

    with pytest.raises(Denied):
        offering.publish(run, by=cast.ada, at=NOON)

    assert offering.suggestions(shelf[:1], by=cast.ada) == []


def test_the_page_of_an_order_offers_what_is_missing(cast, shelf):
    offering.publish(worked_out(cast.dora), by=cast.dora, at=NOON)
    order = sold.basket(cast, "new", shelf[0], owner=cast.ada.user_id)

    page = browser_of(cast.ada).get(f"/insights/offers/orders/{order}").content.decode()

    assert "Butter" in page
    assert "bought with Bread: confidence 75%, 3 cases" in page
    assert browser_of(cast.cleo).get(f"/insights/offers/orders/{order}").status_code == 404
    assert (
        f'hx-get="/insights/offers/orders/{order}"'
        in browser_of(cast.ada).get(f"/orders/{order}").content.decode()
    )


def test_a_till_asks_the_api(cast, shelf):
    offering.publish(worked_out(cast.dora), by=cast.dora, at=NOON)
    api = api_of(cast.ada)

    answer = api("GET", f"/offers?products={shelf[0]}")

    assert answer.status_code == 200
    assert json.loads(answer.content)["data"] == [
        {
            "product": shelf[1],
            "title": "Butter",
            "because": [{"product": shelf[0], "title": "Bread"}],
            "confidence": 0.75,
            "lift": 1.25,
            "cases": 3,
        }
    ]
    assert api("GET", "/offers?products=x").status_code == 400
