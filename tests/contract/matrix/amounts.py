"""Rows of numbers, amounts, days and moments."""

import datetime as dt
from decimal import Decimal

from odnos.lib.money import Money
from odnos.objects import fields as f
from tests.contract.matrix.case import Case, Kind

LONG_DAY = dt.date(2026, 3, 31)
MOMENT = dt.datetime(2026, 3, 31, 10, 30, tzinfo=dt.UTC)
AMOUNTS: dict[str, Kind] = {
    "number": Kind(
        field=f.Number("x", places=2, least=-1000000, most=1000000),
        cases=(
            Case(
                raw="1,234.5",
                value=Decimal("1234.5"),
                json=1234.5,
                text="1,234.5",
                csv=Decimal("1234.5"),
                html="1,234.5",
            ),
            Case(raw=-3, value=Decimal(-3), json=-3, text="-3", csv=Decimal(-3), html="-3"),
            Case(raw=0, value=Decimal(0), json=0, text="0", csv=Decimal(0), html="0"),
            Case(raw=1.005e3, value=Decimal(1005), json=1005, text="1,005", csv=Decimal(1005), html="1,005"),
        ),
        refused=("many", "1.234", "1e30", "NaN", 10**400, "--1", True),
    ),
    "money": Kind(
        field=f.Money("x"),
        cases=(
            Case(
                raw="1,000.50 USD",
                value=Money(Decimal("1000.5"), "USD"),
                json={"amount": "1000.5", "currency": "USD"},
                text="$1,000.50",
                csv=Decimal("1000.5"),
                html="$1,000.50",
            ),
            Case(
                raw={"amount": "0.0001", "currency": "EUR"},
                value=Money(Decimal("0.0001"), "EUR"),
                json={"amount": "0.0001", "currency": "EUR"},
                text="€0.0001",
                csv=Decimal("0.0001"),
                html="€0.0001",
            ),
            Case(
                raw=0,
                value=Money(Decimal(0), "EUR"),
                json={"amount": "0", "currency": "EUR"},
                text="€0",
                csv=Decimal(0),
                html="€0",
            ),
        ),
        refused=("dear", {"amount": "1", "currency": "QQQ"}, "1e20", {"amount": "NaN"}, "0.00001"),
    ),
    "date": Kind(
        field=f.Date("x"),
        cases=(
            Case(
                raw="2026-03-31",
                value=LONG_DAY,
                json="2026-03-31",
                text="31 Mar",
                csv=LONG_DAY,
                html='<time datetime="2026-03-31">31 Mar</time>',
            ),
        ),
        refused=("2026-02-30", "soon", "10000-01-01"),
    ),
    "moment": Kind(
        field=f.Moment("x"),
        cases=(
            Case(
                raw="2026-03-31T10:30:00Z",
                value=MOMENT,
                json="2026-03-31T10:30:00Z",
                text="31 Mar, 12:30",
                csv=dt.datetime(2026, 3, 31, 12, 30),
                html='<time datetime="2026-03-31T10:30:00+00:00" title="2026-03-31 12:30">31 Mar, 12:30</time>',
            ),
        ),
        refused=("2026-02-30T00:00", "soon"),
    ),
    "rank": Kind(
        field=f.Rank("x"),
        cases=(Case(raw=1.5, value=1.5, json=1.5, text="1.5", csv="1.5", html="1.5"),),
        refused=("first", float("inf"), "NaN"),
    ),
}
