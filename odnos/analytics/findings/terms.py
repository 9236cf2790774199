"""What can be asked of models: read from what a page or a program gives, with every mistake told at its place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, cast

from django.utils.translation import gettext as _

from odnos.analytics.findings.asked import SOURCES, SourceName
from odnos.analytics.models.rfm.scores import Binning, Edges, Way
from odnos.engine.records.errors import Invalid
from odnos.lib import numbers
from odnos.objects.registry import registry

CUSTOMERS = ("contact", "company")
WAYS = ("equal", "quantiles", "limits")
MODELS = ("bg", "pareto")
EDGES = ("days", "purchases", "money")
LONGEST = 100
MOST = 500
"""Products, or kinds of them, of one side of a rule."""
SIDES = ("left_any", "left_none", "right_any", "right_none")
EQUAL = Binning()


@dataclass(frozen=True, kw_only=True)
class CustomerTerms:
    """Who counts as a customer and what as a purchase, up to the day `until` (today without one); how they are scored, grouped and valued.

    Value is counted for `months`, at `interest` per cent a year, of the `margin` per cent of turnover that stay.
    """

    customer: str = "contact"
    source: SourceName = "order"
    until: dt.date | None = None
    binning: Binning = EQUAL
    clusters: int = 0
    model: str = "bg"
    months: int = 12
    interest: Decimal = Decimal(10)
    margin: Decimal = Decimal(100)


@dataclass(frozen=True, kw_only=True)
class BasketTerms:
    """What the analyst calls a strong rule. Parts are per cent; products are ids, `…_kinds` choices that products have (`series=aurora`)."""

    source: SourceName = "order"
    support: Decimal = Decimal(1)
    confidence: Decimal = Decimal(50)
    lift: Decimal = Decimal(1)
    size: int = 4
    right_size: int = 1
    left_any: tuple[int, ...] = ()
    left_none: tuple[int, ...] = ()
    right_any: tuple[int, ...] = ()
    right_none: tuple[int, ...] = ()
    left_any_kinds: tuple[str, ...] = ()
    left_none_kinds: tuple[str, ...] = ()
    right_any_kinds: tuple[str, ...] = ()
    right_none_kinds: tuple[str, ...] = ()


class Reading:
    """Values read one after another; `errors` gathers what is wrong with which."""

    def __init__(self, given: Mapping[str, Any]) -> None:
        self.given = given
        self.errors: dict[str, list[Any]] = {}

    def written(self, name: str) -> str:
        value = self.given.get(name)
        return "" if value is None else str(value).strip()

    def one_of(self, name: str, known: tuple[str, ...]) -> str:
        value = self.written(name) or known[0]
        if value not in known:
            self.errors[name] = [_("Choose one of those that are offered.")]
            return known[0]
        return value

    def number(self, name: str, default: Decimal, least: Decimal, most: Decimal) -> Decimal:
        written = self.written(name)
        if not written:
            return default
        try:
            value = numbers.parse(written)
        except (numbers.NotANumber, InvalidOperation):
            self.errors[name] = [_("This is not a number.")]
            return default
        if not least <= value <= most:
            self.errors[name] = [
                _("Give a number from %(least)s to %(most)s.") % {"least": least, "most": most}
            ]
            return default
        return value

    def whole(self, name: str, default: int, least: int, most: int) -> int:
        value = self.number(name, Decimal(default), Decimal(least), Decimal(most))
        if value != int(value):
            self.errors[name] = [_("Give a whole number.")]
        return int(value)

    def day(self, name: str) -> dt.date | None:
        try:
            return dt.date.fromisoformat(self.written(name)) if self.written(name) else None
        except ValueError:
            self.errors[name] = [_("This is not a day.")]
            return None

    def ascending(self, name: str) -> tuple[float, ...]:
        """Numbers parted by semicolons or spaces, each above the one before."""
        parts = self.written(name).replace(";", " ").split()
        try:
            found = tuple(float(numbers.parse(part)) for part in parts)
        except numbers.NotANumber:
            self.errors[name] = [_("This is not a number.")]
            return ()
        if not 1 <= len(found) <= 8 or list(found) != sorted(set(found)):
            self.errors[name] = [_("Give one to eight numbers, each larger than the one before.")]
        return found

    def ids(self, name: str) -> tuple[int, ...]:
        parts = [str(part) for part in self.parts(name)]
        if (
            not all(part.isascii() and part.isdigit() and len(part) < 19 for part in parts)
            or len(parts) > MOST
        ):
            self.errors[name] = [_("Choose one of those that are offered.")]
            return ()
        return tuple(sorted({int(part) for part in parts}))

    def parts(self, name: str) -> list[Any]:
        value = self.given.get(name) or ()
        return value.replace(",", " ").split() if isinstance(value, str) else list(value)

    def items(self, name: str) -> tuple[tuple[int, ...], tuple[str, ...]]:
        """Products by their ids, and choices that products have, written `field=choice`."""
        value = self.given.get(name) or ()
        every = [value] if isinstance(value, str) and "=" in value else self.parts(name)
        kinds = tuple(dict.fromkeys(str(one) for one in every if "=" in str(one)))
        if len(kinds) > MOST or not all(kind_of_product(one) for one in kinds):
            self.errors[name] = [_("Choose one of those that are offered.")]
            return (), ()
        ids = Reading({name: [one for one in every if "=" not in str(one)]})
        found = ids.ids(name)
        self.errors |= ids.errors
        return found, kinds

    def check(self) -> None:
        """Raise Invalid if anything was wrong."""
        if self.errors:
            raise Invalid(self.errors)


def kind_of_product(written: str) -> tuple[str, str] | None:
    """Return the field and the choice that products have in common, None for what is none."""
    name, _sign, choice = written.partition("=")
    field = registry.get("product").by_name.get(name)
    if field is None or field.kind != "choice" or not 0 < len(choice) <= LONGEST or "\x00" in choice:
        return None
    if not getattr(field, "open", False) and choice not in dict(getattr(field, "choices", ())):
        return None
    return name, choice


def customer_terms(given: Mapping[str, Any]) -> CustomerTerms:
    """Return the terms that are given. Raises Invalid."""
    read = Reading(given)
    way = cast(Way, read.one_of("way", WAYS))
    edges = cast(Edges, tuple(read.ascending(name) for name in EDGES)) if way == "limits" else EQUAL.edges
    terms = CustomerTerms(
        customer=read.one_of("customer", CUSTOMERS),
        source=cast(SourceName, read.one_of("source", tuple(SOURCES))),
        until=read.day("until"),
        binning=Binning(way=way, count=read.whole("count", 5, 2, 9), edges=edges),
        clusters=read.whole("clusters", 0, 0, 8),
        model=read.one_of("model", MODELS),
        months=read.whole("months", 12, 1, 60),
        interest=read.number("interest", Decimal(10), Decimal(0), Decimal(100)),
        margin=read.number("margin", Decimal(100), Decimal(0), Decimal(100)),
    )
    read.check()
    return terms


def basket_terms(given: Mapping[str, Any]) -> BasketTerms:
    """Return the terms that are given. Raises Invalid."""
    read = Reading(given)
    sides = {name: read.items(name) for name in SIDES}
    terms = BasketTerms(
        source=cast(SourceName, read.one_of("source", tuple(SOURCES))),
        support=read.number("support", Decimal(1), Decimal("0.01"), Decimal(100)),
        confidence=read.number("confidence", Decimal(50), Decimal(0), Decimal(100)),
        lift=read.number("lift", Decimal(1), Decimal(0), Decimal(1000)),
        size=read.whole("size", 4, 2, 8),
        right_size=read.whole("right_size", 1, 1, 7),
        left_any=sides["left_any"][0],
        left_none=sides["left_none"][0],
        right_any=sides["right_any"][0],
        right_none=sides["right_none"][0],
        left_any_kinds=sides["left_any"][1],
        left_none_kinds=sides["left_none"][1],
        right_any_kinds=sides["right_any"][1],
        right_none_kinds=sides["right_none"][1],
    )
    read.check()
    return terms
