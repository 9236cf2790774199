"""Figures are grouped and counted as far as their asker sees: what is hidden is one group, and a hidden price is asked of nobody."""

from __future__ import annotations

import pytest

from odnos.analytics.findings import asked
from odnos.analytics.reports.definition import Dimension, Report
from odnos.engine.access.actor import Actor
from tests.access.keeping import keep_from
from tests.analytics.findings import sold
from tests.engine.reaching import again, field, right  # noqa: F401 -- a fixture
from tests.people import NOON, Cast

pytestmark = pytest.mark.django_db
pytest_plugins = ("tests.analytics.reports.shop",)


def test_whom_one_may_not_see_is_one_group_among_many(field: int, shop):  # noqa: F811
    """Cy and Dee are Cleo's: Ada sees every deal, and of the contacts hers."""
    dora = shop.cast.dora
    right(field, "see", "all", object="deal", by=dora)
    right(field, "see", "own", object="contact", by=dora)
    report = Report(object_key="deal", rows=(Dimension(path=("contacts",)),))

    def groups(by: Actor) -> list[str]:
        return sorted(line.groups[0].text for line in shop.run(report, by=by).lines)

    assert groups(dora) == ["(empty)", "Ann Oakes", "Bo Oakes", "Cy Oakes", "Dee Oakes"]
    assert groups(again(shop.cast.ada)) == ["(empty)", "Ann Oakes", "Bo Oakes", "Hidden"]


def test_purchases_are_known_to_whom_their_price_is_hidden(cast: Cast, analytics):
    lamp, bulb = sold.products(cast, "Lamp", "Bulb")
    order = sold.basket(cast, "A-1", lamp, bulb, owner=cast.ada.user_id)
    analytics.refresh()
    keep_from(cast, ("order_line", "amount"))

    found = asked.lines(asked.SOURCES["order"], by=cast.ada, at=NOON, store=analytics)

    assert sorted(found.rows) == [(order, lamp, 1), (order, bulb, 1)]
