"""A year of a shop's 541,909 lines, brought in by the import as orders of customers: exactly the figures that others published."""

import datetime as dt
from types import SimpleNamespace

import duckdb
import pytest

from odnos.analytics import reports
from odnos.analytics.analyses import cohorts, rating
from odnos.analytics.feed import filling
from odnos.analytics.feed.source import Here
from odnos.analytics.findings import asked, baskets, customers
from odnos.analytics.findings.bought import bought
from odnos.analytics.findings.terms import BasketTerms
from odnos.analytics.models.rfm import scores
from odnos.analytics.reports import spans
from odnos.analytics.reports.definition import Measure, Report
from odnos.analytics.store.duck import Duck
from odnos.engine.filters import text
from tests.analytics.analyses.test_maven import rolled_back
from tests.analytics.models.retail import FILE, SOLD
from tests.people import build_cast
from tests.transfer.bring import AT, bring, counts

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

COLUMNS = "InvoiceNo, StockCode, Description, Quantity, InvoiceDate, UnitPrice, CustomerID::bigint as CustomerID, Country"


@pytest.fixture(scope="module")
def shop(django_db_setup, django_db_blocker, tmp_path_factory):
    """The whole file brought in once, and a store that was filled with it."""
    path = tmp_path_factory.mktemp("shop") / "online_retail.csv"
    duckdb.sql(f"copy (select {COLUMNS} from '{FILE}') to '{path}' (header)")
    with django_db_blocker.unblock(), rolled_back():
        cast = build_cast()
        made = bring("order", path, by=cast.dora, create_missing=True)
        store = Duck(memory=512, threads=1)
        filling.fill(store, Here(), at=AT)
        yield SimpleNamespace(made=made, asked={"by": cast.dora, "at": AT, "store": store})
        store.close()


def test_every_line_arrives(shop):
    assert counts(shop.made) == (541_909, 541_909, 0, 0, 0)


def test_the_cleaned_lines_invoices_customers_and_money_are_those_published(shop):
    lines = Report(
        object_key="order_line",
        measures=(
            Measure(),
            Measure(kind="sum", path=("amount",)),
            Measure(kind="distinct", path=("order",)),
        ),
        where=text.parse("order.contact.not_empty,order.state.is:placed,quantity.gt:0,unit_price.gt:0"),
    )
    found = reports.run(lines, **shop.asked).total.figures[-1]
    whole = rating.rating(rating.Asked(number=1), **shop.asked)

    assert [str(figure) for figure in found] == ["397884", "8911407.9040", "18532"]
    assert (whole.customers, whole.orders, str(whole.amount)) == (4338, 18_532, "8911407.9040")


def test_cohorts_are_those_published(shop):
    found = cohorts.cohorts(cohorts.Asked(span="2010-12-01..2011-12-31", ages=12), **shop.asked)

    first = found.cohorts[0]
    assert (first.start, [cell.customers for cell in first.cells[:4]]) == (
        dt.date(2010, 12, 1),
        [885, 324, 286, 340],
    )
    assert sum(item.size for item in found.cohorts) == 4338


def test_cohorts_of_weeks_are_those_of_hand_written_sql(shop):
    found = cohorts.cohorts(cohorts.Asked(grain="week", span="2011-01-03..2011-02-27", ages=8), **shop.asked)

    expected = duckdb.sql(
        "with b as (select distinct CustomerID as who, date_trunc('week', InvoiceDate::timestamp)::date as w"
        f" from '{FILE}' where CustomerID is not null and {SOLD}), f as (select who, min(w) as c from b group by 1)"
        " select c, w, count(*) from b join f using (who)"
        " where c between date '2011-01-03' and date '2011-02-21' and w <= c + 56 group by 1, 2 order by 1, 2"
    ).fetchall()
    assert [
        (item.start, item.start + age * dt.timedelta(days=7), cell.customers)
        for item in found.cohorts
        for age, cell in enumerate(item.cells)
        if cell.customers
    ] == expected


@pytest.mark.parametrize("grain", ["week", "month", "quarter"])
def test_cohorts_of_some_days_are_those_of_all_time_that_have_one_of_them(shop, grain):
    some = cohorts.cohorts(cohorts.Asked(grain=grain, span="2011-01-13..2011-04-14"), **shop.asked).cohorts
    every = cohorts.cohorts(cohorts.Asked(grain=grain, span=""), **shop.asked).cohorts

    last = spans.following(some[-1].start, grain)
    assert some == tuple(item for item in every if some[0].start <= item.start < last)
    assert some[0].start <= dt.date(2011, 1, 13) < spans.following(some[0].start, grain)
    assert some[-1].start <= dt.date(2011, 4, 14) < last


def test_the_best_customers_are_those_of_hand_written_sql(shop):
    found = rating.rating(rating.Asked(by="sum", number=10), **shop.asked)
    best = rating.rating(rating.Asked(by="best", number=1), **shop.asked)

    expected = duckdb.sql(
        "select CustomerID::bigint::varchar, count(distinct InvoiceNo), sum(Quantity * UnitPrice::decimal(18, 4))"
        f" from '{FILE}' where CustomerID is not null and {SOLD} group by 1 order by 3 desc limit 10"
    ).fetchall()
    assert [(one.title, one.orders, one.amount) for one in found.rated] == expected
    assert (best.rated[0].title, str(best.rated[0].best)) == ("16446", "168469.6000")


def test_customers_score_as_published(shop):
    until = dt.date(2011, 12, 10)
    found = asked.purchases(asked.SOURCES["order"], "contact", **shop.asked)

    behaviour, _units = customers.behaved(bought(found, until=until), until)

    means = [
        round(float(values.mean()), 6) for values in (behaviour.recency, behaviour.frequency, behaviour.money)
    ]
    assert means == [93.059474, 4.272015, 2054.266460]
    assert scores.classes(scores.scores(behaviour)).count("555") == 348


def test_baskets_have_the_sets_and_rules_that_were_published(shop):
    groups = asked.lines(asked.SOURCES["order"], **shop.asked)

    found = baskets.analysed(groups, BasketTerms(size=8, right_size=7), told=lambda _part: None)

    assert (found["baskets"], found["sets"], found["rules"]) == (19_960, 2026, 995)
