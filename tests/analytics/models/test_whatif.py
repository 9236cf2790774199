"""Prices that change: worked by hand, to the last digit."""

from decimal import Decimal

import numpy as np
import pytest

from odnos.analytics.models import elasticity, whatif
from odnos.analytics.models.refused import Reason, Refused
from odnos.analytics.models.whatif import Change, Sold

BASIC = Sold("basic", Decimal(100), Decimal(2000), Decimal(1200))
LARGE = Sold("large", Decimal(10), Decimal(1000))


def test_a_dearer_price_without_an_answer_is_turnover_and_margin():
    found = whatif.effect(BASIC, Change(part=Decimal("0.05")))

    assert (found.price, found.new_price) == (Decimal(20), Decimal(21))
    assert (found.turnover, found.margin) == (Decimal(100), Decimal(100))


def test_demand_answers_by_the_elasticity_that_is_assumed():
    found = whatif.effect(BASIC, Change(part=Decimal("0.25"), elasticity=Decimal(-2)))

    assert found.after.quantity == Decimal(64)
    assert (found.after.turnover, found.turnover) == (Decimal(1600), Decimal(-400))
    assert found.margin == Decimal(1600) - 64 * 12 - 800


def test_break_even_is_what_may_be_lost():
    found = whatif.effect(BASIC, Change(sum=Decimal(2)))

    assert found.break_even == Decimal("0.2")
    lost = whatif.effect(BASIC, Change(sum=Decimal(2), leaving=Decimal("0.2")))
    assert lost.margin == 0


def test_sums_are_of_all_groups_and_margins_of_those_with_a_cost():
    found = whatif.outcome(
        [BASIC, LARGE], {"large": Change(part=Decimal("-0.1"))}, otherwise=Change(sum=Decimal(1))
    )

    assert (found.turnover_before, found.turnover_after) == (Decimal(3000), Decimal(3000))
    assert (found.margin_before, found.margin_after, found.without_cost) == (Decimal(800), Decimal(900), 1)
    assert found.effects[1].margin is None


def test_a_group_that_sold_nothing_stays_so():
    nothing = Sold("none", Decimal(0), Decimal(0), Decimal(0))

    assert whatif.effect(nothing, Change(part=Decimal("0.5"))).after == nothing


def test_a_price_below_nothing_is_refused():
    with pytest.raises(whatif.PriceBelowNothing, match="basic"):
        whatif.outcome([BASIC], {"basic": Change(sum=Decimal(-20))})


def test_a_quantity_beyond_all_measure_is_refused():
    much = whatif.Sold("much", Decimal(10_000_000), Decimal(100_000_000))
    with pytest.raises(whatif.BeyondMeasure, match="much"):
        whatif.outcome([much], {}, otherwise=Change(part=Decimal("-0.99"), elasticity=Decimal(-10)))

    [most] = whatif.outcome(
        [much], {}, otherwise=Change(part=Decimal("-0.9"), elasticity=Decimal(-3))
    ).effects
    assert most.after.quantity == 10_000_000_000


def test_an_elasticity_that_is_there_is_found():
    prices = np.array([10, 11, 12, 13, 14, 15] * 3, float)

    found = elasticity.estimated(prices, 5000 * prices**-1.5)

    assert (round(found.value, 9), found.periods) == (-1.5, 18)
    assert found.low <= found.value <= found.high


def test_an_elasticity_comes_with_what_it_might_be_as_well():
    prices = np.array([10, 11, 12, 13] * 6, float)
    quantities = prices**-1.5 * np.exp(np.random.default_rng(2).normal(0, 0.3, 24))

    found = elasticity.estimated(prices, quantities)

    assert found.low < -1.5 < found.high
    assert found.high - found.low > 1


def test_prices_that_never_changed_tell_no_elasticity():
    with pytest.raises(Refused) as caught:
        elasticity.estimated(np.full(24, 9.99), np.arange(1, 25.0))

    assert (caught.value.reason, dict(caught.value.facts)) == (Reason.ALL_ALIKE, {"there": 1, "needed": 4})
