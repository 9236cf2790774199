"""Time between two dates in the builder: which dates it ends with, and which it begins with."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from odnos.analytics.reports import lengths
from odnos.analytics.reports.definition import Measure
from odnos.analytics.saved import kept
from odnos.engine.access.actor import Actor
from odnos.objects.registry import ObjectType
from odnos.web.pages.reports import fields
from odnos.web.pages.reports.fields import Group

NOW = "now"
"""What stands for the end of a time that is not over."""
EITHER = "|"
FIRST = ("created_at",)


def is_length(kind: ObjectType, how: str, path: str) -> bool:
    """Whether a figure of a field is a time: it is a date, or now."""
    return how in lengths.WORDS and (path == NOW or fields.kind_of(kind, path.split(".")) in fields.DAYS)


def first(how: str) -> str:
    """Return what a figure of a record without numbers begins with; "" if it is no time."""
    return NOW if how in lengths.WORDS else ""


def since(kind: ObjectType, written: str, path: str, *, by: Actor) -> tuple[tuple[str, ...], ...]:
    """Return the dates that a time begins with: those that are written, or else when the record was made."""
    known = tuple(
        kept.path(item)
        for item in written.split(EITHER)
        if fields.kind_of(kind, item.split(".")) in fields.DAYS
    )
    if known:
        return known
    first = (item.path for item in fields.every(kind, by=by) if fields.is_day(item) and item.path != path)
    return (FIRST,) if path != FIRST[0] else tuple(kept.path(item) for item in [next(first, FIRST[0])])


def of(item: Measure) -> tuple[str, str]:
    """Return what the form says of a time: its end, and its beginning."""
    return ".".join(item.path) or NOW, EITHER.join(".".join(path) for path in item.since)


def ends(days: Sequence[Group]) -> list[Group]:
    """Return the dates that a time may end with, headed by what they make of a figure."""
    words = _("Days up to: %(what)s")
    return [
        (words % {"what": _("now")}, [(NOW, _("today"))]),
        *((words % {"what": head or _("a date")}, options) for head, options in days),
    ]


def beginnings(days: Sequence[Group], kind: ObjectType, chosen: str) -> list[Group]:
    """Return the dates that a time may begin with; what is `chosen` is among them, several for one too."""
    if not chosen or any(chosen == path for _head, options in days for path, _label in options):
        return list(days)
    labels = [fields.label_of(kind, path) for path in chosen.split(EITHER)]
    return [("", [(chosen, _(" or else ").join(labels))]), *days]
