"""One value made into another kind: which kinds lead to which, and what a value is with the other kind."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from odnos.engine.access.tripwire import Mark
from odnos.lib.money import Money as Amount
from odnos.objects import fields as f
from odnos.objects.context import Context
from odnos.objects.fields import Field, Invalid
from odnos.objects.registry import registry

WORDS = ("text", "long_text", "email", "phone", "url")
OFFERED: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(WORDS, (*WORDS, "number", "money", "date", "moment", "boolean", "choice", "multi_choice", "tags", "link")),
    "number": ("text", "long_text", "money", "boolean", "choice"),
    "money": ("text", "long_text", "number"),
    "date": ("text", "long_text", "moment"),
    "moment": ("text", "long_text", "date"),
    "boolean": ("text", "number", "choice"),
    "choice": ("text", "long_text", "multi_choice", "tags", "boolean", "number", "link"),
    "multi_choice": ("text", "long_text", "choice"),
    "tags": ("text", "long_text", "choice"),
}  # fmt: skip
"""The kinds that a field of a kind may become."""


class Unfit(ValueError):
    """A value that the other kind cannot hold, with the reason."""


def convert(value: Any, source: Field, target: Field, ctx: Context) -> Any:
    """Return a value as the other kind holds it. Raises Unfit. What is empty stays so."""
    if source.is_empty(value):
        return target.parse(None, ctx)
    try:
        if isinstance(target, f.Link):
            return linked(written(value, source, ctx), target)
        return target.parse(given(value, source, target, ctx), ctx)
    except (Invalid, ArithmeticError) as error:
        raise Unfit(str(getattr(error, "message", error))) from error


def given(value: Any, source: Field, target: Field, ctx: Context) -> Any:
    """Return a value as the other kind reads it."""
    if isinstance(target, f.Number | f.Money):
        return number(value, source, ctx)
    if isinstance(source, f.Date | f.Moment) and isinstance(target, f.Date | f.Moment):
        is_moment = isinstance(value, dt.datetime)
        return value if is_moment else dt.datetime.combine(value, dt.time(), ctx.timezone)
    if isinstance(source, f.Choice) and isinstance(target, f.Choice) and not isinstance(target, f.Tags):
        return kept_choice(value, target)
    return written(value, source, ctx)


def number(value: Any, source: Field, ctx: Context) -> Any:
    if isinstance(value, Amount):
        return value.amount
    if isinstance(source, f.Number):
        return {"amount": f"{value:f}", "currency": ctx.currency}
    return int(value) if isinstance(source, f.Boolean) else written(value, source, ctx)


def kept_choice(value: Any, target: f.Choice) -> Any:
    """Return a choice among others: the same options, one of them or several. Raises Invalid for several where one fits."""
    several = list(value) if isinstance(value, tuple) else [value]
    if isinstance(target, f.MultiChoice):
        return several
    if len(several) > 1:
        raise Invalid("; ".join(several))
    return several[0]


def written(value: Any, source: Field, ctx: Context) -> str:
    """Return a value as a text from which it can be read again."""
    if isinstance(value, Amount):
        return f"{value.amount.normalize():f} {value.currency}"
    if isinstance(source, f.Number):
        return f"{value.normalize():f}".replace(".", ctx.decimal_mark)
    if isinstance(value, dt.datetime):
        return value.astimezone(ctx.timezone).isoformat(sep=" ", timespec="minutes")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(source, f.Phone):
        return str(value)
    return source.text(value, ctx)


def linked(name: str, target: f.Link) -> int:
    """Return the one record that is called so. Raises Invalid for none and for several."""
    kind = registry.get(target.to)
    everywhere = kind.model._base_manager.filter(Mark(kind), deleted_at__isnull=True)
    found = list(everywhere.filter(**{kind.title_field.column: name}).values_list("pk", flat=True)[:2])
    if len(found) != 1:
        raise Invalid(f"{kind.label}: {name[:60]}")
    return int(found[0])


def both_ways(source: Field, target: Field, ctx: Context) -> Callable[[Any, Any], tuple[Any, ...]]:
    """Return what a shadow of the old kind does: it keeps its value while that leads to the new one, and else becomes what the new one is."""

    def work(now: Any, old: Any) -> tuple[Any, ...]:
        try:
            if not target.is_empty(old) and convert(old, target, source, ctx) == now:
                return (old,)
        except Unfit:
            if source.is_empty(now):  # what did not fit stays as it was, for it was left empty
                return (old,)
        try:
            return (convert(now, source, target, ctx),)
        except Unfit:
            return (None,)

    return work


def forward(
    source: Field, target: Field, kept_in: Field | None, ctx: Context
) -> Callable[[Any, Any], tuple[Any, ...]]:
    """Return what a shadow of the new kind does; what does not fit is left empty, and perhaps written into `kept_in`."""

    def work(now: Any, _before: Any) -> tuple[Any, ...]:
        try:
            value, left = convert(now, source, target, ctx), None
        except Unfit:
            value, left = target.parse(None, ctx), written(now, source, ctx)
        return (value,) if kept_in is None else (value, left)

    return work
