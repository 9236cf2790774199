"""Filter conditions in words: operators and periods as people read them."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from odnos.objects.fields import Field
from odnos.objects.labels import Label

OPERATORS: Mapping[str, Label] = {
    "is": _("is"),
    "is_not": _("is not"),
    "in": _("is one of"),
    "not_in": _("is none of"),
    "contains": _("contains"),
    "starts": _("starts with"),
    "gt": _("more than"),
    "gte": _("at least"),
    "lt": _("less than"),
    "lte": _("at most"),
    "between": _("is between"),
    "within": _("is within"),
    "empty": _("is empty"),
    "not_empty": _("is filled"),
    "segment": _("is in the segment"),
}
OF_DAYS: Mapping[str, Label] = {
    "gt": _("after"),
    "gte": _("on or after"),
    "lt": _("before"),
    "lte": _("on or before"),
}
PERIODS: Mapping[str, Label] = {
    "today": _("today"),
    "yesterday": _("yesterday"),
    "tomorrow": _("tomorrow"),
    "this_week": _("this week"),
    "last_week": _("last week"),
    "next_week": _("next week"),
    "this_month": _("this month"),
    "last_month": _("last month"),
    "next_month": _("next month"),
    "this_quarter": _("this quarter"),
    "last_quarter": _("last quarter"),
    "next_quarter": _("next quarter"),
    "this_year": _("this year"),
    "last_year": _("last year"),
    "last_7_days": _("the last 7 days"),
    "last_30_days": _("the last 30 days"),
    "last_90_days": _("the last 90 days"),
    "last_12_months": _("the last 12 months"),
    "next_7_days": _("the next 7 days"),
    "next_30_days": _("the next 30 days"),
    "overdue": _("overdue"),
    "past": _("the past"),
    "future": _("the future"),
}
ME = _("me")
MY_TEAM = _("my team")


def operator(field: Field, name: str) -> str:
    """Return the operator `name` as it reads behind the field's name."""
    if field.kind in ("date", "moment") and name in OF_DAYS:
        return str(OF_DAYS[name])
    return str(OPERATORS.get(name, name))


def of_none(name: str) -> str:
    """Return the operator `name` as it reads behind what is no field."""
    return str(OPERATORS.get(name, name))


def operators(field: Field) -> list[tuple[str, str]]:
    return [(name, operator(field, name)) for name in field.operators]


def period(name: str) -> str:
    return str(PERIODS.get(name, name.replace("_", " ")))
