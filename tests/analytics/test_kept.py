"""Any definition, written as JSON and read again, is the same definition."""

import datetime as dt
import json
import re
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from odnos.analytics.reports.definition import (
    ChartKind,
    Dimension,
    Grain,
    Measure,
    MeasureKind,
    Period,
    Report,
    Shown,
    Top,
)
from odnos.analytics.saved import kept
from odnos.engine.filters.tree import EVERYTHING, Any, Condition, Not, both

NAMES = st.from_regex(r"[a-z][a-z0-9_]{0,20}", fullmatch=True)
PATHS = st.lists(NAMES, min_size=1, max_size=6).map(tuple)
LABELS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=100)
CONDITIONS = st.builds(
    Condition,
    PATHS.map(lambda path: path[:4]),
    st.sampled_from(["is", "gt", "contains"]),
    st.text(st.characters(min_codepoint=32, max_codepoint=0x4FF), min_size=1, max_size=20),
)
FILTERS = (
    st.just(EVERYTHING)
    | CONDITIONS
    | CONDITIONS.map(Not)
    | st.builds(lambda one, other: both(Any((one, other)), Not(one)), CONDITIONS, CONDITIONS)
)
EDGES = st.decimals(-(10**9), 10**9, places=4, allow_nan=False)
SIDES = st.builds(
    Measure,
    kind=st.sampled_from([item for item in get_args(MeasureKind) if item != "ratio"]),
    path=st.just(()) | PATHS,
    where=FILTERS,
    shown=st.sampled_from(get_args(Shown)),
    since=st.lists(PATHS, max_size=4).map(tuple),
    label=LABELS,
)
MEASURES = SIDES | st.builds(Measure, kind=st.just("ratio"), of=SIDES, by=SIDES, label=LABELS)
DIMENSIONS = st.lists(
    st.builds(
        Dimension,
        path=PATHS,
        grain=st.sampled_from(get_args(Grain)),
        bins=st.lists(EDGES, max_size=5).map(tuple),
        label=LABELS,
    ),
    max_size=4,
).map(tuple)
DAYS = st.dates(dt.date(1990, 1, 1), dt.date(2100, 1, 1)).map(str)
PERIODS = st.builds(Period, path=PATHS, span=st.just("this_year") | st.builds("{}..{}".format, DAYS, DAYS))
REPORTS = st.builds(
    Report,
    object_key=NAMES,
    measures=st.lists(MEASURES, min_size=1, max_size=12).map(tuple),
    rows=DIMENSIONS,
    columns=DIMENSIONS,
    where=FILTERS,
    period=st.none() | PERIODS,
    compared=st.sampled_from(["", "before", "year_before"]),
    top=st.none() | st.builds(Top, number=st.integers(1, 1000), by=st.integers(0, 11), other=st.booleans()),
    order=st.lists(st.sampled_from(["row:0", "-row:1", "measure:0", "-measure:3"]), max_size=4).map(tuple),
    subtotals=st.booleans(),
    chart=st.sampled_from(get_args(ChartKind)),
    target=st.none() | st.decimals("0.0001", 10**9, places=4),
    limit=st.integers(1, 1000),
)


@settings(max_examples=40, phases=[Phase.explicit, Phase.generate, Phase.target], deadline=None)
@given(REPORTS)
def test_a_definition_survives_being_written(report):
    written = kept.dump(report)

    assert kept.parse(written) == report
    assert kept.dump(kept.parse(written)) == written


def test_what_a_newer_odnos_wrote_is_not_read_as_something_else():
    assert kept.understood({"object": "deal", "version": 1}) == Report(object_key="deal")
    for version in (2, "1", None, 1.5):
        with pytest.raises(kept.Unreadable):
            kept.parse(json.dumps({"object": "deal", "version": version}))


def test_a_time_may_name_one_date_without_a_list():
    raw = {"object": "deal", "measures": [{"kind": "min", "path": "closed_on", "since": "created_at"}]}

    [measure] = kept.understood(raw).measures
    assert (measure.since, measure.path) == ((("created_at",),), ("closed_on",))


def test_the_definition_that_the_reference_gives_is_read_with_both_sides_of_its_ratio():
    told = (Path(__file__).parents[2] / "docs/reference/reports.md").read_text()
    report = kept.parse(re.search(r"```json\n(.*?)```", told, re.DOTALL)[1])

    assert report.measures[1].kind == "ratio"
    assert report.measures[1].by == Measure()
    assert report.measures[1].of == Measure(where=Condition(("status",), "is", "won"))
