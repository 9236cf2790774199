"""Reading days and moments: ISO 8601, 12.03.2026, 3/12/2026 2:30 PM, 12 Mar 2026, Excel's serials."""

import datetime as dt
import re
from functools import lru_cache
from zoneinfo import ZoneInfo

from odnos.lib import text as texts
from odnos.lib.dates.order import Order

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_YEAR_FIRST = re.compile(r"(\d{4})[./\- ](\d{1,2})[./\- ](\d{1,2})\.?")
_YEAR_LAST = re.compile(r"(\d{1,2})[./\- ]\s?(\d{1,2})[./\- ]\s?(\d{4}|\d{2})\.?(?:\s*(?:г|г\.|l\.))?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_NAMED = re.compile(
    r"(?:(\d{1,2})\.?\s+)?([^\W\d_]{3,})\.?,?\s*(?:(\d{1,2})(?:st|nd|rd|th)?,?\s+)?(\d{4})(?:\s*г\.?)?"
)
_TIME = re.compile(r"(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:[.,](\d{1,6}))?)?\s*([ap]\.?m\.?)?", re.IGNORECASE)
_ZONE = re.compile(r"(?:\s*(Z|UTC|GMT)|\s*([+-])(\d{2}):?(\d{2})?)$")
_SPLIT = re.compile(r"(?:T|,?\s+)(?=\d{1,2}[:.]\d{2})")
_EXCEL_START = dt.datetime(1899, 12, 30)  # noqa: DTZ001 - of no zone; so that serials after Excel's unreal 29 February 1900 fit


class NotADate(ValueError):
    """The text is not a day or a moment that exists."""


def parse_date(text: str, *, order: Order = "dmy") -> dt.date:
    """The day in `text`; `order` decides 3/4/2026. A time of day after it is dropped. Raises NotADate."""
    text = text.strip()
    try:
        if _ISO.fullmatch(text):
            return dt.date.fromisoformat(text)
        if _SERIAL.fullmatch(text):
            return _from_serial(text).date()
        return _day(_SPLIT.split(text, maxsplit=1)[0], order)
    except ValueError:
        raise NotADate(text) from None


def _day(text: str, order: Order) -> dt.date:
    if parts := _YEAR_FIRST.fullmatch(text) or _COMPACT.fullmatch(text):
        return dt.date(int(parts[1]), int(parts[2]), int(parts[3]))
    if parts := _YEAR_LAST.fullmatch(text):
        first, second, year = int(parts[1]), int(parts[2]), _full_year(parts[3])
        day, month = (second, first) if order == "mdy" and "." not in text else (first, second)
        return dt.date(year, month, day)
    if parts := _NAMED.fullmatch(text):
        return dt.date(int(parts[4]), _month(parts[2]), int(parts[1] or parts[3] or 1))
    raise NotADate(text)


def _full_year(year: str) -> int:
    """Two digits are read as spreadsheets do: 00–29 is 20xx, 30–99 is 19xx."""
    if len(year) == 4:
        return int(year)
    return int(year) + (2000 if int(year) < 30 else 1900)


def _month(name: str) -> int:
    folded = texts.fold(name)
    for start, month in _month_names().items():
        if len(folded) >= 3 and start.startswith(folded):
            return month
    raise NotADate(name)


@lru_cache(maxsize=1)
def _month_names() -> dict[str, int]:
    """Full month names, as written alone and in a date, of the languages that people import from."""
    from babel import Locale

    names: dict[str, int] = {}
    for locale in ("en", "ru", "sl", "de", "fr", "it", "es", "hr"):
        for context in Locale(locale).months.values():
            for month, name in context["wide"].items():
                names.setdefault(texts.fold(name), month)
    return names


def _from_serial(text: str) -> dt.datetime:
    moment = _EXCEL_START + dt.timedelta(days=float(text))
    return (moment + dt.timedelta(milliseconds=500)).replace(microsecond=0)


def parse_time(text: str) -> dt.time:
    """The time of day in `text`: 14:30, 2:30:05 pm. Raises NotADate."""
    parts = _TIME.fullmatch(text.strip())
    if not parts:
        raise NotADate(text)
    hour, half = int(parts[1]), (parts[5] or "").lower()[:1]
    if half:
        if not 1 <= hour <= 12:
            raise NotADate(text)
        hour = hour % 12 + (12 if half == "p" else 0)
    try:
        return dt.time(hour, int(parts[2]), int(parts[3] or 0), int((parts[4] or "0").ljust(6, "0")))
    except ValueError:
        raise NotADate(text) from None


def parse_moment(text: str, *, zone: dt.tzinfo | ZoneInfo, order: Order = "dmy") -> dt.datetime:
    """The moment in `text` in UTC; without a zone of its own it is read in `zone`. Raises NotADate."""
    text = text.strip()
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        moment = _moment(text, order)
    try:
        return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(dt.UTC)
    except (OverflowError, ValueError):
        raise NotADate(text) from None


def _moment(text: str, order: Order) -> dt.datetime:
    if _SERIAL.fullmatch(text):
        return _from_serial(text)
    day, *rest = _SPLIT.split(text, maxsplit=1)
    if not rest:
        return dt.datetime.combine(parse_date(day, order=order), dt.time())
    time, zone = rest[0], None
    if found := _ZONE.search(time):
        time, zone = time[: found.start()], _zone(found)
    return dt.datetime.combine(parse_date(day, order=order), parse_time(time), zone)


def _zone(found: re.Match[str]) -> dt.tzinfo:
    if found[1]:
        return dt.UTC
    offset = dt.timedelta(hours=int(found[3]), minutes=int(found[4] or 0))
    return dt.timezone(offset if found[2] == "+" else -offset)
