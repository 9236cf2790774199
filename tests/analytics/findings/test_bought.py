"""Purchases as columns: in the order of customers and days, whatever order they came in."""

import datetime as dt
from decimal import Decimal

import pyarrow as pa
import pytest

from odnos.analytics.findings.asked import Columns
from odnos.analytics.findings.bought import bought, decimals

DAYS = [
    dt.date(2026, 3, 2),
    dt.date(2026, 3, 1),
    dt.date(2024, 2, 29),
    dt.date(2026, 3, 5),
    dt.date(2026, 1, 1),
]


def found(ids, days=DAYS, amounts=("1.5", "2", "3.0001", "4", "0")):
    money = [Decimal(one) for one in amounts]
    columns = [
        pa.chunked_array([pa.array(ids, pa.int64())]),
        pa.chunked_array([pa.array(days, pa.date32())]),
        pa.chunked_array([pa.array(range(1, len(ids) + 1), pa.int64())]),
        pa.chunked_array([pa.array(money, pa.decimal128(38, 4))]),
    ]
    return Columns(columns, 0, dt.datetime(2026, 3, 9, tzinfo=dt.UTC))


@pytest.mark.parametrize("far", [0, 2**60])  # one number holds customer, day and place, or it does not
def test_purchases_are_in_the_order_of_customers_and_days(far):
    made = bought(found([7 + far, 7 + far, 3, 3, 3]), until=dt.date(2026, 3, 4))

    assert made.ids.tolist() == [3, 7 + far, 7 + far]
    assert [dt.date.fromordinal(day) for day in made.days.tolist()] == [DAYS[2], DAYS[1], DAYS[0]]
    assert made.counts.tolist() == [3, 2, 1]
    assert decimals(made.units) == [Decimal("3.0001"), Decimal(2), Decimal("1.5")]


def test_of_no_purchases_there_are_none():
    made = bought(found([7], DAYS[:1], ("0",)), until=dt.date(2026, 3, 4))

    assert (len(made.ids), len(made.days), len(made.counts), len(made.units)) == (0, 0, 0, 0)
