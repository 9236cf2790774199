"""Days and moments. A day has no time zone; a moment is kept in UTC and shown in the reader's zone."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from markupsafe import Markup

from odnos.lib import dates, html
from odnos.objects.context import Context
from odnos.objects.fields.base import Field, Invalid, Keeps
from odnos.objects.fields.number import bounds_of

OPERATORS = ("is", "is_not", "within", "gt", "gte", "lt", "lte", "between", "empty", "not_empty")


@dataclass(frozen=True)
class Date(Field):
    """A calendar day. One whose days lie `ahead` is written before it comes: when something is due, or expected."""

    ahead: bool = False

    kind: ClassVar[str] = "date"
    operators: ClassVar[tuple[str, ...]] = OPERATORS
    column_type: ClassVar[str] = "DATE"
    keeps: ClassVar[tuple[Keeps, ...]] = ("date",)

    def parse(self, raw: Any, ctx: Context) -> dt.date | None:
        if raw is None or raw == "":
            return None
        if isinstance(raw, dt.datetime):
            return raw.date() if raw.tzinfo is None else raw.astimezone(ctx.timezone).date()
        if isinstance(raw, dt.date):
            return raw
        try:
            return dates.parse_date(str(raw))
        except ValueError as error:
            raise Invalid(
                _("“%(written)s” is not a date; write it as 2026-03-31.") % {"written": str(raw)[:40]}
            ) from error

    def text(self, value: dt.date | None, ctx: Context) -> str:
        return "" if value is None else dates.show_date(value, locale=ctx.locale, today=ctx.today)

    def html(self, value: dt.date | None, ctx: Context) -> Markup:
        if value is None:
            return Markup()
        return html.tag("time", self.text(value, ctx), datetime=value.isoformat())

    def json(self, value: dt.date | None) -> str | None:
        return value.isoformat() if value else None

    def csv(self, value: dt.date | None, ctx: Context) -> Any:
        return value or ""

    def index_text(self, value: dt.date | None) -> str:
        return ""

    def schema(self) -> dict[str, Any]:
        return {"type": ["string", "null"], "format": "date"}

    def condition(self, operator: str, raw: Any, ctx: Context) -> Any:
        if operator == "within":
            try:
                start, end = dates.days(str(raw), today=ctx.today)
            except ValueError as error:
                raise Invalid(_("“%(period)s” is not a period Odnos knows.") % {"period": raw}) from error
            return self.span(start, end)
        if operator == "between":
            low, high = bounds_of(raw)
            first, last = self.parse(low, ctx), self.parse(high, ctx)
            if first is None or last is None:
                raise Invalid(_("“Between” needs two dates."))
            return self.span(first, day_after(last))
        return super().condition(operator, raw, ctx)

    def span(self, start: dt.date | None, end: dt.date | None) -> Q:
        """Days from `start` to before `end`; None is open."""
        asked = Q() if start is None else Q(**{f"{self.column}__gte": start})
        return asked if end is None else asked & Q(**{f"{self.column}__lt": end})

    def widget(self, value: Any, ctx: Context, *, prefix: str = "") -> Markup:
        shown = value.isoformat() if isinstance(value, dt.date) else value or ""
        return html.tag("input", **self.attributes(prefix), type="date", value=shown)


@dataclass(frozen=True)
class Moment(Field):
    """A point in time, to the second or finer. Those `ahead` are written before they come."""

    ahead: bool = False

    kind: ClassVar[str] = "moment"
    operators: ClassVar[tuple[str, ...]] = (
        "within",
        "gt",
        "gte",
        "lt",
        "lte",
        "between",
        "empty",
        "not_empty",
    )
    column_type: ClassVar[str] = "TIMESTAMP"
    keeps: ClassVar[tuple[Keeps, ...]] = ("moment",)

    def parse(self, raw: Any, ctx: Context) -> dt.datetime | None:
        if raw is None or raw == "":
            return None
        try:
            moment = raw if isinstance(raw, dt.datetime) else dates.parse_moment(str(raw), zone=ctx.timezone)
        except ValueError as error:
            raise Invalid(_("“%(written)s” is not a date and time.") % {"written": str(raw)[:40]}) from error
        return moment.replace(tzinfo=ctx.timezone) if moment.tzinfo is None else moment

    def text(self, value: dt.datetime | None, ctx: Context) -> str:
        return (
            ""
            if value is None
            else dates.show_moment(value, locale=ctx.locale, zone=ctx.timezone, today=ctx.today)
        )

    def html(self, value: dt.datetime | None, ctx: Context) -> Markup:
        if value is None:
            return Markup()
        local = value.astimezone(ctx.timezone)
        exact, shown = local.isoformat(" ", "minutes")[:16], html.escaped(self.text(local, ctx))
        return Markup(f'<time datetime="{value.isoformat()}" title="{exact}">{shown}</time>')  # noqa: S704 -- of escaped parts

    def json(self, value: dt.datetime | None) -> str | None:
        return value.astimezone(dt.UTC).isoformat().replace("+00:00", "Z") if value else None

    def csv(self, value: dt.datetime | None, ctx: Context) -> Any:
        return value.astimezone(ctx.timezone).replace(tzinfo=None, microsecond=0) if value else ""

    def index_text(self, value: dt.datetime | None) -> str:
        return ""

    def schema(self) -> dict[str, Any]:
        return {"type": ["string", "null"], "format": "date-time"}

    def condition(self, operator: str, raw: Any, ctx: Context) -> Any:
        """Compare by whole days of the reader's zone where only a day is given."""
        if operator == "within":
            try:
                start, end = dates.days(str(raw), today=ctx.today)
            except ValueError as error:
                raise Invalid(_("“%(period)s” is not a period Odnos knows.") % {"period": raw}) from error
            return self.span(start, end, ctx)
        if operator == "between":
            low, high = bounds_of(raw)
            day = Date(self.name, key=self.key)
            first, last = day.parse(low, ctx), day.parse(high, ctx)
            if first is None or last is None:
                raise Invalid(_("“Between” needs two dates."))
            return self.span(first, day_after(last), ctx)
        return super().condition(operator, raw, ctx)

    def span(self, start: dt.date | None, end: dt.date | None, ctx: Context) -> Q:
        asked = Q() if start is None else Q(**{f"{self.column}__gte": self.midnight(start, ctx)})
        return asked if end is None else asked & Q(**{f"{self.column}__lt": self.midnight(end, ctx)})

    def midnight(self, day: dt.date, ctx: Context) -> dt.datetime:
        return dt.datetime.combine(day, dt.time(), ctx.timezone)

    def widget(self, value: Any, ctx: Context, *, prefix: str = "") -> Markup:
        shown = (
            f"{value.astimezone(ctx.timezone):%Y-%m-%dT%H:%M}"
            if isinstance(value, dt.datetime)
            else value or ""
        )
        return html.tag("input", **self.attributes(prefix), type="datetime-local", value=shown)


def day_after(day: dt.date) -> dt.date | None:
    """Return the next day; None behind the last day there is."""
    return day + dt.timedelta(days=1) if day < dt.date.max else None
