"""A small language for values that follow from others: read, typed and worked out by us, never run as code.

    if(amount > 10000, "large", "small")        round(amount * probability / 100, 2)        closes_on - today()

`parse` makes a tree of a text, `check` says of which kind its result is, `value` works it out for one record, `prepared` for many.
Whatever is wrong raises `FormulaError` with its place in the text.
"""

from odnos.lib.formula.errors import FormulaError
from odnos.lib.formula.evaluate import prepared, value
from odnos.lib.formula.parse import parse
from odnos.lib.formula.tree import Node, asks_day, names
from odnos.lib.formula.typing import check

__all__ = ["FormulaError", "Node", "asks_day", "check", "names", "parse", "prepared", "value"]
