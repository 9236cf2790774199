"""Who sees all deals gets the same sums from value to value of an index as from one deal to the next."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from odnos.domains.deals import figures
from odnos.engine.filters import text
from odnos.engine.records import groups, indexed, tallies
from odnos.engine.records.groups import Part
from tests.people import Cast
from tests.web.sales import kind, make_deal, make_pipeline

NOW = dt.datetime(2026, 3, 20, 10, 0, tzinfo=dt.UTC)
MARCH = (dt.date(2026, 3, 1), dt.date(2026, 4, 1))
ALONG = ("stage_id", "owner_id", "amount_currency", "probability")
CLOSED = ("closed_on", "status", "amount_currency", "stage_id")

sqlite_only = pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL has no such plan")


@pytest.fixture
def stages(cast: Cast) -> dict[str, int]:
    """Deals of two people: two of a kind, without an amount, without an owner, in two currencies, won and lost."""
    made = make_pipeline()
    for amount in ("1000.10 EUR", "0.20 EUR", None, "250 USD"):
        make_deal(cast.ada, made, amount=amount)
    make_deal(cast.cleo, made, amount="5000 EUR", stage=made["Offer"])
    make_deal(cast.dora, made, amount="7 EUR", owner=None)
    for stage, day in (
        ("Won", "2026-03-05"),
        ("Won", "2026-03-05"),
        ("Lost", "2026-03-06"),
        ("Won", "2026-02-05"),
    ):
        make_deal(cast.ada, made, amount="0.30 EUR", stage=made[stage], closed_on=day)
    return made


def sums(cast: Cast, stages: dict[str, int]) -> list[Any]:
    """Return what a board and a dashboard add up for Dora, who sees all."""
    asked: dict[str, Any] = {"by": cast.dora, "at": NOW}
    names = {name: number for name, number in stages.items() if name}
    parts = [
        Part(keys=[names["New"], names["Offer"]], along=ALONG),
        Part(keys=[names["Won"], names["Lost"]], filter=figures.closed_within(MARCH), along=CLOSED),
    ]
    found = groups.groups(kind("deal"), group_by="stage", parts=parts, narrow=False, **asked)
    lanes = [
        (name, found[number].number, found[number].total, found[number].weighted)
        for name, number in names.items()
    ]
    open_ = figures.open_now(figures.steps(), None, **asked)
    return [
        lanes,
        sorted(open_, key=repr),
        figures.weighted(open_),
        sorted(figures.closings(MARCH, None, **asked), key=repr),
    ]


def test_sums_by_skipping_are_those_of_each_deal(
    cast: Cast, stages: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    skipped = sums(cast, stages)
    assert [
        (name, number, [str(amount) for amount in total]) for name, number, total, _weighted in skipped[0]
    ] == [
        ("New", 5, ["1007.30 EUR", "250 USD"]),
        ("Offer", 1, ["5000 EUR"]),
        ("Won", 2, ["0.60 EUR"]),
        ("Lost", 1, ["0.30 EUR"]),
    ]
    assert [str(amount) for amount in skipped[2]] == ["2600.73 EUR", "25.00 USD"]

    monkeypatch.setattr(indexed, "skips", lambda *_asked: False)
    assert sums(cast, stages) == skipped


@sqlite_only
def test_too_many_values_are_added_up_one_deal_after_the_other(
    cast: Cast, stages: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    skipped = sums(cast, stages)

    monkeypatch.setattr(tallies, "MOST", 1)
    with CaptureQueriesContext(connection) as asked:
        assert sums(cast, stages) == skipped
    assert sum("GROUP BY" in query["sql"] for query in asked.captured_queries) == 4


@sqlite_only
def test_skipping_begins_at_each_value_and_reads_no_deal(cast: Cast, stages: dict[str, int]) -> None:
    with CaptureQueriesContext(connection) as asked:
        sums(cast, stages)
    plans = [plan(query["sql"]) for query in asked.captured_queries if "json_array" in query["sql"]]

    assert len(plans) == 4
    for steps in plans:
        assert "USING COVERING INDEX deal_" in steps[-1]
        assert steps[-1].count("=?") >= 3, steps[-1]
        assert not any("TEMP B-TREE" in step for step in steps), steps


def plan(sql: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
        return [row[3] for row in cursor.fetchall()]


@pytest.mark.parametrize("who", ["ada", "max"])
def test_who_sees_some_deals_has_them_added_up_one_by_one(
    cast: Cast, stages: dict[str, int], who: str
) -> None:
    with CaptureQueriesContext(connection) as asked:
        found = figures.open_now(figures.steps(), None, by=getattr(cast, who), at=NOW)

    sees_all = who == "max" and connection.vendor == "sqlite"
    assert any("json_array" in query["sql"] for query in asked.captured_queries) == sees_all
    assert figures.together(found).number == (6 if who == "max" else 4)


@pytest.mark.parametrize(
    "along, filter, is_skipped",
    [
        (ALONG, None, True),
        (("stage_id", "amount_currency"), None, False),
        (CLOSED, figures.closed_within(MARCH), True),
        (CLOSED, figures.closed_in("won", MARCH), True),
        (ALONG, figures.closed_within(MARCH), False),
        (ALONG, text.parse("company.name.is:Acme"), False),
    ],
)
def test_an_index_leads_only_to_what_it_begins_with(along: Any, filter: Any, is_skipped: bool) -> None:
    assert indexed.skips(kind("deal"), along, filter) == is_skipped
