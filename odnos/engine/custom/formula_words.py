"""What the functions of formulas are for, in words: how each is written, and what it gives."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from odnos.objects.labels import Label

FUNCTIONS_IN_WORDS: Sequence[tuple[str, str, Label]] = (
    ("if", 'if(amount > 10000, "large", "small")', _("one of two values, as a condition holds or not")),
    ("empty", "empty(phone)", _("whether there is nothing")),
    ("ifempty", "ifempty(amount, 0)", _("the first value that is there")),
    ("round", "round(amount, 2)", _("rounded, to so many digits after the point")),
    ("floor", "floor(amount)", _("rounded down")),
    ("ceil", "ceil(amount)", _("rounded up")),
    ("abs", "abs(amount)", _("without its sign")),
    ("min", "min(first, second)", _("the smallest, or the earliest")),
    ("max", "max(first, second)", _("the largest, or the latest")),
    ("amount", "amount(price)", _("the number of an amount of money")),
    ("currency", "currency(price)", _("the currency of an amount of money")),
    ("today", "today()", _("the day of today; worked out anew each night")),
    ("date", "date(2026, 12, 31)", _("a day of a year, a month and a day")),
    ("year", "year(closes_on)", _("the year of a day")),
    ("month", "month(closes_on)", _("the month of a day, 1 to 12")),
    ("day", "day(closes_on)", _("the day of the month")),
    ("weekday", "weekday(closes_on)", _("the day of the week, 1 for Monday")),
    ("addmonths", "addmonths(closes_on, 12)", _("the same day so many months later")),
    ("text", "text(amount)", _("any value as a text")),
    ("length", "length(name)", _("how many letters a text has")),
    ("lower", "lower(name)", _("in small letters")),
    ("upper", "upper(name)", _("in capital letters")),
    ("trim", "trim(name)", _("without spaces around it")),
    ("left", "left(name, 3)", _("the first letters of a text")),
    ("right", "right(name, 3)", _("the last letters of a text")),
    ("contains", 'contains(name, "Ltd")', _("whether a text has another one in it")),
)
