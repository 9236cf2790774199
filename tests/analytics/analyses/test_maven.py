"""The sales of a company as its own files tell them, brought in by the import: exactly what hand-written SQL over the files says."""

from contextlib import contextmanager
from decimal import Decimal
from types import SimpleNamespace

import duckdb
import pytest
from django.db import transaction

from odnos.analytics.analyses import funnel, outcomes, velocity
from odnos.analytics.feed import filling
from odnos.analytics.feed.source import Here
from odnos.analytics.store.duck import Duck
from odnos.domains.deals import pipelines
from odnos.engine.filters import text
from odnos.engine.records import read
from odnos.objects.registry import registry
from tests.people import build_cast
from tests.transfer.bring import AT, MAVEN, bring

pytestmark = pytest.mark.django_db

FILES = (
    ("user", "sales_teams"),
    ("company", "accounts"),
    ("product", "products"),
    ("deal", "sales_pipeline"),
)
PIPELINE, TEAMS = MAVEN / "sales_pipeline.csv", MAVEN / "sales_teams.csv"


@contextmanager
def rolled_back():
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def maven(django_db_setup, django_db_blocker):
    """The four files brought in once, and a store that was filled with them."""
    with django_db_blocker.unblock(), rolled_back():
        cast = build_cast()
        pipelines.ensure_pipeline(by=cast.dora, at=AT)
        for key, name in FILES:
            bring(key, MAVEN / f"{name}.csv", by=cast.dora, name=f"{name}.csv", create_missing=True)
        store = Duck(memory=256, threads=1)
        filling.fill(store, Here(), at=AT)
        yield SimpleNamespace(cast=cast, store=store, asked={"by": cast.dora, "at": AT, "store": store})
        store.close()


def by_hand(sql):
    return duckdb.sql(sql.format(pipeline=f"'{PIPELINE}'", teams=f"'{TEAMS}'")).fetchall()


def six(value):
    return round(Decimal(value), 6)


def test_the_figures_that_others_published(maven):
    total = outcomes.closings("", **maven.asked).total

    assert (total.won, total.lost) == (4238, 2473)
    assert six(total.win_rate) == Decimal("0.631501")
    assert six(total.mean_won) == Decimal("2360.909391")
    assert six(total.days_won) == Decimal("51.781973")
    assert six(total.days_lost) == Decimal("41.479175")
    assert total.amount == 10_005_534


def test_each_manager_has_the_figures_of_hand_written_sql(maven):
    found = outcomes.closings("manager", **maven.asked)

    expected = by_hand(
        "select t.manager, count(*) filter (deal_stage = 'Won'), count(*) filter (deal_stage = 'Lost'),"
        " sum(close_value) filter (deal_stage = 'Won'),"
        " avg(close_date - engage_date) filter (deal_stage = 'Won')"
        " from {pipeline} p join {teams} t using (sales_agent) where deal_stage in ('Won', 'Lost') group by 1"
    )
    assert {
        item.text: (item.won, item.lost, int(item.amount), six(item.days_won)) for item in found.groups
    } == {name: (won, lost, amount, six(days)) for name, won, lost, amount, days in expected}


def test_each_quarter_has_the_figures_of_hand_written_sql_and_the_first_is_marked(maven):
    found = outcomes.closings("quarter", **maven.asked)

    expected = by_hand(
        "select date_trunc('quarter', close_date)::date, count(*) filter (deal_stage = 'Won'),"
        " count(*) filter (deal_stage = 'Lost'), sum(close_value) filter (deal_stage = 'Won')"
        " from {pipeline} where deal_stage in ('Won', 'Lost') group by 1 order by 1"
    )
    assert [(item.value, item.won, item.lost, int(item.amount)) for item in found.groups] == expected
    assert [(item.text, item.maturity.left_truncated) for item in found.groups] == [
        ("Q1 2017", True),
        ("Q2 2017", False),
        ("Q3 2017", False),
        ("Q4 2017", False),
    ]
    assert [item.maturity.is_immature for item in found.groups] == [True, False, False, False]


def test_days_to_close_have_the_quartiles_of_hand_written_sql(maven):
    found = velocity.to_close(**maven.asked)

    [expected] = by_hand(
        "select quantile_cont(days, 0.25), median(days), quantile_cont(days, 0.75) from"
        " (select close_date - engage_date as days from {pipeline} where deal_stage = 'Won')"
    )
    assert (found["won"].low, found["won"].median, found["won"].high) == expected
    assert found["won"].median == 57


def test_the_steps_through_stages_say_the_same_days_as_the_file(maven):
    pipeline = read.query(registry.get("pipeline"), by=maven.cast.dora, at=AT).rows[0].id

    def stay(status):
        asked = funnel.Asked(pipeline=pipeline, where=text.parse(f"status.is:{status}"))
        return funnel.funnel(asked, **maven.asked).stages[0].stay

    won, lost = stay("won"), stay("lost")
    assert (won.count, six(won.mean / 86400)) == (4238, Decimal("51.781973"))
    assert (lost.count, six(lost.mean / 86400)) == (2473, Decimal("41.479175"))
    assert won.median == 57 * 86400


def test_a_window_counts_from_the_day_on_which_a_deal_began(maven):
    pipeline = read.query(registry.get("pipeline"), by=maven.cast.dora, at=AT).rows[0].id

    def won(days, span=""):
        asked = funnel.Asked(pipeline=pipeline, window=days, span=span)
        return funnel.funnel(asked, **maven.asked).won

    for days in (7, 30, 90):
        [(expected,)] = by_hand(
            "select count(*) from {pipeline} where deal_stage = 'Won'"
            f" and close_date - engage_date < {days}"
        )
        assert won(days) == expected
    [(quarter,)] = by_hand(
        "select count(*) from {pipeline} where deal_stage = 'Won' and close_date - engage_date < 60"
        " and engage_date between date '2017-04-01' and date '2017-06-30'"
    )
    assert won(60, "2017-04-01..2017-06-30") == quarter
