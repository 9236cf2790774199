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
