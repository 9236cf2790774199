"""What a formula comes to for one record: its tree is made into functions once, which are then called for each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from decimal import Context, DecimalException, localcontext
from typing import Any

from odnos.lib.formula.functions import FUNCTIONS, Function
from odnos.lib.formula.tree import Call, Literal, Name, Node

Read = Callable[[tuple[str, ...]], Any]
"""Gives the value of the field at a path: a Decimal, Money, text, date, true or false, or None."""
Work = Callable[[Read, dt.date], Any]
"""Gives the value of a formula, or of a piece of one, from what reads the fields and the day it is."""
LONGEST = 100_000
EXACT = Context(prec=28)


def value(node: Node, read: Read, *, today: dt.date) -> Any:
    """Return the value of a formula that was checked; None where there is none (nothing given, division by nothing)."""
    return prepared(node)(read, today)


def prepared(node: Node) -> Work:
    """Return what works a checked formula out for one record after another."""
    inner = work_of(node)

    def work(read: Read, today: dt.date) -> Any:
        with localcontext(EXACT):
            try:
                return inner(read, today)
            except (DecimalException, OverflowError):
                return None

    return work


def work_of(node: Node) -> Work:
    if isinstance(node, Literal):
        constant = node.value
        return lambda _read, _today: constant
    if isinstance(node, Name):
        path = node.path
        return lambda read, _today: read(path)
    assert isinstance(node, Call)
    given = [work_of(inner) for inner in node.given]
    if node.name in SPECIAL:
        return SPECIAL[node.name](given)
    return of_function(FUNCTIONS[node.name], given)


def of_function(function: Function, given: Sequence[Work]) -> Work:
    """Return what calls a function with its values; those of one or two, which most are, need no list of them."""
    run = function.work
    if function.takes_nothing or not 0 < len(given) < 3:
        return of_many(run, given, takes_nothing=function.takes_nothing)
    return of_one(run, *given) if len(given) == 1 else of_two(run, *given)


def of_one(run: Callable[..., Any], inner: Work) -> Work:
    def work(read: Read, today: dt.date) -> Any:
        value = inner(read, today)
        return None if value is None else cut(run(value))

    return work


def of_two(run: Callable[..., Any], first: Work, second: Work) -> Work:
    def work(read: Read, today: dt.date) -> Any:
        left, right = first(read, today), second(read, today)
        return None if left is None or right is None else cut(run(left, right))

    return work


def of_many(run: Callable[..., Any], given: Sequence[Work], *, takes_nothing: bool) -> Work:
    def work(read: Read, today: dt.date) -> Any:
        values = [inner(read, today) for inner in given]
        if not takes_nothing and any(value is None for value in values):
            return None
        return cut(run(*values))

    return work


def cut(found: Any) -> Any:
    return found[:LONGEST] if type(found) is str else found


def both(given: Sequence[Work]) -> Work:
    first, second = given
    return lambda read, today: bool(first(read, today)) and bool(second(read, today))


def either(given: Sequence[Work]) -> Work:
    first, second = given
    return lambda read, today: bool(first(read, today)) or bool(second(read, today))


def chosen(given: Sequence[Work]) -> Work:
    condition, then, *rest = given
    otherwise = rest[0] if rest else lambda _read, _today: None
    return lambda read, today: then(read, today) if condition(read, today) else otherwise(read, today)


def the_day(_given: Sequence[Work]) -> Work:
    return lambda _read, today: today


SPECIAL: Mapping[str, Callable[[Sequence[Work]], Work]] = {
    "today": the_day,
    "and": both,
    "or": either,
    "if": chosen,
}
"""What knows the day, or looks at some of its values only if it must."""
