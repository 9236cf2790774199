"""A small company's sales: who owns what, in which currency, when it closed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import pytest

from odnos.analytics import reports
from odnos.analytics.reports.definition import Report
from odnos.analytics.reports.result import Result
from odnos.engine.records import write
from odnos.objects.registry import registry
from tests.people import NOON, Cast
from tests.web.sales import make_pipeline

DEALS = (
    # owner, company, amount, stage, closes on, tags, contacts
    ("ada", "Oak", "1000 EUR", "New", "2026-01-15", ("wood", "north"), ("Ann", "Bo")),
    ("ada", "Oak", "2500.5 EUR", "Won", "2026-01-31", ("wood",), ("Ann",)),
    ("ada", "Elm", "300 EUR", "Won", "2026-02-28", (), ()),
    ("ben", "Elm", "700 EUR", "New", "2026-03-01", ("Ёлка",), ("Cy",)),
    ("ben", None, "450 EUR", "Lost", "2026-03-02", (), ()),
    ("ben", "Oak", None, "New", None, ("north",), ()),
    ("cleo", "Yew", "9000 EUR", "Won", "2026-03-15", ("south",), ("Cy", "Dee")),
    ("cleo", "Yew", "120 USD", "New", "2026-04-01", (), ("Dee",)),
    ("cleo", "Oak", "80 EUR", "Lost", "2025-12-31", ("south", "wood"), ("Bo",)),
)
PEOPLE = (("Ann", "Buyer", "ada"), ("Bo", "Buyer", "ada"), ("Cy", "Chief", "cleo"), ("Dee", "", "cleo"))
INDUSTRIES = {"Oak": "Wood", "Elm": "Paper", "Yew": "Wood"}
OWNERS = {"Oak": "ada", "Elm": "ben", "Yew": "cleo"}


@dataclass
class Shop:
    """The records by name, and how they are asked for."""

    cast: Cast
    companies: dict[str, int]
    deals: list[int]
    store: Any

    def run(self, report: Report, *, by: Any = None, at: dt.datetime = NOON) -> Result:
        return reports.run(report, by=by or self.cast.dora, at=at, store=self.store)

    def figures(self, report: Report, *, by: Any = None) -> dict[tuple[str, ...], tuple[Any, ...]]:
        """Return the figures of each line and of the total, by the groups as they are read."""
        result = self.run(report, by=by)
        lines = [*result.lines, result.total]
        return {tuple(group.text for group in line.groups): line.figures[-1] for line in lines}


@pytest.fixture
def shop(cast: Cast, analytics: Any) -> Shop:
    deal, company = registry.get("deal"), registry.get("company")
    stages = make_pipeline()
    companies = {
        name: write.create(
            company,
            {"name": name, "industry": industry, "owner": getattr(cast, OWNERS[name]).user_id},
            by=cast.dora,
            at=NOON,
        ).id
        for name, industry in INDUSTRIES.items()
    }
    contact = registry.get("contact")
    people = {
        name: write.create(
            contact,
            {"name": f"{name} Oakes", "job_title": job, "owner": getattr(cast, owner).user_id},
            by=cast.dora,
            at=NOON,
        ).id
        for name, job, owner in PEOPLE
    }
    deals = [
        write.create(
            deal,
            {
                "name": f"Deal {number}",
                "company": companies.get(firm or ""),
                "amount": amount,
                "stage": stages[stage],
                "closes_on": day,
                "tags": list(tags),
                "contacts": [people[name] for name in named],
                "owner": getattr(cast, owner).user_id,
            },
            by=cast.dora,
            at=NOON - dt.timedelta(days=number, hours=number, milliseconds=-300 * number),
        ).id
        for number, (owner, firm, amount, stage, day, tags, named) in enumerate(DEALS)
    ]
    analytics.refresh()
    return Shop(cast=cast, companies=companies, deals=deals, store=analytics)
