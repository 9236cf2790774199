"""Which part of each person's customers came back: of those of the period before, whoever sold to them again."""

from decimal import Decimal

import pytest

from odnos.analytics.analyses.retention import retention
from odnos.analytics.feed import filling
from odnos.analytics.feed.source import Here
from odnos.analytics.reports.definition import Period, Report
from odnos.analytics.reports.refusals import ReportError
from odnos.analytics.store.clickhouse import Clickhouse
from odnos.analytics.store.postgresql import Postgresql
from odnos.engine.filters import text
from odnos.engine.records import read
from odnos.objects.registry import registry
from tests import postgres
from tests.access.keeping import keep_from
from tests.people import NOON
from tests.web.sales import make_company, make_deal, make_pipeline

pytestmark = pytest.mark.django_db
FEBRUARY = Period(path=("closed_on",), span="2026-02-01..2026-02-28")
ASKED = Report(object_key="deal", period=FEBRUARY)
WON = (
    # owner, company, day
    ("ada", "Oak", "2026-01-05"),
    ("ada", "Oak", "2026-02-05"),
    ("ada", "Elm", "2026-01-31"),
    ("ada", "Elm", "2026-03-01"),
    ("ada", "Fir", "2026-01-10"),
    ("ben", "Fir", "2026-02-28"),
    ("ben", "Yew", "2026-01-01"),
    ("ben", "Yew", "2026-01-02"),
    ("ben", "Ash", "2025-12-31"),
    ("ben", "Ash", "2026-02-01"),
    ("cleo", "Yew", "2026-02-14"),
)


@pytest.fixture
def sold(cast, analytics):
    stages = make_pipeline()
    names = sorted({name for _owner, name, _day in WON})
    companies = {name: make_company(cast.dora, name=name, owner=cast.ada.user_id).id for name in names}
    for number, (owner, company, day) in enumerate(WON):
        make_deal(
            cast.dora,
            stages,
            owner=getattr(cast, owner).user_id,
            name=f"Deal {number}",
            company=companies[company],
            stage=stages["Won"],
            closed_on=day,
        )
    make_deal(
        cast.ada,
        stages,
        name="Lost",
        company=companies["Elm"],
        stage=stages["Lost"],
        closed_on="2026-02-02",
        lost_reason="price",
    )
    analytics.refresh()
    return companies


def told(store, by, **changes):
    found = retention(ASKED, by=by, at=NOON, store=store)
    return {
        tuple(group.text for group in line.groups): line.figures[0][0] for line in (*found.lines, found.total)
    }


def test_customers_are_kept_who_bought_again_from_anybody(cast, sold, analytics):
    assert told(analytics, cast.dora) == {
        ("Ada",): Decimal(2) / 3,  # Oak, and Fir from Ben; Elm came too late
        ("Ben",): Decimal(1),  # Yew, from Cleo; Ash was no customer of January
        (): Decimal(3) / 4,
    }


def test_everybody_counts_what_they_may_see(cast, sold, analytics):
    assert told(analytics, cast.ada) == {("Ada",): Decimal(2) / 3, ("Ben",): 0, (): Decimal(1) / 2}
    assert told(analytics, cast.cleo) == {(): None}
    keep_from(cast, ("deal", "company"))
    with pytest.raises(ReportError):
        told(analytics, cast.ada)


def test_a_line_finds_its_customers(cast, sold, analytics):
    found = retention(ASKED, by=cast.dora, at=NOON, store=analytics)

    company = registry.get("company")
    names = [
        {
            row.title
            for row in read.query(
                company, by=cast.dora, at=NOON, filter=text.parse(text.dump(line.drill))
            ).rows
        }
        for line in (*found.lines, found.total)
    ]
    assert names == [{"Oak", "Fir"}, {"Yew"}, {"Oak", "Fir", "Yew"}]


def test_without_a_period_before_nobody_came_back(cast, analytics):
    for period in (None, Period(path=("closed_on",), span="overdue")):
        with pytest.raises(ReportError):
            retention(Report(object_key="deal", period=period), by=cast.dora, at=NOON, store=analytics)


def test_the_other_engines_say_the_same(cast, sold, analytics, tmp_path):
    from tests.scale.front import Front

    here = retention(ASKED, by=cast.dora, at=NOON, store=analytics)
    server, front = postgres.start(), Front(tmp_path)
    try:
        for other in (Postgresql(server.url), Clickhouse(front.url)):
            filling.fill(other, Here(), at=NOON)
            assert retention(ASKED, by=cast.dora, at=NOON, store=other) == here
    finally:
        front.close()
        server.close()
