"""Figures as people read them: whole in a table, short at an axis."""

from __future__ import annotations

from decimal import Decimal

from babel.numbers import format_compact_currency, format_compact_decimal
from django.utils.translation import gettext as _

from odnos.analytics.reports.result import Figure, Head
from odnos.lib import money, numbers

NONE = "–"
SHORT_FROM = 10_000


def full(figure: Figure, head: Head, *, locale: str) -> str:
    """Return the figure with its unit, to the last digit that matters."""
    if figure is None:
        return NONE
    value = Decimal(figure)
    if head.unit == "money" and head.currency:
        return money.show(money.Money(value, head.currency).rounded(), locale=locale)
    if head.unit == "percent":
        return numbers.with_unit(numbers.show(value * 100, locale=locale, digits=1), "%", locale=locale)
    if head.unit == "days":
        return _("%(number)s d") % {"number": plain(value, locale=locale, digits=1)}
    if head.unit == "seconds":
        return _("%(number)s h") % {"number": plain(value / 3600, locale=locale, digits=1)}
    return plain(value, locale=locale, digits=2)


def plain(value: Decimal, *, locale: str, digits: int) -> str:
    rounded = round(value, digits)
    return numbers.show(rounded.normalize() if rounded % 1 else int(rounded), locale=locale)


def short(figure: Figure, head: Head, *, locale: str) -> str:
    """Return the figure in the few letters that an axis has room for: 1.2M €."""
    if figure is None:
        return NONE
    value = Decimal(figure)
    if head.unit == "percent":
        return numbers.with_unit(plain(value * 100, locale=locale, digits=1), "%", locale=locale)
    if head.unit in ("days", "seconds"):
        return full(figure, head, locale=locale)
    if head.unit == "money" and head.currency:
        return _short_money(value, head.currency, locale=locale)
    if abs(value) < SHORT_FROM:
        return plain(value, locale=locale, digits=2)
    return format_compact_decimal(value, locale=locale.replace("-", "_"), fraction_digits=1)


def _short_money(value: Decimal, currency: str, *, locale: str) -> str:
    if abs(value) < SHORT_FROM:
        digits = 0 if value % 1 == 0 or abs(value) >= 100 else None
        return money.show(money.Money(value, currency).rounded(), locale=locale, digits=digits)
    return format_compact_currency(value, currency, locale=locale.replace("-", "_"), fraction_digits=1)
