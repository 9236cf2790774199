"""Against what Fader, Hardie and Lee, and Schmittlein, Morrison and Colombo's followers, published for CDNOW."""

from itertools import pairwise

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.special import hyp2f1

from odnos.analytics.models.lifetime import betageometric, check, gammagamma, pareto, quadrature, value
from odnos.analytics.models.lifetime.histories import Histories, grouped
from odnos.analytics.models.refused import Reason, Refused
from tests.analytics.models import cdnow


def one(x, last, span):
    return Histories(np.array([float(x)]), np.array([float(last)]), np.array([float(span)]))


def test_histories_of_cdnow_are_those_of_the_paper():
    customers = cdnow.customers()

    assert len(customers.ids) == 2357
    assert (customers.histories.repeats > 0).sum() == 946
    assert customers.histories.repeats.sum() == 2457
    first = [round(float(column[0]), 2) for column in vars(customers.histories).values()]
    assert (first, round(float(customers.value[0]), 3)) == ([2.0, 30.43, 38.86], 22.345)


def test_bg_nbd_finds_the_parameters_of_the_paper():
    model = betageometric.fit(cdnow.customers().histories)

    assert [round(part, 3) for part in (model.r, model.alpha, model.a, model.b)] == [
        0.243,
        4.414,
        0.793,
        2.426,
    ]
    assert round(model.log_likelihood, 1) == -9582.4


def test_bg_nbd_foretells_what_the_paper_foretells():
    model = betageometric.fit(cdnow.customers().histories)

    assert round(float(model.conditional(one(2, 30.43, 38.86), 39)[0]), 3) == 1.226
    assert [round(model.expected(ahead), 4) for ahead in (1, 3, 31.8571)] == [0.0532, 0.1506, 1.0405]


def test_pareto_nbd_finds_the_parameters_of_the_paper():
    model = pareto.fit(cdnow.customers().histories)

    assert [round(part, 3) for part in (model.r, model.alpha, model.s, model.beta)] == [
        0.553,
        10.578,
        0.606,
        11.669,
    ]
    assert round(model.log_likelihood, 1) == -9595.0


def test_pareto_nbd_knows_the_best_customer_of_cdnow():
    model = pareto.fit(cdnow.customers().histories)

    assert round(float(model.alive(one(26, 30.86, 31))[0]), 4) == 0.9979
    assert round(float(model.conditional(one(26, 30.86, 31), 52)[0]), 2) == 25.46


def test_gamma_gamma_finds_the_parameters_of_the_paper():
    customers = cdnow.customers()

    model = gammagamma.fit(customers.histories.repeats, customers.value)

    assert [round(part, 2) for part in (model.p, model.q, model.v)] == [6.25, 3.74, 15.44]
    assert round(model.log_likelihood, 2) == -4055.92
    assert round(model.correlation, 4) == 0.1139
    expected = model.expected(customers.histories.repeats[:3], customers.value[:3])
    assert [round(value, 2) for value in expected.tolist()] == [24.65, 18.91, 35.17]
    assert round(model.mean(), 2) == 35.17


@pytest.mark.parametrize("module", [betageometric, pareto])
def test_the_time_unit_changes_times_alone(module):
    weeks = cdnow.customers().histories

    in_weeks, in_days = module.fit(weeks), module.fit(weeks.scaled(1 / 7))

    assert in_days.alpha == pytest.approx(in_weeks.alpha * 7, rel=1e-5)
    assert in_days.r == pytest.approx(in_weeks.r, rel=1e-5)
    assert in_days.alive(weeks.scaled(1 / 7)) == pytest.approx(in_weeks.alive(weeks), abs=1e-6)


@pytest.mark.parametrize("likelihood", [betageometric.likelihood, pareto.likelihood])
def test_the_gradient_is_the_slope_of_the_likelihood(likelihood):
    different = grouped(cdnow.customers().histories)
    at, step = np.array([0.4, 8.0, 0.7, 5.0]), 1e-5
    function = likelihood(different.histories, different.weights)

    slopes = [(function(at + move)[0] - function(at - move)[0]) / (2 * step) for move in np.eye(4) * step]

    assert function(at)[1] == pytest.approx(slopes, rel=1e-6)


def test_grouped_histories_have_the_likelihood_of_all():
    histories = cdnow.customers().histories
    different = grouped(histories)
    at = np.array([0.4, 8.0, 0.7, 5.0])

    assert (len(different.weights), different.weights.sum()) == (1016, 2357)
    assert np.array_equal(different.histories.at(different.places).span, histories.span)
    every = betageometric.likelihood(histories, np.ones(2357))(at)[0]
    assert betageometric.likelihood(different.histories, different.weights)(at)[0] == pytest.approx(
        every, rel=1e-12
    )


def test_bg_nbd_means_equal_the_hypergeometric_form_of_the_paper():
    model = betageometric.BetaGeometric(0.243, 4.414, 0.793, 2.426, 0.0)
    r, alpha, a, b, x, span, ahead = 0.243, 4.414, 0.793, 2.426, 2, 38.86, 39

    z = ahead / (alpha + span + ahead)
    written = 1 - ((alpha + span) / (alpha + span + ahead)) ** (r + x) * hyp2f1(
        r + x, b + x, a + b + x - 1, z
    )

    assert model.if_alive(one(x, 30.43, span), ahead)[0] == pytest.approx(
        (a + b + x - 1) / (a - 1) * written, rel=1e-12
    )


