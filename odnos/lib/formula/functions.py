"""The functions and operators: what each takes, of which kind its result is, and how it is worked out.

Nothing comes of nothing: unless a function says otherwise, an empty value makes the result empty.
"""

from __future__ import annotations

import calendar
import datetime as dt
import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import Any, Literal

from odnos.lib.money import Money

Kind = Literal["number", "money", "text", "date", "boolean", "any"]
Overload = tuple[tuple[Kind, ...], Kind]
PLACES = 4
FARTHEST = Decimal(10**9)
"""Beyond it no day lies, and no text is as long."""


@dataclass(frozen=True, kw_only=True)
class Function:
    """`ways` are the kinds it can be given, each with the kind of the result; `many` repeats the last kind."""

    ways: tuple[Overload, ...]
    work: Callable[..., Any]
    many: bool = False
    takes_nothing: bool = False


def whole(number: Decimal) -> int:
    """Return the whole part of a number, at most FARTHEST either way: a million digits written out take a minute."""
    return int(max(-FARTHEST, min(FARTHEST, number)))


def divide(first: Any, second: Any) -> Any:
    """Return the quotient; of amounts in different currencies, and by nothing, there is none."""
    if isinstance(second, Money):
        same = first.currency == second.currency
        return first.amount / second.amount if same and second.amount else None
    if not second:
        return None
    return first * (1 / second) if isinstance(first, Money) else first / second


def remainder(first: Decimal, second: Decimal) -> Decimal | None:
    return first % second if second else None


def plus(first: Any, second: Any) -> Any:
    """Return the sum, or the day so many days later; amounts of different currencies have no sum."""
    if isinstance(first, dt.date):
        return days_later(first, second)
    return None if are_foreign(first, second) else first + second


def minus(first: Any, second: Any) -> Any:
    """Return the difference, the days between two, or the day so many days earlier."""
    if isinstance(first, dt.date):
        return days_between(first, second) if isinstance(second, dt.date) else days_later(first, -second)
    return None if are_foreign(first, second) else first - second


def are_foreign(first: Any, second: Any) -> bool:
    return isinstance(first, Money) and first.currency != second.currency


def compared(holds: Callable[[Any, Any], bool]) -> Callable[[Any, Any], Any]:
    def work(first: Any, second: Any) -> Any:
        if isinstance(first, Money):
            return holds(first.amount, second.amount) if first.currency == second.currency else None
        return holds(first, second)

    return work


def rounded(number: Any, places: Decimal = Decimal(0), how: str = ROUND_HALF_UP) -> Any:
    step = Decimal(1).scaleb(-min(PLACES, max(0, whole(places))))
    if isinstance(number, Money):
        return Money(number.amount.quantize(step, how), number.currency)
    return number.quantize(step, how)


def chosen(condition: Any, first: Any, second: Any = None) -> Any:
    return first if condition else second


def is_empty(value: Any) -> bool:
    """Whether there is nothing. By identity first: a decimal compared with something else takes its time."""
    return value is None or (type(value) is str and not value)


def first_filled(*values: Any) -> Any:
    for value in values:
        if not is_empty(value):
            return value
    return None


def joined(*values: Any) -> str:
    return "".join("" if value is None else shown(value) for value in values)


