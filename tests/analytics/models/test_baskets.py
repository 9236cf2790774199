"""Frequent sets and rules: as many as published, and the same that another implementation finds."""

import numpy as np
import pandas
import pytest
from mlxtend.frequent_patterns import association_rules, fpgrowth

from odnos.analytics.models.baskets import offers, rules, sets
from odnos.analytics.models.baskets.rules import Side, Strong
from odnos.analytics.models.refused import Reason, Refused
from tests.analytics.models import retail

BREAD, BUTTER, JAM, MILK = range(4)
LOAVES = [(BREAD, BUTTER), (BREAD, BUTTER, JAM), (BREAD, MILK), (BUTTER, JAM), (BREAD, BUTTER, MILK)]


def entries(baskets):
    return tuple(
        np.array(pair)
        for pair in zip(*((n, item) for n, one in enumerate(baskets) for item in one), strict=True)
    )


def some(seed=5, baskets=400, items=12):
    chance = np.random.default_rng(seed)
    return chance.random((baskets, items)) < chance.random(items) * 0.6


def test_online_retail_has_2026_sets_and_995_rules():
    found = sets.frequent(*retail.baskets(), support=0.01)

    assert found.baskets == 19960
    assert len(found.counts) == 2026
    assert len(rules.rules(found, Strong(support=0.01, confidence=0.5))) == 995


@pytest.mark.parametrize("seed", range(4))
def test_sets_are_those_that_another_implementation_finds(seed):
    table = some(seed)
    wanted = fpgrowth(pandas.DataFrame(table), min_support=0.05)

    found = sets.frequent(*np.nonzero(table), support=0.05)

    assert {
        tuple(sorted(items)): round(part * 400) for part, items in wanted.itertuples(index=False)
    } == found.counts


def test_rules_are_those_that_another_implementation_finds():
    table = some()
    frame = association_rules(
        fpgrowth(pandas.DataFrame(table), min_support=0.05), metric="confidence", min_threshold=0.4 - 1e-9
    )
    wanted = {
        (tuple(sorted(row.antecedents)), tuple(sorted(row.consequents))): (
            row.support,
            row.confidence,
            row.lift,
        )
        for row in frame.itertuples()
    }

    found = rules.rules(sets.frequent(*np.nonzero(table), support=0.05), Strong(support=0.05, confidence=0.4))

    assert {(one.left, one.right) for one in found} == set(wanted)
    assert all(
        (one.support, one.confidence, one.lift) == pytest.approx(wanted[one.left, one.right]) for one in found
    )


def test_an_entry_said_twice_counts_once():
    once = sets.frequent(*entries(LOAVES), support=0.2)
    twice = sets.frequent(*entries([one * 2 for one in LOAVES]), support=0.2)

    assert once == twice
    assert once.counts[BREAD, BUTTER] == 3


def test_sets_are_no_larger_than_asked():
    found = sets.frequent(*entries(LOAVES), support=0.2, largest=2)

    assert max(map(len, found.counts)) == 2
    assert (BREAD, BUTTER) in found.counts


def test_more_sets_than_wanted_are_refused():
    with pytest.raises(Refused) as caught:
        sets.frequent(*entries(LOAVES), support=0.2, most=5)

    assert (caught.value.reason, dict(caught.value.facts)) == (Reason.TOO_MANY_SETS, {"most": 5})


def test_the_search_tells_how_far_it_is_and_can_be_ended():
    heard = []

    def told(part):
        heard.append(part)
        if part >= 0.5:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        sets.frequent(*entries(LOAVES), support=0.2, told=told)

    assert heard == [0.0, 0.25, 0.5]


def test_no_baskets_have_no_sets():
    nothing = np.empty(0, np.int64)

    assert sets.frequent(nothing, nothing, support=0.1) == sets.Frequent({}, 0)


def strong(**terms):
    found = rules.rules(sets.frequent(*entries(LOAVES), support=0.2), Strong(support=0.2, **terms))
    return {(one.left, one.right) for one in found}


def test_a_rule_has_its_three_figures():
    (rule,) = (
        one
        for one in rules.rules(sets.frequent(*entries(LOAVES), support=0.2), Strong(support=0.2))
        if (one.left, one.right) == ((JAM,), (BUTTER,))
    )

    assert (rule.support, rule.confidence, rule.lift, rule.count) == (0.4, 1.0, 1.25, 2)


def test_sides_keep_to_what_the_analyst_allows():
    assert strong(confidence=0.9, right=Side(any_of=frozenset([BUTTER]), largest=1)) == {
        ((JAM,), (BUTTER,)),
        ((BREAD, JAM), (BUTTER,)),
    }
    assert strong(confidence=0.9, left=Side(none_of=frozenset([JAM])), right=Side(largest=1)) == {
        ((MILK,), (BREAD,)),
        ((BUTTER, MILK), (BREAD,)),
    }
    assert strong(confidence=0.9, size=2, lift=1.2) == {((JAM,), (BUTTER,)), ((MILK,), (BREAD,))}


def test_an_offer_is_what_the_best_rule_misses():
    found = rules.rules(sets.frequent(*entries(LOAVES), support=0.2), Strong(support=0.2, confidence=0.3))

    given = offers.offers(found, [MILK])

    assert [(one.item, one.rule.left, one.rule.count) for one in given] == [
        (BREAD, (MILK,), 2),
        (BUTTER, (MILK,), 1),
    ]
    assert offers.offers(found, [BREAD, BUTTER, JAM, MILK]) == []
    assert offers.offers(found, []) == []
