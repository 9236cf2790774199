"""What kind of values a column holds, and how it writes its numbers and dates."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence

from odnos.lib import dates, money, numbers

_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
_PHONE = re.compile(r"\+?[\d\s().\-/]{7,20}")
_URL = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_SHARE = 0.9


def kinds_in(values: Sequence[str]) -> frozenset[str] | None:
    """The kinds that nine of ten filled values are of: email, phone, url, date, number. Empty for a column of words, None
    for one without values."""
    filled = [value.strip() for value in values if value.strip()]
    if not filled:
        return None
    return frozenset(
        kind for kind, is_one in _TESTS.items() if sum(map(is_one, filled)) >= _SHARE * len(filled)
    )


def _is_phone(value: str) -> bool:
    digits = sum(character.isdigit() for character in value)
    return _PHONE.fullmatch(value) is not None and 7 <= digits <= 15 and not _is_date(value)


def _is_date(value: str) -> bool:
    orders: tuple[dates.Order, ...] = ("dmy", "mdy")
    for order in orders:
        try:
            dates.parse_moment(value, zone=dt.UTC, order=order)
        except dates.NotADate:
            continue
        return True
    return False


def _is_number(value: str) -> bool:
    try:
        money.parse(value, currency="EUR")
    except money.NotMoney:
        return False
    return True


_TESTS: dict[str, Callable[[str], bool]] = {
    "email": lambda value: _EMAIL.fullmatch(value) is not None,
    "url": lambda value: _URL.fullmatch(value) is not None,
    "phone": _is_phone,
    "date": _is_date,
    "number": _is_number,
}


def decimal_mark_of(values: Sequence[str], default: str) -> str:
    """The decimal mark of a column, or `default` where it does not tell."""
    return numbers.mark_of_column(values) or default


def order_of(values: Sequence[str], default: dates.Order) -> dates.Order:
    """The order of day and month of a column, or `default` where it does not tell."""
    return dates.order_of_column(values) or default
