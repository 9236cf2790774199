"""Currencies, countries, languages and time zones to choose from, named in the reader's language."""

from __future__ import annotations

from functools import lru_cache
from zoneinfo import available_timezones

from babel import Locale
from babel.core import get_global
from django.conf import settings

from odnos.web.shell import LANGUAGE_NAMES

Pairs = tuple[tuple[str, str], ...]
USUAL = {
    "en": ("EUR", "IE", "Europe/Dublin"),
    "ru": ("RUB", "RU", "Europe/Moscow"),
    "sl": ("EUR", "SI", "Europe/Ljubljana"),
}


def usual(language: str) -> dict[str, str]:
    """Return the settings that most people who read `language` want."""
    currency, country, timezone = USUAL.get(language, USUAL["en"])
    return {"currency": currency, "country": country, "timezone": timezone, "locale": language}


def offered(language: str) -> dict[str, Pairs]:
    """Return what may be chosen, by field."""
    return {
        "currency": currencies(language),
        "country": countries(language),
        "locale": tuple((code, LANGUAGE_NAMES.get(code, code)) for code, _name in settings.LANGUAGES),
        "timezone": timezones(),
    }


@lru_cache(maxsize=8)
def currencies(language: str) -> Pairs:
    """Return the currencies that are in use somewhere, by code and name."""
    names = Locale.parse(language).currencies
    in_use = {
        code
        for uses in get_global("territory_currencies").values()
        for code, _from, until, tender in uses
        if until is None and tender
    }
    return tuple((code, f"{code} · {names[code]}") for code in sorted(in_use) if code in names)


@lru_cache(maxsize=8)
def countries(language: str) -> Pairs:
    names = Locale.parse(language).territories
    found = [
        (code, name)
        for code, name in names.items()
        if len(code) == 2 and code.isalpha() and code not in NO_COUNTRIES
    ]
    return tuple(sorted(found, key=lambda pair: pair[1].casefold()))


@lru_cache(maxsize=1)
def timezones() -> Pairs:
    """Return the zones that are named after a place."""
    named = (
        zone
        for zone in available_timezones()
        if "/" in zone
        and not zone.startswith(
            ("Etc/", "posix/", "right/", "SystemV/", "US/", "Brazil/", "Canada/", "Chile/", "Mexico/")
        )
    )
    return tuple((zone, zone.replace("_", " ")) for zone in sorted({*named, "UTC"}))


NO_COUNTRIES = frozenset(("EU", "EZ", "UN", "QO", "ZZ", "XA", "XB"))
