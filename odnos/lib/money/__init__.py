"""Money: an exact amount and its currency."""

from odnos.lib.money.amounts import SCALE, Money, from_units, minor_digits, to_units
from odnos.lib.money.parse import NotMoney, currencies, parse
from odnos.lib.money.show import show, symbol

__all__ = [
    "SCALE",
    "Money",
    "NotMoney",
    "currencies",
    "from_units",
    "minor_digits",
    "parse",
    "show",
    "symbol",
    "to_units",
]
