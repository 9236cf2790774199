"""What new records begin with: written once by an administrator, kept in one form, and read anew for each record."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from odnos.lib.money import Money as Amount
from odnos.objects import fields as f
from odnos.objects.context import Context
from odnos.objects.fields import Field, Invalid

ME = "me"
NOW = "now"
DAY = re.compile(r"today(?:\s*([+-])\s*(\d{1,4}))?")
EXACT = re.compile(r"-?\d+(?:\.\d+)?")
AMOUNT = re.compile(rf"({EXACT.pattern}) ([A-Z]{{3}})")


@dataclass(frozen=True)
class Beginning:
    """The first value of a field in a new record, as a field's `default`."""

    field: Field
    written: str

    def __call__(self, ctx: Context) -> Any:
        """Return the value; None where what is written means nothing any more, such as an option that was archived."""
        try:
            return value(self.field, self.written, ctx)
        except Invalid:
            return None


def beginning_with(field: Field, written: str) -> Field:
    """Return the field, in which new records begin with what is written."""
    return replace(field, default=Beginning(as_offered(field), written)) if written else field


def as_offered(field: Field) -> Field:
    """Return the field without what it offers no more: nothing begins with that."""
    return replace(field, former=()) if isinstance(field, f.Choice) else field


def value(field: Field, written: str, ctx: Context) -> Any:
    """Return what a beginning in its kept form comes to for somebody at a moment. Raises Invalid."""
    if isinstance(field, f.Link) and field.to == "user" and written == ME:
        return ctx.user_id
    if isinstance(field, f.Date) and (day := DAY.fullmatch(written)):
        return ctx.today + days(day)
    if isinstance(field, f.Moment) and written == NOW:
        return ctx.at.replace(second=0, microsecond=0)
    if isinstance(field, f.Number) and EXACT.fullmatch(written):
        return field.parse(Decimal(written), ctx)
    if isinstance(field, f.Money) and (amount := AMOUNT.fullmatch(written)):
        return field.parse({"amount": amount[1], "currency": amount[2]}, ctx)
    return field.parse(written, ctx)


def days(day: re.Match[str]) -> dt.timedelta:
    return dt.timedelta(days=int(f"{day[1] or ''}{day[2] or 0}"))


def kept(field: Field, written: str, ctx: Context) -> str:
    """Return what somebody wrote in the form in which everybody reads the same. Raises Invalid."""
    folded = written.strip().lower()
    is_word = (isinstance(field, f.Link) and field.to == "user" and folded == ME) or (
        (isinstance(field, f.Date) and DAY.fullmatch(folded))
        or (isinstance(field, f.Moment) and folded == NOW)
    )
    return folded if is_word else exact(field.parse(written, ctx), written)


def exact(found: Any, written: str) -> str:
    """Return a value as a text that is read in one way, whoever reads it; what has no such text stays as it was written."""
    if isinstance(found, Amount):
        return f"{plain(found.amount)} {found.currency}"
    if isinstance(found, Decimal):
        return plain(found)
    if isinstance(found, dt.datetime):
        found = found.astimezone(dt.UTC).replace(second=0, microsecond=0)
    if isinstance(found, dt.date):
        return found.isoformat()
    if isinstance(found, tuple) and all(isinstance(item, str) for item in found):
        return ", ".join(found)
    if isinstance(found, bool):
        return "1" if found else ""
    return found if isinstance(found, str) else written


def plain(number: Decimal) -> str:
    return f"{number.normalize():f}"
