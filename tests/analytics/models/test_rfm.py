"""Scores, clusters, and parts of the whole: against the published figures of Online Retail, and by hand."""

import numpy as np
import pytest

from odnos.analytics.models import parts
from odnos.analytics.models.refused import Reason, Refused
from odnos.analytics.models.rfm import bins, clusters, kmeans, scores
from odnos.analytics.models.rfm.clusters import Name
from tests.analytics.models import retail


def behaviour():
    return scores.Behaviour(*retail.customers())


def test_online_retail_has_the_published_means():
    people = behaviour()

    assert len(people) == 4338
    means = [round(float(values.mean()), 6) for values in (people.recency, people.frequency, people.money)]
    assert means == [93.059474, 4.272015, 2054.266460]


def test_class_555_of_online_retail_has_348_customers():
    classes = scores.classes(scores.scores(behaviour()))

    assert classes.count("555") == 348


def test_class_555_has_324_customers_where_equal_values_stay_together():
    classes = scores.classes(scores.scores(behaviour(), scores.Binning(way="quantiles")))

    assert classes.count("555") == 324


def test_groups_of_one_size_part_equal_values_by_id():
    values, ids = np.array([1.0, 1.0, 1.0, 1.0, 9.0]), np.array([4, 3, 2, 1, 5])

    assert bins.equal(values, ids, 2).tolist() == [2, 1, 1, 1, 2]


def test_scores_do_not_depend_on_the_order_of_customers():
    people = behaviour()
    turned = scores.Behaviour(*(column[::-1] for column in vars(people).values()))

    assert np.array_equal(scores.scores(turned)[::-1], scores.scores(people))


def test_ones_own_limits_give_the_most_recent_the_highest_score():
    people = scores.Behaviour(
        np.arange(3), np.array([5.0, 30.0, 400.0]), np.array([1.0, 2.0, 9.0]), np.array([10.0, 100.0, 101.0])
    )
    binning = scores.Binning(way="limits", edges=((30.0, 90.0), (1.0, 5.0), (10.0, 100.0)))

    assert scores.classes(scores.scores(people, binning)) == ["311", "322", "133"]


def test_more_than_nine_scores_are_told_apart():
    assert scores.classes(np.array([[10, 1, 12]])) == ["10-1-12"]


def test_clusters_find_groups_that_are_there():
    chance = np.random.default_rng(3)
    middles = np.array([[0.0, 0.0], [5.0, 5.0], [0.0, 8.0]])
    truth = np.repeat(np.arange(3), 100)
    points = middles[truth] + chance.normal(0, 0.4, (300, 2))

    found = max(kmeans.best(points, range(2, 7)), key=lambda one: one.silhouette)

    assert len(found.centres) == 3
    assert [len(set(found.labels[truth == group])) for group in range(3)] == [1, 1, 1]
    assert len(set(found.labels.tolist())) == 3


def test_the_silhouette_is_that_of_rousseeuw():
    points, labels = np.array([[0.0], [1.0], [5.0], [6.0]]), np.array([0, 0, 1, 1])

    assert kmeans.silhouette(points, labels) == pytest.approx((2 * (4.5 / 5.5) + 2 * (3.5 / 4.5)) / 4)


def test_clusters_of_online_retail_are_the_same_each_time_and_named_by_rule():
    first, again = (clusters.clusters(behaviour(), 4) for _ in range(2))

    assert np.array_equal(first.labels, again.labels)
    assert [cluster.name for cluster in first.clusters] == RETAIL
    assert [cluster.size for cluster in first.clusters] == np.bincount(first.labels).tolist()
    assert sum(cluster.size for cluster in first.clusters) == 4338
    means = [cluster.money for cluster in first.clusters]
    assert means == sorted(means, reverse=True)


RETAIL = [Name.BEST, Name.FADING, Name.NEW_SMALL, Name.GONE_SMALL]


def test_customers_all_alike_have_no_clusters():
    alike = scores.Behaviour(np.arange(9), np.ones(9), np.ones(9), np.ones(9))

    with pytest.raises(Refused) as caught:
        clusters.clusters(alike, 3)

    assert caught.value.reason is Reason.ALL_ALIKE


def test_abc_takes_the_largest_until_the_first_part_is_reached():
    found = parts.abc(np.array([5.0, 50.0, 30.0, 15.0, 0.0, -3.0]), np.arange(6))

    assert found.classes.tolist() == [2, 0, 0, 1, 2, 2]
    assert found.share.tolist() == [0.05, 0.5, 0.3, 0.15, 0.0, 0.0]
    assert found.cumulated.round(12).tolist() == [1.0, 0.5, 0.8, 0.95, 1.0, 1.0]


def test_abc_parts_equal_values_by_id():
    assert parts.abc(np.ones(10), np.arange(10)[::-1]).classes.tolist() == [1, 1, 0, 0, 0, 0, 0, 0, 0, 0]


def test_xyz_goes_by_the_coefficient_of_variation():
    found = parts.xyz(
        np.array([[10.0, 10.0, 10.0, 10.0], [5.0, 15.0, 5.0, 15.0], [0.0, 0.0, 0.0, 40.0], [0.0] * 4])
    )

    assert found.variation.tolist() == [0.0, 0.5, pytest.approx(3**0.5), np.inf]
    assert found.classes.tolist() == [0, 0, 2, 2]


def test_what_each_had_in_every_period_is_summed():
    table = parts.by_period(np.array([0, 1, 0]), np.array([2, 0, 2]), np.array([5.0, 7.0, 1.0]), (2, 3))

    assert table.tolist() == [[0.0, 0.0, 6.0], [7.0, 0.0, 0.0]]
