"""Reading cells by what the whole column says: its decimal mark, its order of day and month, its multiplier."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache, partial
from typing import Any

from django.utils.translation import gettext as _

from odnos.engine.transfer import recognise
from odnos.engine.transfer.targets import Target
from odnos.lib import dates, money, numbers
from odnos.objects.context import Context
from odnos.objects.fields import Invalid

Convert = Callable[[str], Any]


def converter(target: Target, values: Sequence[str], ctx: Context, options: Mapping[str, Any]) -> Convert:
    """The function that reads a cell of a column holding `values`; it raises Invalid. Text passes as it is."""
    kind = target.field.kind if target.field is not None and not target.part and not target.via else ""
    mark = options.get("decimal_mark") or recognise.decimal_mark_of(values, ctx.decimal_mark)
    if kind == "number":
        return partial(number, mark=mark, factor=target.factor)
    if kind == "money":
        return partial(amount, mark=mark, factor=target.factor, currency=ctx.currency)
    if kind in ("date", "moment"):
        order = options.get("order") or recognise.order_of(values, "mdy" if ctx.country == "US" else "dmy")
        return (
            partial(day, order=order) if kind == "date" else partial(moment, order=order, zone=ctx.timezone)
        )
    return str


def number(written: str, *, mark: str, factor: Decimal | None) -> Decimal:
    try:
        return numbers.parse(written, decimal_mark=mark) * (factor or 1)
    except numbers.NotANumber:
        raise Invalid(_("“%(written)s” is not a number.") % {"written": written[:40]}) from None


def amount(written: str, *, mark: str, factor: Decimal | None, currency: str) -> money.Money:
    try:
        return money.parse(written, currency=currency, decimal_mark=mark) * (factor or 1)
    except money.NotMoney:
        raise Invalid(_("“%(written)s” is not an amount of money.") % {"written": written[:40]}) from None


@lru_cache(maxsize=8192)
def day(written: str, *, order: dates.Order) -> Any:
    try:
        return dates.parse_date(written, order=order)
    except dates.NotADate:
        raise Invalid(_("“%(written)s” is not a date.") % {"written": written[:40]}) from None


def moment(written: str, *, order: dates.Order, zone: Any) -> Any:
    try:
        return dates.parse_moment(written, order=order, zone=zone)
    except dates.NotADate:
        raise Invalid(_("“%(written)s” is not a date and time.") % {"written": written[:40]}) from None
