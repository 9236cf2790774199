"""What a report answers: groups, figures, totals."""

from dataclasses import replace
from decimal import Decimal

from odnos.analytics.reports import own_order
from odnos.analytics.reports.definition import Dimension, Measure, Period, Report, Top
from odnos.engine.filters import text
from odnos.engine.records import bin as records_bin
from odnos.engine.records import write
from odnos.objects.registry import registry
from tests.people import NOON
from tests.web.sales import make_pipeline

pytest_plugins = ("tests.analytics.reports.shop",)

COUNT, SUM = Measure(), Measure(kind="sum", path=("amount",))


def test_records_are_counted_by_a_choice(shop):
    report = Report(object_key="deal", rows=(Dimension(path=("status",)),))

    assert shop.figures(report) == {("Open",): (4,), ("Won",): (3,), ("Lost",): (2,), (): (9,)}


def test_amounts_are_exact_and_those_without_a_rate_are_told(shop):
    report = Report(object_key="deal", measures=(SUM, COUNT), rows=(Dimension(path=("company",)),))

    assert shop.figures(report) == {
        ("Yew",): (Decimal(9000), 2),
        ("Oak",): (Decimal("3580.5"), 4),
        ("Elm",): (Decimal(1000), 2),
        ("(empty)",): (Decimal(450), 1),
        (): (Decimal("14030.5"), 9),
    }
    result = shop.run(report)
    assert (result.unconverted, result.measures[0].unit, result.measures[0].currency) == (1, "money", "EUR")


def test_days_are_gathered_to_months_and_none_is_left_out(shop):
    report = Report(
        object_key="deal",
        rows=(Dimension(path=("closes_on",), grain="month"),),
        period=Period(path=("closes_on",), span="2025-11-01..2026-04-30"),
    )

    assert shop.figures(report) == {
        ("Nov 2025",): (0,),
        ("Dec 2025",): (1,),
        ("Jan 2026",): (2,),
        ("Feb 2026",): (1,),
        ("Mar 2026",): (3,),
        ("Apr 2026",): (1,),
        (): (8,),
    }


def test_a_filter_narrows_a_report_and_each_measure_its_own(shop):
    won = Measure(where=text.parse("status.is:won"))
    rate = Measure(kind="ratio", of=won, by=COUNT)
    report = Report(
        object_key="deal",
        measures=(COUNT, won, rate),
        rows=(Dimension(path=("company", "industry")),),
        where=text.parse("company.not_empty"),
    )

    assert shop.figures(report) == {
        ("Wood",): (6, 2, Decimal(2) / 6),
        ("Paper",): (2, 1, Decimal("0.5")),
        (): (8, 3, Decimal("0.375")),
    }


def test_a_representative_counts_what_they_may_see(shop):
    report = Report(object_key="deal", measures=(COUNT, SUM), rows=(Dimension(path=("owner",)),))

    assert shop.figures(report, by=shop.cast.ada) == {
        ("Ada",): (3, Decimal("3800.5")),
        ("Ben",): (3, Decimal(1150)),
        (): (6, Decimal("4950.5")),
    }


def test_the_bin_is_not_counted(shop):
    records_bin.delete_one(registry.get("deal"), shop.deals[0], by=shop.cast.dora, at=NOON)
    shop.store.refresh()

    assert shop.run(Report(object_key="deal")).total.figures == ((8,),)


def test_median_average_and_different_values(shop):
    report = Report(
        object_key="deal",
        measures=(
            Measure(kind="median", path=("amount",)),
            Measure(kind="average", path=("amount",)),
            Measure(kind="min", path=("amount",)),
            Measure(kind="max", path=("amount",)),
            Measure(kind="distinct", path=("company",)),
        ),
    )

    [figures] = shop.run(report).total.figures
    assert figures == (Decimal(700), Decimal("14030.5") / 7, Decimal(80), Decimal(9000), 3)


def test_a_top_gathers_the_rest_anew(shop):
    report = Report(
        object_key="deal",
        measures=(SUM, Measure(kind="median", path=("amount",))),
        rows=(Dimension(path=("company",)),),
        top=Top(number=1),
    )

    assert shop.figures(report) == {
        ("Yew",): (Decimal(9000), Decimal(9000)),
        ("Other",): (Decimal("5030.5"), Decimal(575)),
        (): (Decimal("14030.5"), Decimal(700)),
    }


def texts(groups):
    return [item[0].text for item in groups if item]


def test_stages_and_choices_across_stand_in_their_own_order(shop):
    by_stage = Report(
        object_key="deal", rows=(Dimension(path=("owner",)),), columns=(Dimension(path=("stage",)),)
    )
    by_status = Report(
        object_key="deal",
        measures=(SUM,),
        rows=(Dimension(path=("owner",)),),
        columns=(Dimension(path=("status",)),),
    )

    assert texts(shop.run(by_stage).across) == ["New", "Won", "Lost"]
    assert texts(shop.run(by_status).across) == ["Open", "Won", "Lost"]
    dear = replace(by_stage, measures=(SUM,))
    assert texts(shop.run(dear).across) == ["New", "Won", "Lost"]
    assert texts(shop.run(replace(dear, order=("-measure:0",))).across) == ["Won", "New", "Lost"]


def test_stages_stand_in_their_order_and_other_choices_by_their_figure(shop):
    stages = Report(object_key="deal", measures=(SUM,), rows=(Dimension(path=("stage",)),))
    states = replace(stages, rows=(Dimension(path=("status",)),))

    assert texts(line.groups for line in shop.run(stages).lines) == ["New", "Won", "Lost"]
    assert texts(line.groups for line in shop.run(states).lines) == ["Won", "Open", "Lost"]
    most = replace(stages, top=Top(number=1))
    assert texts(line.groups for line in shop.run(most).lines) == ["Won", "Other"]


def test_stages_of_several_pipelines_stand_pipeline_by_pipeline(shop):
    stage, pipeline = registry.get("stage"), registry.get("pipeline")
    ours = [stage.model.objects.get(name=name).pk for name in ("New", "Won", "Lost")]
    theirs = make_pipeline("Second")
    write.update(pipeline, theirs[""], {"position": -1}, version=None, by=shop.cast.dora, at=NOON)
    ids = {*ours, theirs["New"], theirs["Won"]}

    found = own_order.among(stage, ids, by=shop.cast.dora)

    assert sorted(ids, key=found.__getitem__) == [theirs["New"], theirs["Won"], *ours]
