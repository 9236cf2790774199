"""What the pages of analyses share: reading the address, asking the store, writing figures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from odnos.analytics.reports.refusals import ReportError
from odnos.analytics.store.answer import StoreError
from odnos.engine.access.rights import Denied
from odnos.engine.filters.tree import FilterError
from odnos.lib import money, numbers
from odnos.lib.dates import show_date
from odnos.objects import fields as f

Answer = TypeVar("Answer")
REFUSALS = (ReportError, FilterError, Denied, StoreError)
MOST = 200
"""Records behind a figure that a page lists."""
FREE = ("span",)
SPANS = (
    ("this_month", gettext_lazy("This month")),
    ("last_month", gettext_lazy("Last month")),
    ("this_quarter", gettext_lazy("This quarter")),
    ("last_quarter", gettext_lazy("Last quarter")),
    ("last_90_days", gettext_lazy("Last 90 days")),
    ("last_12_months", gettext_lazy("Last 12 months")),
    ("this_year", gettext_lazy("This year")),
    ("last_year", gettext_lazy("Last year")),
    ("", gettext_lazy("All time")),
)
CUSTOMERS = (
    ("", gettext_lazy("Companies, and contacts without one")),
    ("company", gettext_lazy("Companies")),
    ("contact", gettext_lazy("Contacts")),
)


def tried(ask: Callable[[], Answer]) -> tuple[Answer | None, str]:
    """Return an answer, or in words why there is none."""
    try:
        return ask(), ""
    except REFUSALS as error:
        return None, str(getattr(error, "message", "") or error)


def chosen(given: Mapping[str, str], name: str, known: Sequence[tuple[str, Any]], default: str) -> str:
    """Return what the address says, if it is one of the choices."""
    value = given.get(name, default)
    return value if value in dict(known) else default


def days_of(given: Mapping[str, str], default: str) -> str:
    """Return the period of the address: two days, or a word."""
    first, last = given.get("first", ""), given.get("last", "")
    try:
        if first and last:
            start, end = sorted((dt.date.fromisoformat(first), dt.date.fromisoformat(last)))
            return f"{start}..{end}"
    except ValueError:
        pass
    return chosen(given, "span", SPANS, default)


def whole(given: Mapping[str, str], name: str, most: int) -> int | None:
    """Return a whole number of the address from 0 to `most`; None for what is none."""
    written = given.get(name, "")
    return int(written) if written.isdecimal() and len(written) < 19 and int(written) <= most else None


def address(path: str, **words: Any) -> str:
    """Return an address with those words that say something; of a period, nothing says «all time»."""
    told = {
        name: value for name, value in words.items() if value is not None and (value != "" or name in FREE)
    }
    return f"{path}?{urlencode(told)}"


def count(value: Any, *, locale: str) -> str:
    return "—" if value is None else numbers.show(Decimal(value), locale=locale)


def percent(part: Decimal | None, *, locale: str) -> str:
    if part is None:
        return "—"
    return numbers.with_unit(numbers.show(part * 100, locale=locale, digits=1), "%", locale=locale)


def amount(value: Decimal | None, visit: Any) -> str:
    if value is None:
        return "—"
    return money.show(money.Money(value, visit.by.currency).rounded(), locale=visit.by.locale)


def stay(seconds: Decimal | None, *, locale: str) -> str:
    """Return a length of time in days, or in hours where it is short."""
    if seconds is None:
        return "—"
    hours = seconds / 3600
    if hours < 48:
        return _("%(number)s h") % {"number": numbers.show(hours, locale=locale, digits=1)}
    return _("%(number)s d") % {"number": numbers.show(hours / 24, locale=locale, digits=1)}


def day(value: dt.date, visit: Any) -> str:
    return show_date(value, locale=visit.by.locale)


def as_of(moment: dt.datetime, visit: Any) -> str:
    return f.Moment("as_of").text(moment, visit.ctx())
