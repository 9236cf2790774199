"""What happened to records is reported like records: handovers, and sales with what followed them."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from odnos.analytics import reports
from odnos.analytics.analyses.retention import retention
from odnos.analytics.charts import results
from odnos.analytics.feed import filling
from odnos.analytics.feed.source import Here
from odnos.analytics.reports import behind, counted
from odnos.analytics.reports.definition import Dimension, Measure, Period, Report
from odnos.analytics.reports.fitting import Fitted, fitted
from odnos.analytics.saved import kept
from odnos.analytics.store.clickhouse import Clickhouse
from odnos.analytics.store.postgresql import Postgresql
from odnos.engine.access.rights import Denied
from odnos.engine.filters import text
from odnos.engine.records import write
from odnos.objects.registry import UnknownObject, registry
from odnos.web.pages.reports.fields import objects as offered
from tests import postgres
from tests.access.keeping import keep_from
from tests.engine.reaching import again, field, right  # noqa: F401 -- a fixture
from tests.people import NOON
from tests.web.sales import make_company, make_deal, make_pipeline

pytestmark = pytest.mark.django_db
DEAL = registry.get("deal")
DAY = dt.timedelta(days=1)
SOLD = (
    # owner, company, day
    ("ada", "Oak", "2026-01-05"),
    ("ada", "Oak", "2026-02-05"),
    ("ada", "Elm", "2026-01-31"),
    ("ada", "Elm", "2026-03-01"),
    ("ada", "Fir", "2026-01-10"),
    ("ben", "Fir", "2026-02-28"),
    ("ben", "Yew", "2026-01-01"),
    ("ben", "Yew", "2026-01-02"),
    ("ben", "Ash", "2025-11-30"),
    ("ben", "Ash", "2026-02-01"),
    ("cleo", "Yew", "2026-02-14"),
)
WENT = (
    # deal, to, days after noon
    ("far", "ben", 0),
    ("far", "cleo", 1),
    ("far", "ada", 20),
    ("far", "ben", 40),
    ("early", "ben", 2),
)


def by(path: str, grain: str = "") -> Dimension:
    return Dimension(path=tuple(path.split(".")), grain=grain)  # type: ignore[arg-type]


def of(path: str, where: str = "") -> Measure:
    return Measure(kind="distinct", path=(path,), where=text.parse(where))


def kept_share(stretch: str) -> Measure:
    return Measure(kind="ratio", of=of("customer", f"again_{stretch}.is:true"), by=of("customer"))


HANDED = Report(
    object_key="deal_handover",
    measures=(Measure(), of("deal"), Measure(kind="sum", path=("deal", "amount"))),
    rows=(by("from"), by("at", "month")),
)
KEPT = Report(
    object_key="customer_sale",
    measures=(of("customer"), *(kept_share(stretch) for stretch in ("month", "quarter", "year"))),
    rows=(by("owner"), by("won_on", "month")),
)
REPORTS = {
    "handed over": HANDED,
    "taken over": Report(object_key="deal_handover", rows=(by("at", "week"),), columns=(by("to"),)),
    "kept": KEPT,
    "first": Report(
        object_key="customer_sale",
        measures=(
            Measure(where=text.parse("is_first.is:true,deal.stage.not_empty")),
            Measure(kind="median", path=("days_to_next",)),
            Measure(kind="sum", path=("deal", "amount")),
        ),
        rows=(by("customer.name"),),
        where=text.parse("not(won_on.within:last_7_days)"),
        period=Period(path=("won_on",), span="2025-11-01..2026-02-20"),
    ),
}


@pytest.fixture
def given(cast, analytics):
    """Sales to five companies, and two deals that change hands."""
    stages = make_pipeline()
    firms = {
        name: make_company(cast.dora, name=name, owner=cast.ada.user_id).id
        for name in sorted({firm for _owner, firm, _day in SOLD})
    }
    for number, (owner, firm, day) in enumerate(SOLD):
        said = {"name": f"Deal {number}", "company": firms[firm], "stage": stages["Won"], "closed_on": day}
        make_deal(cast.dora, stages, owner=getattr(cast, owner).user_id, **said)
    deals = {
        name: make_deal(cast.dora, stages, name=name, owner=cast.ada.user_id).id for name in ("far", "early")
    }
    for name, to, days in WENT:
        owner = {"owner": getattr(cast, to).user_id}
        write.update(DEAL, deals[name], owner, version=None, by=cast.dora, at=NOON + days * DAY)
    analytics.refresh()
    return deals


def figures(report, store, *, by):
    """Return the figures of each line and of the total by the groups as they are read."""
    found = reports.run(report, by=by, at=NOON + 50 * DAY, store=store)
    return {
        tuple(group.text for group in line.groups): line.figures[-1] for line in (*found.lines, found.total)
    }


def test_handovers_are_reported_by_person_and_month(cast, given, analytics):
    found = figures(HANDED, analytics, by=cast.dora)

    assert found["Ada", "Mar 2026"] == (2, 2, Decimal(200))
    assert found["Ada", "Apr 2026"] == (1, 1, Decimal(100))
    assert found["Ben", "Mar 2026"] == (1, 1, Decimal(100))
    assert found["Cleo", "Mar 2026"] == (1, 1, Decimal(100))
    assert found["Ada",] == (3, 2, Decimal(300))
    assert found[()] == (5, 2, Decimal(500))


def test_handovers_are_those_of_records_that_the_asker_sees(cast, given, analytics):
    assert figures(HANDED, analytics, by=cast.cleo)[()] == (0, 0, 0)
    assert figures(HANDED, analytics, by=cast.ben)[()] == (5, 2, Decimal(500))
    write.delete(DEAL, [given["early"]], by=cast.dora, at=NOON)
    analytics.refresh()
    assert figures(HANDED, analytics, by=cast.dora)[()] == (4, 1, Decimal(400))


def test_customers_kept_are_reported_by_person(cast, given, analytics):
    found = figures(KEPT, analytics, by=cast.dora)

    two_thirds = Decimal(2) / Decimal(3)
    assert [round(figure, 9) for figure in found["Ada", "Jan 2026"]] == [3, round(two_thirds, 9), 0, 0]
    assert found["Ben", "Jan 2026"] == (1, 1, 0, 0)
    assert found["Ben", "Nov 2025"] == (1, 0, 1, 1)
    assert found["Cleo", "Feb 2026"] == (1, 0, 0, 0)
    before = Report(object_key="deal", period=Period(path=("closed_on",), span="2026-02-01..2026-02-28"))
    page = retention(before, by=cast.dora, at=NOON, store=analytics)
    assert {line.groups[0].text: round(line.figures[0][0], 9) for line in page.lines} == {
        owner: round(found[owner, "Jan 2026"][1], 9) for owner in ("Ada", "Ben")
    }


def test_customers_kept_are_told_as_not_over_until_the_quarter_that_follows_is(cast, given, analytics):
    """On 21 April the first quarter is over, but not the one in which its customers buy again."""
    share = replace(KEPT, measures=(kept_share("quarter"),), rows=(by("owner"), by("won_on", "quarter")))
    beside = replace(share, rows=(by("owner"),), columns=(by("won_on", "quarter"),))
    counts = replace(beside, measures=(of("customer"),))
    asked = {"by": cast.dora, "at": NOON + 50 * DAY, "store": analytics}

    found = reports.run(share, **asked)
    over = [[group.text for group in found.lines[place].groups] for place in found.immature]
    assert sorted(over) == [["Ada", "Q1 2026"], ["Ben", "Q1 2026"], ["Cleo", "Q1 2026"]]
    across = reports.run(beside, **asked)
    assert (across.immature, across.immature_across) == ((), (1,))
    assert [results.named(groups) for groups in across.across] == ["Q4 2025", "Q1 2026", ""]
    assert reports.run(counts, **asked).immature_across == ()
    assert reports.run(beside, **asked | {"at": NOON + 150 * DAY}).immature_across == ()
    for result in (found, across):
        shown = results.from_result(result, title="Kept", kind="bar")
        assert {item.name for item in shown.series if item.is_open} == {"Q1 2026"}
        assert shown.immature == ()


def test_again_is_what_the_asker_may_see(cast, given, analytics):
    """Cleo's own sale to Yew is all that she sees: no customer of hers came back, and none had come before."""
    assert figures(KEPT, analytics, by=cast.cleo) == {
        ("Cleo", "Feb 2026"): (1, 0, 0, 0),
        ("Cleo",): (1, 0, 0, 0),
        (): (1, 0, 0, 0),
    }
    first = {("(empty)",): (1, None, Decimal(100)), (): (1, None, Decimal(100))}
    assert figures(REPORTS["first"], analytics, by=cast.cleo) == first


