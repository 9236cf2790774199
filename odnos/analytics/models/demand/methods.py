"""Ways to foretell a series of equal periods. None needs more than a few years of months.

Simple smoothing: Brown (1959). Damped trend: Gardner and McKenzie (1985), «Forecasting trends in time series», Management
Science 31 (10). With seasons: Holt (1957) and Winters (1960), additive and damped, as Hyndman and Athanasopoulos write them in
«Forecasting: principles and practice», chapter 7.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from odnos.analytics.models.arrays import Floats

Method = Callable[[Floats, int, int], Floats]
"""What has been, how many periods make a season (0: none), how many are wanted → so many values."""
DAMPING = (0.8, 0.98)


def as_last(series: Floats, season: int, ahead: int) -> Floats:
    """Return the last season over again, or the last value."""
    repeated = series[-season:] if season else series[-1:]
    return np.resize(repeated, ahead)


def as_mean(series: Floats, season: int, ahead: int) -> Floats:
    """Return the mean of the last season, or of the last twelve periods at most."""
    return np.full(ahead, series[-(season or 12) :].mean())


def smoothed(series: Floats, _season: int, ahead: int) -> Floats:
    """Return the level of simple exponential smoothing: weight and first level with the least squared errors."""
    weight, level = smoothing(series)
    for value in series.tolist():
        level += weight * (value - level)
    return np.full(ahead, level)


def smoothing(series: Floats) -> tuple[float, float]:
    """Return the weight and the first level of simple exponential smoothing."""
    scale = _scale(series)
    values = (series / scale).tolist()

    def squares(at: Floats) -> float:
        weight, level, total = float(at[0]), float(at[1]), 0.0
        for value in values:
            error = value - level
            level += weight * error
            total += error * error
        return total

    weight, level = _least(squares, (0.3, values[0]), ((0.001, 0.999), (None, None)))
    return weight, level * scale


def damped(series: Floats, season: int, ahead: int) -> Floats:
    """Return Holt's line whose slope dies away, with Winters' additive seasons if there are any."""
    scale = _scale(series)
    values = (series / scale).tolist()
    begin = _begun(values, season)

    def squares(at: Floats) -> float:
        return _walked(values, season, begin, at)[0]

    bounds = ((0.001, 0.999), (0.001, 0.5), (0.001, 0.5), DAMPING)
    at = np.array(_least(squares, (0.3, 0.05, 0.1, 0.9), bounds))
    _, level, slope, seasons = _walked(values, season, begin, at)
    grown = level + slope * np.cumsum(at[3] ** np.arange(1, ahead + 1))
    result: Floats = (grown + np.resize(seasons, ahead)) * scale
    return result


Start = tuple[float, float, list[float]]


def _begun(values: Sequence[float], season: int) -> Start:
    """Return level, slope and seasons to begin with: of the first two seasons, or of the first values."""
    if not season:
        return values[0], values[1] - values[0] if len(values) > 1 else 0.0, [0.0]
    first, second = values[:season], values[season : 2 * season]
    level = sum(first) / season
    return level, (sum(second) / season - level) / season, [value - level for value in first]


def _walked(
    values: Sequence[float], season: int, begin: Start, at: Floats
) -> tuple[float, float, float, list[float]]:
    """Return the sum of squared errors of one step, and level, slope and the seasons to come after the last value."""
    alpha, beta, gamma, phi = at.tolist()
    level, slope, seasons = begin
    seasons, total, length = list(seasons), 0.0, max(season, 1)
    for place, value in enumerate(values):
        expected = level + phi * slope
        error = value - expected - seasons[place % length]
        level_before, level = level, expected + alpha * error
        slope = phi * slope + beta * (level - level_before - phi * slope)
        if season:
            seasons[place % length] += gamma * error
        total += error * error
    turned = len(values) % length
    return total, level, slope, seasons[turned:] + seasons[:turned]


def _scale(series: Floats) -> float:
    return float(np.abs(series).mean()) or 1.0


def _least(
    squares: Callable[[Floats], float],
    start: Sequence[float],
    bounds: Sequence[tuple[float | None, float | None]],
) -> tuple[float, ...]:
    from scipy.optimize import minimize  # takes a second to load, and pages load this module

    found = minimize(squares, start, method="L-BFGS-B", bounds=bounds, options={"maxiter": 100})
    return tuple(map(float, found.x))
