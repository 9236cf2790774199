"""Groups as a person reads them, in their language and as far as they may know, and the filter that finds the records of each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from babel.dates import format_interval, format_skeleton, get_day_names
from django.utils.translation import gettext as _

from odnos.analytics.reports.dimensions import HIDDEN, Split
from odnos.analytics.reports.result import Group
from odnos.analytics.reports.spans import last_day
from odnos.engine.access.actor import Actor
from odnos.engine.filters.tree import Condition, Node, Not, both
from odnos.engine.records import read
from odnos.lib import dates, numbers
from odnos.objects.context import Context, Reference
from odnos.objects.fields import Field
from odnos.objects.registry import registry


def references(split: Split, values: Iterable[Any]) -> set[Reference]:
    """Return the records that the groups of a dimension are."""
    to = split.place.end.to
    return {(to, value) for value in values if value} if to else set()


def titled(ctx: Context, found: Iterable[Reference], *, by: Actor) -> Context:
    """Return the context with the titles of records, as far as `by` may know them."""
    wanted = set(found)
    return replace(ctx, titles=read.titles(wanted, by=by)) if wanted else ctx


def group(split: Split, value: Any, ctx: Context) -> Group:
    """Return one group of a dimension."""
    return Group(value=value, text=text(split, value, ctx), where=condition(split, value, ctx))


def other(kept: Iterable[Group]) -> Group:
    """Return the group of all that a top leaves over."""
    nodes = [item.where for item in kept]
    known = [Not(node) for node in nodes if node is not None]
    return Group(
        value=None, text=_("Other"), is_other=True, where=both(*known) if len(known) == len(nodes) else None
    )


def text(split: Split, value: Any, ctx: Context) -> str:
    if value is None:
        return _("(empty)")
    if split.is_time:
        return str(TIMES[split.grain](value, ctx))
    if split.dimension.bins:
        return of_bin(split.dimension.bins, value, ctx)
    if split.place.end.to:
        return ctx.titles.get((split.place.end.to, value)) or _("Hidden")
    return of_value(split, value, ctx)


def of_value(split: Split, value: Any, ctx: Context) -> str:
    """Return a value as its field writes it, or what is no value of the field as it stands."""
    field = split.place.field
    if field.kind == "reference" and value in registry:
        return str(registry.get(value).label)
    if split.place.end.is_many:
        return str(getattr(field, "labels", {}).get(value, value))
    if field.kind == "money" and not split.place.part:
        return numbers.show(value, locale=ctx.locale)
    return str(value) if split.place.part or field.kind == "reference" else field.text(value, ctx)


def of_day(value: dt.date, ctx: Context) -> str:
    return dates.show_date(value, locale=ctx.locale)


def of_week(value: dt.date, ctx: Context) -> str:
    locale = dates.written_locale(ctx.locale)
    written: str = format_interval(value, last_day(value, "week"), "yMMMd", locale=locale)
    return written


def of_month(value: dt.date, ctx: Context) -> str:
    written: str = format_skeleton("yMMM", value, locale=dates.written_locale(ctx.locale))
    return written


def of_quarter(value: dt.date, _ctx: Context) -> str:
    return _("Q%(number)s %(year)s") % {"number": (value.month + 2) // 3, "year": value.year}


def of_year(value: dt.date, _ctx: Context) -> str:
    return str(value.year)


def of_weekday(value: int, ctx: Context) -> str:
    names: Mapping[int, str] = get_day_names("wide", "stand-alone", locale=dates.written_locale(ctx.locale))
    return names[int(value) - 1]


def of_hour(value: dt.datetime, ctx: Context) -> str:
    return f"{dates.show_date(value.date(), locale=ctx.locale)}, {value:%H:%M}"


TIMES: Mapping[str, Any] = {
    "day": of_day,
    "week": of_week,
    "month": of_month,
    "quarter": of_quarter,
    "year": of_year,
    "weekday": of_weekday,
    "hour": of_hour,
}


def of_bin(bounds: tuple[Decimal, ...], number: int, ctx: Context) -> str:
    low, high = sides(bounds, number)
    shown = [numbers.show(bound, locale=ctx.locale) for bound in (low, high) if bound is not None]
    if low is None:
        return _("below %(bound)s") % {"bound": shown[0]}
    if high is None:
        return _("%(bound)s and more") % {"bound": shown[0]}
    return _("%(low)s to below %(high)s") % {"low": shown[0], "high": shown[1]}


def sides(bounds: tuple[Decimal, ...], number: int) -> tuple[Decimal | None, Decimal | None]:
    """Return the bounds that a bin lies between."""
    return bounds[number - 1] if number else None, bounds[number] if number < len(bounds) else None


def condition(split: Split, value: Any, ctx: Context) -> Node | None:
    """Return the filter that finds the records of a group; None where the filter's language has no word for it."""
    path, field = split.dimension.path, split.place.field
    is_hidden = bool(split.place.end.to) and value == HIDDEN
    if split.place.part or split.grain == "weekday" or is_hidden or "not_empty" not in askable(field):
        return None
    if field.kind in ("reference", "money"):
        return None  # amounts of several currencies stand in one group
    if value is None:
        return Not(Condition(path, "not_empty"))
    if split.is_time:
        return stretch(split, path, value, ctx)
    if split.dimension.bins:
        return between(split, path, value)
    return Condition(path, "is", plain(value))


def askable(field: Field) -> tuple[str, ...]:
    """Return the operators of a field; yes and no are never empty."""
    return (*field.operators, "not_empty") if field.kind == "boolean" else field.operators


def between(split: Split, path: tuple[str, ...], number: int) -> Node:
    ends = zip(("gte", "lt"), sides(split.dimension.bins, number), strict=True)
    return both(*(Condition(path, sign, plain(end)) for sign, end in ends if end is not None))


def stretch(split: Split, path: tuple[str, ...], value: Any, ctx: Context) -> Node:
    if split.grain == "hour":
        return within_hour(path, value, ctx)
    last = last_day(value, split.grain)
    return Condition(path, "between", [value.isoformat(), last.isoformat()])


def within_hour(path: tuple[str, ...], value: dt.datetime, ctx: Context) -> Node:
    start = value.replace(tzinfo=ctx.timezone)
    end = (value + dt.timedelta(hours=1)).replace(tzinfo=ctx.timezone)
    return both(Condition(path, "gte", start.isoformat()), Condition(path, "lt", end.isoformat()))


def plain(value: Any) -> Any:
    """Return a value as filters carry it."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value
