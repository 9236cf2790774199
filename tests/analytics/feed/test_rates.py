"""Amounts in one currency: at the rate of their day, worked out anew when a rate is another."""

import datetime as dt
from decimal import Decimal

import pytest

from odnos.analytics.feed import following
from odnos.analytics.feed.converting import Rates, times
from odnos.analytics.feed.source import Here
from odnos.engine.records import write
from odnos.engine.records.errors import Invalid
from odnos.objects.registry import registry
from tests.analytics.feed.test_following import AT, LATER, store, unlike  # noqa: F401 -- a fixture
from tests.web.sales import make_deal, make_pipeline


def make_rate(by, day, rate, *, currency="USD", units=1):
    values = {"currency": currency, "day": day, "rate": rate, "units": units}
    return write.create(registry.get("exchange_rate"), values, by=by, at=AT)


def worth(store):  # noqa: F811
    while following.follow(store, Here(), at=LATER):
        pass
    return store.ask("SELECT amount_converted FROM deal ORDER BY id").rows


def test_an_amount_counts_at_the_last_rate_up_to_its_day(cast, store):  # noqa: F811
    stages = make_pipeline()
    won = {"stage": stages["Won"], "closed_on": "2026-02-10"}
    make_deal(cast.ada, stages, amount="100 USD", **won)
    make_deal(cast.ada, stages, amount="100 EUR")
    make_deal(cast.ada, stages, amount="1000 JPY", **won)
    assert worth(store) == [(None,), (Decimal(100),), (None,)]

    make_rate(cast.dora, "2026-02-01", "0.9")
    later = make_rate(cast.dora, "2026-02-11", "0.5")
    make_rate(cast.dora, "2026-01-01", "0.5437", currency="JPY", units=100)
    assert worth(store) == [(Decimal(90),), (Decimal(100),), (Decimal("5.4370"),)]

    write.update(
        registry.get("exchange_rate"), later.id, {"day": "2026-02-10"}, version=None, by=cast.dora, at=AT
    )
    assert worth(store) == [(Decimal(50),), (Decimal(100),), (Decimal("5.4370"),)]

    write.delete(registry.get("exchange_rate"), [later.id], by=cast.dora, at=AT)
    assert worth(store)[0] == (Decimal(90),)
    assert unlike(store) == []


def test_lines_count_on_the_day_of_their_order_and_follow_it(cast, store):  # noqa: F811
    """A line that is written today for an order of January counts at January's rate; the order moves to March, the line too."""
    order, line = registry.get("order"), registry.get("order_line")
    make_rate(cast.dora, "2026-01-01", "0.9")
    make_rate(cast.dora, "2026-03-01", "0.5")
    made = write.create(
        order, {"number": "A1", "placed_at": "2026-01-15T12:00:00Z", "total": "10 USD"}, by=cast.ada, at=AT
    )
    other = write.create(order, {"number": "A2", "placed_at": "2026-01-31T23:30:00Z"}, by=cast.ada, at=AT)
    for whole, price in ((made, "100 USD"), (other, "1 USD")):
        said = {"order": whole.id, "name": "Lamp", "unit_price": price}
        write.create(line, said, by=cast.ada, at=dt.datetime(2026, 3, 5, tzinfo=dt.UTC))

    def amounts():
        worth(store)
        return [
            [row[0] for row in store.ask(f"SELECT {column}_converted FROM {table} ORDER BY id").rows]
            for table, column in (("order_line", "amount"), ('"order"', "total"))
        ]

    assert amounts() == [[Decimal(90), Decimal("0.9")], [Decimal(90), Decimal("0.9")]]
    moved = {"placed_at": "2026-03-15T12:00:00Z"}
    write.update(order, made.id, moved, version=None, by=cast.ada, at=AT)
    assert amounts() == [[Decimal(50), Decimal("0.9")], [Decimal(50), Decimal("0.9")]]
    assert store.ask("SELECT counted_on FROM order_line ORDER BY id").rows == [
        (dt.date(2026, 3, 15),),
        (dt.date(2026, 1, 31),),
    ]
    make_rate(cast.dora, "2026-03-10", "0.25")
    assert amounts()[0] == [Decimal(25), Decimal("0.9")]
    assert unlike(store) == []


def test_lines_of_a_deal_count_on_the_day_on_which_it_was_closed(cast, store):  # noqa: F811
    make_rate(cast.dora, "2026-01-01", "0.9")
    make_rate(cast.dora, "2026-02-11", "0.5")
    deal = make_deal(cast.ada, make_pipeline(), amount="100 USD")
    product = write.create(registry.get("product"), {"name": "Lamp", "price": "10 USD"}, by=cast.dora, at=AT)
    said = {"deal": deal.id, "product": product.id, "quantity": "1", "unit_price": "10 USD"}
    write.create(registry.get("deal_line"), said, by=cast.ada, at=AT)
    worth(store)
    assert store.ask("SELECT total_converted FROM deal_line").rows == [(Decimal(5),)]

    write.update(registry.get("deal"), deal.id, {"closed_on": "2026-02-10"}, version=None, by=cast.ada, at=AT)
    worth(store)

    assert store.ask("SELECT total_converted FROM deal_line").rows == [(Decimal(9),)]
    assert unlike(store) == []


def test_another_currency_of_the_organisation_makes_all_amounts_anew(cast, store):  # noqa: F811
    from odnos.domains.organisation import company

    make_deal(cast.ada, make_pipeline(), amount="100 EUR")
    assert worth(store) == [(Decimal(100),)]

    company.change({"currency": "USD"}, by=cast.dora, at=AT)

    assert worth(store) == [(None,)]


def test_halves_are_rounded_away_from_zero_and_what_is_too_large_is_not_converted():
    assert times(Decimal("0.0001"), Decimal("0.5")) == Decimal("0.0001")
    assert times(Decimal("-0.0001"), Decimal("0.5")) == Decimal("-0.0001")
    assert times(Decimal("99999999999999.9999"), Decimal("99999999999999.9999")) is None
    assert (
        Rates("EUR", {"USD": ([dt.date(2026, 2, 1)], [Decimal(2)])}).at("USD", dt.date(2026, 1, 31)) is None
    )


@pytest.mark.parametrize(
    "wrong", [{"rate": "0"}, {"rate": "-1"}, {"units": "3"}, {"currency": "EUR"}, {"currency": "QQQ"}]
)
def test_a_rate_that_cannot_be_is_refused(cast, wrong):
    values = {"currency": "USD", "day": "2026-02-01", "rate": "0.9", "units": "1", **wrong}
    with pytest.raises(Invalid):
        write.create(registry.get("exchange_rate"), values, by=cast.dora, at=AT)


def test_two_rates_of_one_day_would_contradict_each_other(cast):
    make_rate(cast.dora, "2026-02-01", "0.9")
    with pytest.raises(Invalid):
        make_rate(cast.dora, "2026-02-01", "0.8")
