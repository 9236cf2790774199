"""Days and moments: reading what people write, named periods, and writing them for a reader."""

from odnos.lib.dates.order import Order, order_of_column
from odnos.lib.dates.parse import NotADate, parse_date, parse_moment, parse_time
from odnos.lib.dates.periods import NAMES, UnknownPeriod, days, is_period, moments
from odnos.lib.dates.show import ago, show_date, show_moment, show_time, written_locale

__all__ = [
    "NAMES",
    "NotADate",
    "Order",
    "UnknownPeriod",
    "ago",
    "days",
    "is_period",
    "moments",
    "order_of_column",
    "parse_date",
    "parse_moment",
    "parse_time",
    "show_date",
    "show_moment",
    "show_time",
    "written_locale",
]
