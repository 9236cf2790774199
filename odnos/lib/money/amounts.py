"""The value itself, and its whole-number form in the database."""

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from functools import lru_cache

SCALE = 10_000
_STEP = Decimal(1) / SCALE


class DifferentCurrencies(ValueError):
    """Two amounts of different currencies were added or compared."""


@dataclass(frozen=True, slots=True)
class Money:
    """An exact `amount` in `currency` (ISO 4217)."""

    amount: Decimal
    currency: str

    def __add__(self, other: "Money") -> "Money":
        self._check(other)
        return Money(self.amount + other.amount, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        self._check(other)
        return Money(self.amount - other.amount, self.currency)

    def __mul__(self, factor: Decimal | int) -> "Money":
        return Money(self.amount * factor, self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.amount, self.currency)

    def __bool__(self) -> bool:
        return bool(self.amount)

    def __lt__(self, other: "Money") -> bool:
        self._check(other)
        return self.amount < other.amount

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"

    def _check(self, other: "Money") -> None:
        if self.currency != other.currency:
            raise DifferentCurrencies(self.currency, other.currency)

    def rounded(self) -> "Money":
        """To the smallest coin of the currency, halves to even."""
        step = Decimal(1).scaleb(-minor_digits(self.currency))
        return Money(self.amount.quantize(step, ROUND_HALF_EVEN), self.currency)

    @property
    def units(self) -> int:
        """The amount in ten-thousandths, as the database keeps it."""
        return to_units(self.amount)


def to_units(amount: Decimal) -> int:
    """`amount` in whole ten-thousandths, halves to even."""
    return int((amount * SCALE).to_integral_value(ROUND_HALF_EVEN))


def from_units(units: int) -> Decimal:
    """The amount that `units` ten-thousandths are, without idle zeros: 5, 5.25, 0.0001."""
    whole, rest = divmod(units, SCALE)
    if not rest:
        return Decimal(whole)
    amount = units * _STEP
    return amount.quantize(Decimal("0.01")) if not units % 100 else amount


@lru_cache(maxsize=512)
def minor_digits(currency: str) -> int:
    """How many decimals `currency` has: 2 for EUR, 0 for JPY."""
    from babel.numbers import get_currency_precision

    return get_currency_precision(currency)
