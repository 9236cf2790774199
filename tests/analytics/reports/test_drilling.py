"""Every number leads to its records, as the read path finds them for whoever asks."""

import dataclasses

import pytest

from odnos.analytics import reports
from odnos.analytics.reports.definition import Measure
from odnos.engine.filters import text
from odnos.engine.filters.tree import both
from odnos.engine.records import read
from odnos.objects.registry import registry
from tests.analytics.reports.questions import REPORTS
from tests.people import NOON

pytest_plugins = ("tests.analytics.reports.shop",)

WITHOUT = {"weekdays", "bins"}
"""Reports of whose lines no filter can speak."""


@pytest.fixture
def drilled(shop):
    """Return a function that counts the lines of a report whose filter finds as many records as they count."""

    def counted(report, by) -> int:
        report = dataclasses.replace(report, measures=(Measure(),), compared="", top=report.top)
        result = reports.run(report, by=by, at=NOON, store=shop.store)
        number = 0
        for line in (*result.lines, result.total):
            for groups, [figure] in zip(result.across, line.figures, strict=True):
                nodes = [line.drill, *(group.where for group in groups)]
                if None in nodes:
                    continue
                node = text.parse(text.dump(both(*nodes)))
                kind = registry.get(report.object_key)
                found = read.ids(kind, by=by, at=NOON, filter=node)
                assert len(found) == figure, (report, [group.text for group in (*line.groups, *groups)])
                number += 1
        return number

    return counted


def test_the_filter_of_a_line_finds_as_many_records_as_it_counts(shop, drilled):
    for name, report in REPORTS.items():
        for by in (shop.cast.dora, shop.cast.ada, shop.cast.cleo):
            assert (drilled(report, by) > 1) is (name not in WITHOUT and name != "total"), (name, by.name)