def shown(value: Any) -> str:
    """Return a value as a text of no particular language."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}" if value else "0"
    if isinstance(value, Money):
        return f"{shown(value.amount)} {value.currency}"
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def months_later(day: dt.date, months: Decimal) -> dt.date | None:
    """Return the same day of another month, or its last one. None beyond the calendar."""
    year, month = divmod(day.year * 12 + day.month - 1 + whole(months), 12)
    if not dt.MINYEAR <= year <= dt.MAXYEAR:
        return None
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def days_later(day: dt.date, days: Decimal) -> dt.date | None:
    try:
        return day + dt.timedelta(days=whole(days))
    except OverflowError:
        return None


def day_of(year: Decimal, month: Decimal, day: Decimal) -> dt.date | None:
    try:
        return dt.date(whole(year), whole(month), whole(day))
    except (ValueError, OverflowError):
        return None


def days_between(first: dt.date, second: dt.date) -> Decimal:
    return Decimal((first - second).days)


def extreme(pick: Callable[..., Any]) -> Callable[..., Any]:
    def work(*values: Any) -> Any:
        if isinstance(values[0], Money) and len({value.currency for value in values}) > 1:
            return None
        return pick(values, key=lambda value: value.amount if isinstance(value, Money) else value)

    return work


def piece(text: str, length: Decimal, *, behind: bool = False) -> str:
    count = max(0, whole(length))
    return (text[-count:] if count else "") if behind else text[:count]


COMPARABLE: tuple[Overload, ...] = tuple(
    ((kind, kind), "boolean") for kind in ("number", "money", "date", "text")
)
SUMS: tuple[Overload, ...] = ((("number", "number"), "number"), (("money", "money"), "money"))
TEXT_TO_TEXT: tuple[Overload, ...] = ((("text",), "text"),)
ROUNDED: tuple[Overload, ...] = (
    (("number",), "number"),
    (("money",), "money"),
    (("number", "number"), "number"),
    (("money", "number"), "money"),
)
ALIKE: tuple[Overload, ...] = tuple(
    ((kind,), kind) for kind in ("number", "money", "date", "text", "boolean")
)

FUNCTIONS: Mapping[str, Function] = {
    "+": Function(ways=(*SUMS, (("date", "number"), "date")), work=plus),
    "-": Function(ways=(*SUMS, (("date", "date"), "number"), (("date", "number"), "date")), work=minus),
    "*": Function(
        ways=(
            (("number", "number"), "number"),
            (("money", "number"), "money"),
            (("number", "money"), "money"),
        ),
        work=lambda a, b: b * a if isinstance(b, Money) else a * b,
    ),
    "/": Function(
        ways=(
            (("number", "number"), "number"),
            (("money", "number"), "money"),
            (("money", "money"), "number"),
        ),
        work=divide,
    ),
    "%": Function(ways=((("number", "number"), "number"),), work=remainder),
    "negate": Function(ways=((("number",), "number"), (("money",), "money")), work=operator.neg),
    "&": Function(ways=((("any", "any"), "text"),), work=joined, takes_nothing=True),
    "=": Function(
        ways=(*COMPARABLE, (("boolean", "boolean"), "boolean")), work=operator.eq, takes_nothing=True
    ),
    "!=": Function(
        ways=(*COMPARABLE, (("boolean", "boolean"), "boolean")), work=operator.ne, takes_nothing=True
    ),
    "<": Function(ways=COMPARABLE, work=compared(operator.lt)),
    "<=": Function(ways=COMPARABLE, work=compared(operator.le)),
    ">": Function(ways=COMPARABLE, work=compared(operator.gt)),
    ">=": Function(ways=COMPARABLE, work=compared(operator.ge)),
    "not": Function(ways=((("boolean",), "boolean"),), work=lambda a: not a, takes_nothing=True),
    "if": Function(
        ways=tuple((("boolean", *way, *way), kind) for way, kind in ALIKE)
        + tuple((("boolean", *way), kind) for way, kind in ALIKE),
        work=chosen,
        takes_nothing=True,
    ),
    "empty": Function(ways=((("any",), "boolean"),), work=is_empty, takes_nothing=True),
    "ifempty": Function(ways=ALIKE, work=first_filled, many=True, takes_nothing=True),
    "min": Function(ways=ALIKE, work=extreme(min), many=True),
    "max": Function(ways=ALIKE, work=extreme(max), many=True),
    "abs": Function(
        ways=((("number",), "number"), (("money",), "money")),
        work=lambda a: Money(abs(a.amount), a.currency) if isinstance(a, Money) else abs(a),
    ),
    "round": Function(ways=ROUNDED, work=rounded),
    "floor": Function(ways=ROUNDED, work=lambda a, b=Decimal(0): rounded(a, b, ROUND_FLOOR)),
    "ceil": Function(ways=ROUNDED, work=lambda a, b=Decimal(0): rounded(a, b, ROUND_CEILING)),
    "amount": Function(ways=((("money",), "number"),), work=lambda a: a.amount),
    "currency": Function(ways=((("money",), "text"),), work=lambda a: a.currency),
    "length": Function(ways=((("text",), "number"),), work=lambda a: Decimal(len(a))),
    "lower": Function(ways=TEXT_TO_TEXT, work=str.lower),
    "upper": Function(ways=TEXT_TO_TEXT, work=str.upper),
    "trim": Function(ways=TEXT_TO_TEXT, work=str.strip),
    "left": Function(ways=((("text", "number"), "text"),), work=piece),
    "right": Function(ways=((("text", "number"), "text"),), work=lambda a, b: piece(a, b, behind=True)),
    "contains": Function(
        ways=((("text", "text"), "boolean"),), work=lambda a, b: b.casefold() in a.casefold()
    ),
    "text": Function(ways=((("any",), "text"),), work=shown),
    "date": Function(ways=((("number", "number", "number"), "date"),), work=day_of),
    "year": Function(ways=((("date",), "number"),), work=lambda a: Decimal(a.year)),
    "month": Function(ways=((("date",), "number"),), work=lambda a: Decimal(a.month)),
    "day": Function(ways=((("date",), "number"),), work=lambda a: Decimal(a.day)),
    "weekday": Function(ways=((("date",), "number"),), work=lambda a: Decimal(a.isoweekday())),
    "addmonths": Function(ways=((("date", "number"), "date"),), work=months_later),
}


def overload(name: str, given: Sequence[Kind]) -> Kind | None:
    """Return the kind of what a function makes of values of these kinds; None if it takes no such values."""
    function = FUNCTIONS[name]
    for wanted, result in function.ways:
        kinds = (*wanted, *(wanted[-1:] * (len(given) - len(wanted)))) if function.many else wanted
        if len(kinds) == len(given) and all(
            one in ("any", other) for one, other in zip(kinds, given, strict=True)
        ):
            return result
    return None
