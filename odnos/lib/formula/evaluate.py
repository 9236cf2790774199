"""What a formula comes to for one record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import DecimalException, localcontext
from typing import Any

from odnos.lib.formula.functions import FUNCTIONS
from odnos.lib.formula.tree import Call, Literal, Name, Node

Read = Callable[[tuple[str, ...]], Any]
"""Gives the value of the field at a path: a Decimal, Money, text, date, true or false, or None."""
LONGEST = 100_000


def value(node: Node, read: Read, *, today: dt.date) -> Any:
    """Return the value of a formula that was checked; None where there is none (nothing given, division by nothing)."""
    with localcontext(prec=28):
        try:
            return _value(node, read, today)
        except (DecimalException, OverflowError):
            return None


def _value(node: Node, read: Read, today: dt.date) -> Any:
    if isinstance(node, Literal):
        return node.value
    if isinstance(node, Name):
        return read(node.path)
    assert isinstance(node, Call)
    if node.name in SPECIAL:
        return SPECIAL[node.name](node, read, today)
    function = FUNCTIONS[node.name]
    given = [_value(inner, read, today) for inner in node.given]
    if not function.takes_nothing and None in given:
        return None
    found = function.work(*given)
    return found[:LONGEST] if isinstance(found, str) else found


def _both(node: Call, read: Read, today: dt.date) -> bool:
    first, second = node.given
    is_first = bool(_value(first, read, today))
    if is_first is (node.name == "or"):
        return is_first
    return bool(_value(second, read, today))


def _chosen(node: Call, read: Read, today: dt.date) -> Any:
    condition, *ways = node.given
    taken = 0 if _value(condition, read, today) else 1
    return _value(ways[taken], read, today) if taken < len(ways) else None


def _today(_node: Call, _read: Read, today: dt.date) -> dt.date:
    return today


SPECIAL: Mapping[str, Callable[[Call, Read, dt.date], Any]] = {
    "today": _today,
    "and": _both,
    "or": _both,
    "if": _chosen,
}
"""What knows the day, or looks at some of its values only if it must."""
