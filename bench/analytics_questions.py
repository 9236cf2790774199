"""Questions to the analytical store: as the product asks them, and as one writes the same by hand for DuckDB and for PostgreSQL.

What is written by hand gives the same figures: totals among them, and how many amounts no rate was known for. It leaves out
what the product says beside them, as names, the deals of the first customers, and such amounts of deals. Days are those of
UTC, for both.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bench.analytics_fill import NOW, STAGES
from odnos.analytics.analyses import cohorts, funnel, rating
from odnos.analytics.findings import asked, customers
from odnos.analytics.findings.bought import bought
from odnos.analytics.models.rfm.scores import scores
from odnos.analytics.reports import answering
from odnos.analytics.reports.definition import Dimension, Measure, Period, Report, Top
from odnos.analytics.store.answer import Dialect

ALIVE = "deleted_at IS NULL"
BOUGHT = (
    f"{ALIVE} AND state NOT IN ('draft', 'cancelled', 'returned') AND total > 0 AND contact_id IS NOT NULL"
)
SEEN = f"IN (SELECT id FROM contact WHERE {ALIVE})"
DAY = "CAST(placed_at AS DATE)"
QUANTILES: Mapping[Dialect, tuple[str, str]] = {
    "duckdb": ("quantile_cont({0}, [0.25, 0.5, 0.75])", "quantile_cont({0}, {1})"),
    "postgresql": (
        "percentile_cont(ARRAY[0.25, 0.5, 0.75]) WITHIN GROUP (ORDER BY {0})",
        "percentile_cont({1}) WITHIN GROUP (ORDER BY {0})",
    ),
}
RANKS = " ".join(
    f"WHEN {stage} THEN {stage - 1}" for stage in range(1, STAGES + 2)
)  # the open stages, and the won one
BEGAN = "COALESCE(started_on, CAST(created_at AS DATE))"


@dataclass(frozen=True)
class Asking:
    """Who asks the product, when, of which store."""

    by: Any
    at: dt.datetime
    store: Any

    @property
    def words(self) -> dict[str, Any]:
        return {"by": self.by, "at": self.at, "store": self.store}


@dataclass(frozen=True)
class Question:
    """`own` asks through the product; `bare` are the statements written by hand, in a dialect."""

    name: str
    own: Callable[[Asking], Any]
    bare: Callable[[Dialect], list[str]]


def quartiles(value: str, dialect: Dialect) -> str:
    return QUANTILES[dialect][0].format(value)


def share(value: str, part: float, dialect: Dialect) -> str:
    return QUANTILES[dialect][1].format(value, part)


def stays(dialect: Dialect) -> str:
    return (
        f"SELECT from_stage_id, count(seconds), sum(seconds), {quartiles('seconds', dialect)} FROM stage_change"
        f" JOIN deal ON deal.id = deal_id WHERE {ALIVE} AND pipeline_id = 1 AND from_stage_id IS NOT NULL GROUP BY 1"
    )


def furthest(dialect: Dialect) -> list[str]:
    came = f"SELECT deal_id, max(CASE to_stage_id {RANKS} END) AS came FROM stage_change GROUP BY deal_id"
    reached = (
        "SELECT COALESCE(came, 0), status, lost_reason, count(*), sum(amount_converted)"
        f" FROM deal LEFT JOIN ({came}) AS steps ON deal_id = id WHERE {ALIVE} AND pipeline_id = 1 GROUP BY 1, 2, 3"
    )
    books = (
        f"SELECT min({BEGAN}), min(closed_on), {share(f'(closed_on - {BEGAN})', 0.95, dialect)}"
        f" FROM deal WHERE {ALIVE} AND pipeline_id = 1"
    )
    return [reached, stays(dialect), books]


def scored(_dialect: Dialect) -> list[str]:
    """Days on which nothing was paid on balance are no purchases, as the product has it."""
    until = f"DATE '{NOW:%Y-%m-%d}'"
    days = (
        f'SELECT contact_id AS who, {DAY} AS day, count(*) AS orders, sum(total_converted) AS paid FROM "order"'
        f" WHERE {ALIVE} AND state IN ('placed', 'paid') AND contact_id IS NOT NULL GROUP BY 1, 2"
    )
    people = (
        f"SELECT who, {until} - max(day) AS recency, sum(orders) AS frequency, sum(paid) AS money FROM ({days}) AS days"
        f" WHERE paid > 0 AND day <= {until} AND who {SEEN} GROUP BY 1"
    )
    return [
        "SELECT who, recency, frequency, money, ntile(5) OVER (ORDER BY -recency, who),"
        f" ntile(5) OVER (ORDER BY frequency, who), ntile(5) OVER (ORDER BY money, who) FROM ({people}) AS people"
    ]


def own_scores(asking: Asking) -> Any:
    found = asked.purchases(asked.SOURCES["order"], "contact", **asking.words)
    behaviour, _units = customers.behaved(bought(found, until=NOW.date()), NOW.date())
    return scores(behaviour)


def retained(_dialect: Dialect) -> list[str]:
    bought = (
        f"SELECT contact_id AS who, CAST(date_trunc('month', placed_at) AS DATE) AS month, sum(total_converted) AS amount"
        f' FROM "order" WHERE {BOUGHT} GROUP BY 1, 2'
    )
    return [
        f"WITH bought AS ({bought}), firsts AS (SELECT who, min(month) AS cohort FROM bought WHERE who {SEEN} GROUP BY 1)"
        " SELECT cohort, month, count(*), sum(amount) FROM bought JOIN firsts USING (who) GROUP BY 1, 2 ORDER BY 1, 2"
    ]


def best(_dialect: Dialect) -> list[str]:
    return [
        f"SELECT contact_id, count(*), sum(total_converted) AS amount, max(total_converted), max({DAY}),"
        ' count(*) OVER (), sum(count(*)) OVER (), sum(sum(total_converted)) OVER () FROM "order"'
        f" WHERE {BOUGHT} AND total_converted IS NOT NULL GROUP BY 1 HAVING contact_id {SEEN} ORDER BY amount DESC, 1 LIMIT 50"
    ]


UNCONVERTED = "count(total) - count(total_converted)"
PAID = f"count(*), sum(total_converted), {UNCONVERTED}"
AND_ALL = "GROUPING SETS ((1), ())"
COUNT = Measure()
SUM = Measure(kind="sum", path=("total",))


def by(*path: str, grain: Any = "") -> Dimension:
    return Dimension(path=path, grain=grain)


REPORTS: dict[str, tuple[Report, str]] = {
    "monthly dynamics": (
        Report(object_key="order", measures=(COUNT, SUM), rows=(by("placed_at", grain="month"),)),
        f"SELECT date_trunc('month', placed_at), {PAID} FROM \"order\" WHERE {ALIVE} GROUP BY {AND_ALL}",
    ),
    "report: a year by channel": (
        Report(
            object_key="order",
            measures=(COUNT, SUM),
            rows=(by("channel"),),
            period=Period(path=("placed_at",), span="2025-01-01..2025-12-31"),
        ),
        f'SELECT channel, {PAID} FROM "order" WHERE {ALIVE}'
        f" AND placed_at >= '2025-01-01' AND placed_at < '2026-01-01' GROUP BY {AND_ALL}",
    ),
    "report: customers of each person (distinct)": (
        Report(
            object_key="order",
            measures=(Measure(kind="distinct", path=("contact",)),),
            rows=(by("owner"),),
        ),
        f'SELECT owner_id, count(DISTINCT contact_id) FROM "order" WHERE {ALIVE} GROUP BY {AND_ALL}',
    ),
    "report: median of each person": (
        Report(object_key="order", measures=(Measure(kind="median", path=("total",)),), rows=(by("owner"),)),
        f'SELECT owner_id, {{median}}, {UNCONVERTED} FROM "order" WHERE {ALIVE} GROUP BY {AND_ALL}',
    ),
    "report: pivot with subtotals": (
        Report(
            object_key="order",
            measures=(COUNT, SUM),
            rows=(by("team"), by("owner")),
            columns=(by("state"),),
        ),
        f'SELECT team_id, owner_id, state, {PAID} FROM "order"'
        f" WHERE {ALIVE} GROUP BY GROUPING SETS ((1, 2, 3), (1, 2), (1, 3), (1), (3), ())",
    ),
    "report: ten of 100,000 customers, and the others": (
        Report(object_key="order", measures=(SUM, COUNT), rows=(by("contact"),), top=Top(number=10)),
        "SELECT contact_id, sum(total_converted) AS amount, count(*), sum(sum(total_converted)) OVER (), sum(count(*)) OVER (),"
        f' {UNCONVERTED} FROM "order" WHERE {ALIVE} GROUP BY 1 ORDER BY amount DESC, 1 LIMIT 10',
    ),
    "report: turnover by industry, through a link": (
        Report(
            object_key="deal",
            measures=(COUNT, Measure(kind="sum", path=("amount",))),
            rows=(by("company", "industry"),),
        ),
        "SELECT industry, count(*), sum(amount_converted) FROM deal LEFT JOIN company ON company.id = company_id"
        f" AND company.deleted_at IS NULL WHERE deal.deleted_at IS NULL GROUP BY {AND_ALL}",
    ),
}


def reported(name: str, report: Report, sql: str) -> Question:
    return Question(
        name,
        lambda asking: answering.run(report, **asking.words),
        lambda dialect: [sql.format(median=share("total_converted", 0.5, dialect))],
    )


FUNNEL = funnel.Asked(pipeline=1)
QUESTIONS = (
    Question("funnel", lambda asking: funnel.funnel(FUNNEL, **asking.words), furthest),
    Question(
        "stage velocity",
        lambda asking: funnel.begin_stays(FUNNEL, **asking.words)(),
        lambda dialect: [stays(dialect)],
    ),
    Question("RFM", own_scores, scored),
    Question(
        "cohorts by month",
        lambda asking: cohorts.cohorts(cohorts.Asked(customer="contact", span=""), **asking.words),
        retained,
    ),
    *(reported(name, report, sql) for name, (report, sql) in list(REPORTS.items())[:1]),
    Question(
        "top customers",
        lambda asking: rating.rating(rating.Asked(customer="contact"), **asking.words),
        best,
    ),
    *(reported(name, report, sql) for name, (report, sql) in list(REPORTS.items())[1:]),
)
