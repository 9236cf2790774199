"""Writing amounts for a reader, fast enough for every cell of a list."""

from decimal import Decimal
from functools import lru_cache

from odnos.lib import numbers
from odnos.lib.money.amounts import Money, minor_digits


def show(money: Money, *, locale: str, digits: int | None = None) -> str:
    """`money` as `locale` writes it; whole amounts without decimals unless `digits` says how many."""
    before, after, usual = _pattern(locale, money.currency)
    amount = money.amount
    if digits is None:
        digits = 0 if amount == amount.to_integral_value() else max(usual, -_exponent(amount.normalize()))
    sign = "-" if amount < 0 else ""
    return f"{sign}{before}{numbers.show(abs(amount), locale=locale, digits=digits)}{after}"


def _exponent(amount: Decimal) -> int:
    exponent = amount.as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def symbol(currency: str, *, locale: str) -> str:
    """The sign `locale` writes for `currency`: €, US$ …"""
    from babel.numbers import get_currency_symbol

    return get_currency_symbol(currency, locale=locale.replace("-", "_"))


@lru_cache(maxsize=512)
def _pattern(locale: str, currency: str) -> tuple[str, str, int]:
    """What stands before and after an amount, and how many decimals it has."""
    from babel import Locale

    pattern = Locale.parse(locale.replace("-", "_")).currency_formats["standard"]
    sign = symbol(currency, locale=locale)
    before = pattern.prefix[0].replace("\u00a4", sign)
    if before and before[-1].isalpha():  # "CHF 12", as CLDR spaces a code
        before += "\u00a0"
    return before, pattern.suffix[0].replace("\u00a4", sign), minor_digits(currency)
