"""Subtotals that are worked out here are those that a store counts, and groups are the same by whatever a store tells them."""

import datetime as dt
from dataclasses import replace

import pytest

from odnos.analytics.reports.definition import Dimension, Measure, Period, Report
from odnos.engine.records import write
from odnos.objects.registry import registry
from tests.people import NOON

pytest_plugins = ("tests.analytics.reports.shop",)

COUNT = Measure()
AMOUNT = ("amount",)
ROLLED = (
    COUNT,
    *(Measure(kind=kind, path=AMOUNT) for kind in ("sum", "average", "min", "max")),
    Measure(kind="ratio", of=Measure(kind="sum", path=AMOUNT), by=COUNT),
)
COUNTED = Measure(kind="median", path=AMOUNT)
"""No total of a median is worked out from those of its groups: beside it a store counts every level."""


def by(*path, grain=""):
    return Dimension(path=path, grain=grain)


@pytest.fixture
def bare(shop):
    """The shop, one of whose companies is of no industry; a deal of it is in the same group as one without a company."""
    company = registry.get("company")
    write.update(company, shop.companies["Yew"], {"industry": ""}, version=None, by=shop.cast.dora, at=NOON)
    shop.store.refresh()
    return shop


def figures(shop, report):
    result = shop.run(report)
    across = len(result.across)
    kept = len(ROLLED)
    return {
        tuple((group.text, group.value) for group in line.groups): [
            line.figures[at][:kept] for at in range(across)
        ]
        for line in (*result.lines, result.total)
    }


GROUPS = (
    ((by("company", "industry"),), ()),
    ((by("company", "industry"), by("owner")), (by("status"),)),
    ((by("owner"), by("company", "industry"), by("closes_on", grain="quarter")), ()),
    ((by("created_at", grain="month"),), (by("company", "industry"), by("closes_on", grain="year"))),
    ((), (by("company", "industry"),)),
)


def test_levels_that_are_worked_out_are_those_that_a_store_counts(bare):
    for rows, columns in GROUPS:
        for subtotals in (True, False):
            asked = Report(
                object_key="deal", measures=ROLLED, rows=rows, columns=columns, subtotals=subtotals
            )
            worked_out = figures(bare, asked)
            counted = figures(bare, replace(asked, measures=(*ROLLED, COUNTED)))

            assert len(worked_out) > 1 or not rows
            assert worked_out == counted, (rows, columns)


def test_texts_that_are_empty_are_in_the_group_of_none(bare):
    asked = Report(object_key="deal", measures=(COUNT,), rows=(by("company", "industry"),))

    assert bare.figures(asked) == {("Wood",): (4,), ("Paper",): (2,), ("(empty)",): (3,), (): (9,)}


def test_a_stretch_of_time_is_told_by_its_first_day(shop):
    firsts = {"month": dt.date(2025, 12, 1), "quarter": dt.date(2025, 10, 1), "year": dt.date(2025, 1, 1)}
    period = Period(path=("closes_on",), span="2025-12-31..2025-12-31")
    for grain, first in firsts.items():
        asked = Report(object_key="deal", rows=(by("closes_on", grain=grain),), period=period)

        [line] = shop.run(asked).lines
        assert [group.value for group in line.groups] == [first]
        assert line.figures == ((1,),)
