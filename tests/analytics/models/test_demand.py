"""Forecasts: against the worked example of a textbook, and against series whose future is known."""

import numpy as np
import pytest

from odnos.analytics.models.demand import backtest, forecast, methods
from odnos.analytics.models.demand.forecast import Way
from odnos.analytics.models.refused import Reason, Refused

# Saudi Arabian oil, 1996 to 2013: Hyndman and Athanasopoulos, «Forecasting: principles and practice» (2018), table 7.1.
OIL = np.fromstring(
    "445.36 453.20 454.41 422.38 456.04 440.39 425.19 486.21 500.43"
    " 521.28 508.95 488.89 509.87 456.72 473.82 525.95 549.83 542.34",
    sep=" ",
)
SEASONS = np.array([10, 12, 15, 11, 9, 8, 7, 9, 13, 16, 20, 30], float)


def test_smoothing_has_the_weight_level_and_forecast_of_the_textbook():
    weight, level = methods.smoothing(OIL)

    assert (round(weight, 3), round(level, 1)) == (0.834, 446.6)
    assert methods.smoothed(OIL, 0, 3).round(2).tolist() == [542.68] * 3


def test_seasons_that_repeat_are_foretold_without_error():
    found = forecast.forecast(np.tile(SEASONS, 4), ahead=12, season=12)

    assert found.values == pytest.approx(SEASONS)
    assert (found.way, found.season, found.error) == (Way.AS_LAST, 12, 0.0)


def test_a_line_is_foretold_by_the_damped_trend():
    values = methods.damped(np.arange(10, 40, dtype=float), 0, 3)

    assert values == pytest.approx([40, 41, 42], abs=0.25)


def test_noise_is_foretold_by_the_method_that_erred_least():
    noise = 100 + np.random.default_rng(11).normal(0, 10, 36)

    found = forecast.forecast(noise, ahead=3)

    assert found.against < 1
    assert found.error == min(found.tried.values())
    assert list(found.tried) == list(Way)


def test_the_range_has_held_as_many_as_told():
    errors = backtest.Errors(np.arange(1.0, 13.0)[:, None])

    assert errors.within(0.8).tolist() == [10.0]


def test_a_backtest_knows_nothing_of_what_came_later():
    seen = []

    def watched(series, season, ahead):
        seen.append(len(series))
        return np.zeros(ahead)

    series = np.arange(1.0, 7.0)
    found = backtest.errors(series, backtest.foretold(series, watched, season=0, ahead=2, first=4), first=4)

    assert seen == [4, 5]
    assert found.errors.tolist() == [[5.0, 6.0], [6.0, pytest.approx(np.nan, nan_ok=True)]]
    assert (found.absolute(), found.bias()) == (17 / 3, 17 / 3)


def test_a_range_is_never_narrower_further_ahead():
    found = backtest.Errors(np.array([[4.0, 1.0], [-4.0, 1.0]]))

    assert found.within(0.8).tolist() == [4.0, 4.0]


def test_steps_that_were_never_tried_are_as_wide_as_the_farthest_that_was():
    found = forecast.forecast(np.arange(10.0, 18.0), ahead=6)

    assert np.isfinite(found.high).all()
    assert found.high[5] - found.values[5] == found.high[3] - found.values[3]


def test_demand_is_never_below_nothing():
    found = forecast.forecast(np.array([40.0, 30, 20, 10, 5, 2, 1, 0, 0, 0]), ahead=4)

    assert found.values.min() >= 0
    assert found.low.min() == 0.0


def test_a_season_counts_only_with_two_of_them_before_the_test():
    assert forecast.forecast(np.tile(SEASONS, 2), ahead=3, season=12).season == 0


def test_a_short_series_is_refused():
    with pytest.raises(Refused) as caught:
        forecast.forecast(np.ones(7), ahead=3)

    assert (caught.value.reason, dict(caught.value.facts)) == (Reason.FEW_PERIODS, {"there": 7, "needed": 8})


def test_nothing_sold_stays_nothing():
    found = forecast.forecast(np.zeros(12), ahead=2)

    assert (found.values.tolist(), found.error, found.against) == ([0.0, 0.0], 0.0, 1.0)
