"""The customers of CDNOW that the papers on buying fit their models to."""

import datetime as dt
from functools import cache
from pathlib import Path

import numpy as np

from odnos.analytics.models.lifetime import purchases

FILE = Path(__file__).resolve().parents[2] / "data" / "cdnow" / "CDNOW_sample.txt"
UNTIL = dt.date(1997, 9, 30).toordinal()
LAST = dt.date(1998, 6, 30).toordinal()


@cache
def entries():
    """Customer, day as a number, and dollars of each purchase."""
    rows = [line.split() for line in FILE.read_text().splitlines()]
    days = [dt.datetime.strptime(row[2], "%Y%m%d").toordinal() for row in rows]
    return np.array([int(row[1]) for row in rows]), np.array(days), np.array([float(row[4]) for row in rows])


@cache
def customers(until=UNTIL):
    """Their histories in weeks up to a day."""
    return purchases.customers(*entries(), until=until)
