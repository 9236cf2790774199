"""What a team's deals come to is added up along indexes of teams, past nobody else's deals."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from odnos.domains.deals import figures
from odnos.engine.filters.tree import Condition
from tests.people import Cast
from tests.web.sales import make_deal, make_pipeline

NOW = dt.datetime(2026, 3, 20, 10, 0, tzinfo=dt.UTC)
MARCH = (dt.date(2026, 3, 1), dt.date(2026, 4, 1))


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL reads so small a table as it stands")
def test_sums_of_a_team_read_its_deals_alone(cast: Cast) -> None:
    made = make_pipeline()
    make_deal(cast.ada, made, amount="10 EUR")
    make_deal(cast.ada, made, amount="20 EUR", stage=made["Won"], closed_on="2026-03-05")
    make_deal(cast.cleo, made, amount="500 EUR")
    mine = Condition(("team",), "is", cast.ada.team_id)

    with CaptureQueriesContext(connection) as asked:
        open_ = figures.open_now(figures.steps(), mine, by=cast.ada, at=NOW)
        closings = figures.closings(MARCH, mine, by=cast.ada, at=NOW)

    assert [(part.number, part.worth) for part in open_] == [(1, 10)]
    assert [(closing.number, closing.worth) for closing in closings] == [(1, 20)]
    plans = [plan(query["sql"]) for query in asked.captured_queries if "WITH found" in query["sql"]]
    assert [steps[0] for steps in plans] == [
        "SEARCH deals_deal USING COVERING INDEX deal_sums_team (team_id=? AND stage_id=?)",
        "SEARCH deals_deal USING COVERING INDEX deal_closings_team (team_id=? AND closed_on>? AND closed_on<?)",
    ]
    assert not any("TEMP B-TREE" in step for steps in plans for step in steps)


def plan(sql: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
        return [row[3] for row in cursor.fetchall()]
