"""Time between two dates of a record as a figure: in whole days where one is a day, to the second between moments."""

import datetime as dt
from decimal import Decimal

import pytest

from odnos.analytics.reports.definition import Measure, Report
from odnos.analytics.reports.fitting import fitted
from odnos.analytics.reports.refusals import ReportError
from odnos.engine.filters import text
from odnos.engine.records import write
from odnos.objects.registry import registry
from tests.access.keeping import keep_from
from tests.people import NOON

pytestmark = pytest.mark.django_db
KINDS = ("sum", "average", "median", "lower_quartile", "upper_quartile", "min", "max")
STARTED, CREATED, CLOSES = ("started_on",), ("created_at",), ("closes_on",)


@pytest.fixture
def leads(cast, analytics):
    """Leads of Ada that were made 1, 2, 4 and 10 days and six hours ago."""
    for days in (1, 2, 4, 10):
        made = NOON - dt.timedelta(days=days, hours=6)
        write.create(registry.get("lead"), {"name": f"Lead {days}"}, by=cast.ada, at=made)
    analytics.refresh()
    return analytics


def figures(store, report, by):
    from odnos.analytics import reports

    result = reports.run(report, by=by, at=NOON, store=store)
    return (
        result.total.figures[-1],
        [head.unit for head in result.measures],
        [head.label for head in result.measures],
    )


def test_between_moments_days_have_parts(leads, cast):
    ages = Report(object_key="lead", measures=tuple(Measure(kind=kind, since=(CREATED,)) for kind in KINDS))  # type: ignore[arg-type]

    found, units, labels = figures(leads, ages, cast.ada)

    assert found == tuple(map(Decimal, ("18", "4.5", "3.25", "2", "5.75", "1.25", "10.25")))
    assert units == ["days"] * 7
    assert labels == [
        "Days from Created to today, added up",
        "Average days from Created to today",
        "Median of days from Created to today",
        "Lower quartile of days from Created to today",
        "Upper quartile of days from Created to today",
        "Fewest days from Created to today",
        "Most days from Created to today",
    ]


def test_where_one_is_a_day_days_are_whole_and_the_first_date_that_is_known_counts(cast, analytics):
    from tests.web.sales import make_deal, make_pipeline

    stages = make_pipeline()
    make_deal(cast.ada, stages, name="told", started_on="2026-02-01", closes_on="2026-02-11")
    made = make_deal(
        cast.ada, stages, name="made", closes_on=(NOON + dt.timedelta(days=3)).date().isoformat()
    )
    analytics.refresh()
    assert made["created_at"] == NOON

    def asked(*since, kind="sum", where=""):
        measure = Measure(kind=kind, path=CLOSES, since=since, where=text.parse(where))
        return figures(analytics, Report(object_key="deal", measures=(measure,)), cast.ada)[0][0]

    assert (asked(STARTED), asked(STARTED, CREATED), asked(STARTED, CREATED, kind="max")) == (10, 13, 10)
    assert asked(STARTED, CREATED, where="name.is:made") == 3
    assert asked(STARTED, where="name.is:made", kind="average") is None


@pytest.mark.parametrize(
    ("measure", "said"),
    [
        (Measure(kind="count", path=CLOSES, since=(CREATED,)), "cannot be counted so"),
        (Measure(kind="distinct", path=CLOSES, since=(CREATED,)), "cannot be counted so"),
        (Measure(kind="average", path=CLOSES, since=(CREATED,), shown="running"), "cannot be counted so"),
        (Measure(kind="average", path=("amount",), since=(CREATED,)), "is no date"),
        (Measure(kind="average", path=CLOSES, since=(("name",),)), "is no date"),
        (Measure(kind="average", path=CLOSES, since=(("contacts", "created_at"),)), "is no date"),
        (Measure(kind="average", path=CLOSES, since=(CREATED,) * 5), "At most 4"),
        (Measure(kind="average", path=CLOSES, since=(("nothing",),)), "has no field"),
    ],
)
def test_what_is_no_time_is_refused(cast, analytics, measure, said):
    with pytest.raises(ReportError, match=said):
        figures(analytics, Report(object_key="deal", measures=(measure,)), cast.dora)


def test_a_hidden_date_is_no_date_and_a_kept_report_goes_without(cast, analytics):
    measure = Measure(kind="average", path=CLOSES, since=(STARTED, CREATED))
    report = Report(object_key="deal", measures=(Measure(), measure))
    keep_from(cast, ("deal", "started_on"))

    with pytest.raises(ReportError, match="has no field"):
        figures(analytics, report, cast.ada)
    assert fitted(report, by=cast.ada).report == Report(object_key="deal")
    assert not fitted(report, by=cast.dora).is_less