@pytest.mark.parametrize("name", ["company", "closed_on"])
def test_who_may_not_see_what_sales_are_made_of_asks_nothing_of_them(cast, given, analytics, name):
    keep_from(cast, ("deal", name))
    kind = counted.get("customer_sale")

    with pytest.raises(Denied):
        figures(KEPT, analytics, by=cast.ada)
    with pytest.raises(Denied):
        behind.records(kind, KEPT.where, by=cast.ada, at=NOON, store=analytics, most=9)
    assert fitted(KEPT, by=cast.ada) == Fitted(None, is_less=True)
    assert fitted(KEPT, by=cast.dora) == Fitted(KEPT, is_less=False)
    assert figures(HANDED, analytics, by=cast.ada)[()] == (5, 2, Decimal(500))


def test_who_may_see_no_deals_counts_nothing_that_happened_to_them(cast, given, field, analytics):  # noqa: F811
    right(field, "see", "none", object="deal", by=cast.dora)
    ada, kinds = again(cast.ada), [counted.get(report.object_key) for report in (HANDED, KEPT)]

    for report in (HANDED, KEPT):
        with pytest.raises(Denied):
            figures(report, analytics, by=ada)
    assert [counted.may_ask(kind, by=ada) for kind in kinds] == [False, False]
    assert [counted.may_ask(kind, by=cast.dora) for kind in kinds] == [True, True]
    assert not {kind.key for kind in kinds} & {kind.key for kind in offered(ada)}
    assert {kind.key for kind in kinds} <= {kind.key for kind in offered(cast.dora)}


