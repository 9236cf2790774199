"""What the demo company says in each language."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module

Names = tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Words:
    """Everything that is named or written in the demo. `{…}` are filled in; `export` is the currency of foreign customers."""

    company: str
    domain: str
    country: str
    currency: str
    export: tuple[str, float]
    scale: float
    timezone: str
    phone: str
    mobile: str
    teams: tuple[str, str, str]
    titles_inside: Names
    men: Names
    women: Names
    men_surnames: Names
    women_surnames: Names
    places: tuple[tuple[str, str], ...]
    streets: Names
    firms: tuple[tuple[str, str], ...]
    firm_names: Names
    titles: Names
    pipelines: tuple[tuple[str, Names], tuple[str, Names]]
    series: tuple[str, str, str, str, str, str]
    products: Names
    units: tuple[str, str, str, str]
    deals: tuple[Names, Names]
    notes: Names
    notes_won: Names
    notes_lost: Names
    notes_handed: Names
    tasks: tuple[tuple[str, str], ...]
    outcomes: Names
    errands: tuple[tuple[str, str], ...]
    tags: Names
    competitors: Names
    campaigns: Names
    descriptions: Names


def words_of(language: str) -> Words:
    """Return the words of `language`."""
    found: Words = import_module(f"{__name__}.{language}").WORDS
    return found
