"""Reading amounts as people write them: 1 234,50 € · $1,234.5 · USD 12 · (120) · 12 руб."""

import re
from functools import lru_cache

from odnos.lib import numbers
from odnos.lib.money.amounts import Money

_AMOUNT = re.compile(r"[-+(−]?\s*[\d.,][\d.,\s\u00a0\u202f'’]*(?:[eE][+-]?\d+)?\s*[)\-−]?")
_SYMBOLS = {
    "€": "EUR",
    "$": "USD",
    "US$": "USD",
    "£": "GBP",
    "¥": "JPY",
    "₽": "RUB",
    "РУБ": "RUB",
    "РУБ.": "RUB",
    "Р": "RUB",
    "Р.": "RUB",
    "₴": "UAH",
    "ГРН": "UAH",
    "₸": "KZT",
    "ZŁ": "PLN",
    "KČ": "CZK",
    "FT": "HUF",
    "₺": "TRY",
    "₹": "INR",
    "₩": "KRW",
    "₪": "ILS",
    "R$": "BRL",
    "A$": "AUD",
    "C$": "CAD",
    "FR": "CHF",
    "FR.": "CHF",
    "РСД": "RSD",
    "DIN": "RSD",
    "DIN.": "RSD",
}


class NotMoney(ValueError):
    """The text is not an amount, or names an unknown currency."""


def parse(text: str, *, currency: str, decimal_mark: str = ".") -> Money:
    """The amount in `text`, in the currency it names or else in `currency`.

    `decimal_mark` decides readings like "1,234". Raises NotMoney.
    """
    try:
        return Money(numbers.parse(text, decimal_mark=decimal_mark), currency)
    except numbers.NotANumber:
        return _parse_marked(text, currency, decimal_mark)


def _parse_marked(text: str, currency: str, decimal_mark: str) -> Money:
    bracketed = text.strip()
    negative = bracketed.startswith("(") and bracketed.endswith(")")
    bracketed = bracketed[1:-1] if negative else bracketed
    found = _AMOUNT.search(bracketed)
    if not found:
        raise NotMoney(text)
    before, after = bracketed[: found.start()].strip(), bracketed[found.end() :].strip()
    if before in ("-", "−", "+"):
        negative, before = negative != (before != "+"), ""
    elif before.startswith(("-", "−")):
        negative, before = not negative, before[1:].strip()
    if before and after:
        raise NotMoney(text)
    try:
        amount = numbers.parse(found.group(), decimal_mark=decimal_mark)
    except numbers.NotANumber:
        raise NotMoney(text) from None
    return Money(-amount if negative else amount, _currency(before or after, text) or currency)


def _currency(mark: str, text: str) -> str:
    if not mark:
        return ""
    code = _SYMBOLS.get(mark.upper()) or mark.upper()
    if code not in currencies():
        raise NotMoney(text)
    return code


@lru_cache(maxsize=1)
def currencies() -> frozenset[str]:
    """Every ISO 4217 code that is or was in use."""
    from babel import Locale

    return frozenset(Locale("en").currencies)