def test_a_figure_of_handovers_leads_to_its_records(cast, given, analytics):
    kind = counted.get("deal_handover")
    found = reports.run(HANDED, by=cast.dora, at=NOON, store=analytics)
    lines = {tuple(group.text for group in line.groups): line.drill for line in (*found.lines, found.total)}

    def records(node, by=cast.dora, most=9):
        return behind.records(kind, node, by=by, at=NOON, store=analytics, most=most)

    assert records(lines["Ada", "Mar 2026"]) == ([given["early"], given["far"]], 2)
    assert records(lines["Ben", "Mar 2026"]) == ([given["far"]], 1)
    assert records(lines[()], most=1) == ([given["early"]], 2)
    assert records(lines[()], by=cast.cleo) == ([], 0)


def test_what_happened_is_kept_and_read_again_and_is_no_record(cast):
    assert kept.parse(kept.dump(HANDED)) == HANDED
    saved = write.create(
        registry.get("report"), {"name": "Handed over", "definition": kept.dump(HANDED)}, by=cast.ada, at=NOON
    )
    assert saved["object"] == "deal_handover"
    assert "deal_handover" not in registry
    assert [item.key for item in counted.every()][:2] == ["company_handover", "contact_handover"]
    with pytest.raises(UnknownObject):
        counted.get("stage_handover")


def test_the_engines_count_alike(cast, given, analytics, tmp_path):
    from tests.scale.front import Front

    server, front = postgres.start(), Front(tmp_path)
    try:
        for other in (Postgresql(server.url), Clickhouse(front.url)):
            filling.fill(other, Here(), at=NOON)
            for name, report in REPORTS.items():
                for asker in (cast.dora, cast.ben, cast.cleo):
                    here = reports.run(report, by=asker, at=NOON + 30 * DAY, store=analytics)
                    there = reports.run(report, by=asker, at=NOON + 30 * DAY, store=other)
                    assert there == here, (name, asker.name)
    finally:
        server.close()
        front.close()
