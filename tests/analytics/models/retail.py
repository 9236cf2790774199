"""The purchases of the Online Retail data of UCI, cleaned as its readers do: a customer, no cancellation, a quantity and a price."""

from functools import cache
from pathlib import Path

import duckdb
import numpy as np

FILE = Path(__file__).resolve().parents[2] / "data" / "online_retail" / "online_retail.parquet"
SOLD = "InvoiceNo not like 'C%' and Quantity > 0 and UnitPrice > 0"


@cache
def customers():
    """Number, days since the last purchase on 2011-12-10, invoices, and money of each customer."""
    rows = duckdb.sql(
        "select CustomerID::bigint as id, date_diff('day', max(InvoiceDate::timestamp)::date, date '2011-12-10') as days,"
        " count(distinct InvoiceNo) as invoices, sum(Quantity * UnitPrice) as money"
        f" from '{FILE}' where CustomerID is not null and {SOLD} group by 1 order by 1"
    ).fetchnumpy()
    return tuple(
        np.asarray(rows[name], kind) for name, kind in zip(rows, (np.int64, float, float, float), strict=True)
    )


@cache
def baskets():
    """Basket and item of each line, by number; guests count too."""
    rows = duckdb.sql(
        f"with line as (select distinct InvoiceNo as basket, StockCode as item from '{FILE}' where {SOLD})"
        " select dense_rank() over (order by basket) - 1 as basket, dense_rank() over (order by item) - 1 as item from line"
    ).fetchnumpy()
    return np.asarray(rows["basket"], np.int64), np.asarray(rows["item"], np.int64)