def test_bg_nbd_is_steady_where_the_form_of_the_paper_divides_by_nothing():
    at, beside = (betageometric.BetaGeometric(0.5, 4.0, a, 2.0, 0.0) for a in (1.0, 1.0 + 1e-9))

    assert at.expected(52) == pytest.approx(beside.expected(52), rel=1e-8)
    assert np.isfinite(at.conditional(one(2500, 380, 381), 52)).all()


def test_pareto_nbd_is_steady_at_s_of_one_and_for_very_many_purchases():
    at, beside = (pareto.ParetoNbd(0.5, 10.0, s, 12.0, 0.0) for s in (1.0, 1.0 + 1e-9))

    assert at.expected(52) == pytest.approx(beside.expected(52), rel=1e-8)
    assert np.isfinite(at.conditional(one(2500, 380, 381), 52)).all()


@pytest.mark.parametrize(
    "parameters", [(0.55, 10.6, 0.6, 11.7), (0.5, 50.0, 0.3, 0.5), (3.0, 0.05, 2.0, 40.0)]
)
@pytest.mark.parametrize("history", [(0, 0, 38), (2, 5, 30), (40, 30, 38)])
def test_pareto_nbd_leaves_at_the_odds_of_the_integral(parameters, history):
    r, alpha, s, beta = parameters
    x, last, span = history

    def leaving(moment):
        return (
            s * ((alpha + span) / (alpha + moment)) ** (r + x) * ((beta + span) / (beta + moment)) ** (s + 1)
        )

    edges = sorted({last, span, *(last + part * (span - last) for part in (0.001, 0.01, 0.1))})
    odds = sum(quad(leaving, *pair, epsabs=0, epsrel=1e-12)[0] for pair in pairwise(edges))

    alive = pareto.ParetoNbd(*parameters, 0.0).alive(one(*history))[0]
    assert alive == pytest.approx(1 / (1 + odds / (beta + span)), rel=1e-9)


def test_who_bought_on_the_last_day_is_still_there():
    assert pareto.ParetoNbd(0.5, 10.0, 0.6, 12.0, 0.0).alive(one(3, 20, 20))[0] == 1.0


def test_a_beta_rule_has_the_moments_of_the_distribution():
    places, weights = quadrature.beta_rule(0.8, 2.4, 12)

    assert weights.sum() == pytest.approx(1, rel=1e-13)
    assert weights @ places == pytest.approx(0.8 / 3.2, rel=1e-13)
    assert weights @ places**2 == pytest.approx(0.8 * 1.8 / (3.2 * 4.2), rel=1e-13)


def test_value_is_what_comes_less_the_later_it_comes():
    model = betageometric.BetaGeometric(0.243, 4.414, 0.793, 2.426, 0.0)
    history = one(2, 30.43, 38.86)
    parts = [model.conditional(history, ahead)[0] for ahead in (0.0, 10.0, 20.0)]

    terms = value.Terms(periods=2, length=10, rate=0.1, margin=0.5)
    worth = value.worth(model, history, np.array([30.0]), terms)[0]

    assert worth == pytest.approx(
        15 * ((parts[1] - parts[0]) / 1.1 + (parts[2] - parts[1]) / 1.21), rel=1e-12
    )


def test_the_model_is_checked_by_the_year_that_came_after():
    known, later = cdnow.customers(), cdnow.customers(cdnow.LAST)
    made = later.histories.repeats - known.histories.repeats

    found = check.against(betageometric.fit(known.histories), known.histories, made, 39)

    assert found.made == 1882
    assert (round(found.foretold), round(found.correlation, 3)) == (1653, 0.626)
    assert found.error < found.usual_error


def test_few_who_came_back_are_refused():
    histories = cdnow.customers().histories
    few = histories.at(np.flatnonzero(histories.repeats > 0)[:49])

    with pytest.raises(Refused) as caught:
        betageometric.fit(few)

    assert (caught.value.reason, dict(caught.value.facts)) == (
        Reason.FEW_REPEATS,
        {"there": 49, "needed": 50},
    )


def test_customers_who_never_leave_are_refused_by_bg_nbd():
    chance = np.random.default_rng(7)
    span = np.full(3000, 52.0)
    repeats = chance.poisson(chance.gamma(2.0, 0.1, 3000) * 52).astype(float)
    last = np.where(repeats > 0, 52 * chance.random(3000) ** (1 / np.maximum(repeats, 1)), 0.0)

    with pytest.raises(Refused) as caught:
        betageometric.fit(Histories(repeats, last, span))

    assert caught.value.reason is Reason.AT_BOUND


def test_values_that_grow_with_purchases_are_refused():
    chance = np.random.default_rng(7)
    repeats = chance.integers(1, 20, 400).astype(float)

    with pytest.raises(Refused) as caught:
        gammagamma.fit(repeats, repeats * 3 + chance.random(400))

    assert caught.value.reason is Reason.VALUE_FOLLOWS_COUNT


def test_values_without_a_finite_mean_are_refused():
    chance = np.random.default_rng(7)
    value = chance.gamma(3.0, 1.0, 2000) / chance.gamma(0.7, 1.0, 2000)

    with pytest.raises(Refused) as caught:
        gammagamma.fit(np.ones(2000), value)

    assert caught.value.reason is Reason.NO_MEAN


def test_values_all_alike_are_refused():
    with pytest.raises(Refused) as caught:
        gammagamma.fit(np.arange(1, 100.0), np.full(99, 20.0))

    assert caught.value.reason is Reason.ALL_ALIKE
