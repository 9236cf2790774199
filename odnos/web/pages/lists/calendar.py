"""The calendar: records by the day of a date or a moment, as a month, a week or an agenda."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from babel.dates import format_date
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from odnos.engine.access import rights
from odnos.engine.custom import layouts
from odnos.engine.filters import text, tree
from odnos.engine.filters.tree import Condition
from odnos.engine.records import calendar, read
from odnos.engine.records.calendar import Day
from odnos.engine.records.errors import NotFound
from odnos.lib import dates, numbers
from odnos.lib.dates import weeks
from odnos.objects.context import Context
from odnos.objects.fields import Field
from odnos.objects.registry import ObjectType
from odnos.web.jinja import render
from odnos.web.middleware.visits import Visit
from odnos.web.pages.lists import asked as asking
from odnos.web.pages.lists import chips, reach, ways
from odnos.web.pages.lists.asked import Asked
from odnos.web.pages.lists.shown import frame, switched
from odnos.web.pages.lists.told import told
from odnos.web.render import events
from odnos.web.render.rows import is_editable

EACH = {"month": 4, "week": 40, "agenda": 40}
EARLIEST, LATEST = dt.date(1900, 1, 1), dt.date(9000, 12, 31)
NINE = dt.time(9)
"""A moment that is begun by a click on a day is at nine."""


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """A calendar as it is asked for: by the days of `field`, around `day`, from `first` to `last`."""

    asked: Asked
    field: Field
    day: dt.date
    first: dt.date
    last: dt.date

    @property
    def is_movable(self) -> bool:
        return is_editable(self.field)

    def turned(self, step: int) -> str:
        """Return the address of the span before or behind this one; nothing past the ends."""
        if self.asked.way.span == "week":
            there = self.day + dt.timedelta(days=7 * step)
        else:
            there = weeks.next_month(self.day, step)
        return self.asked.href(day=there.isoformat()) if EARLIEST <= there <= LATEST else ""


@require_GET
def show(request: HttpRequest, kind: ObjectType) -> HttpResponse:
    """Answer with the calendar, or with what htmx asked to have replaced."""
    found = of(request, kind)
    block = "listing" if request.headers.get("HX-Target") == "listing" else ""
    return render(request, "pages/calendar.html", context_of(request, found), block=block)


def of(request: HttpRequest, kind: ObjectType) -> Calendar:
    """Return the calendar that the address asks for. Raises NotFound for an object without days."""
    ctx = request.visit.ctx()  # type: ignore[attr-defined]
    asked = asking.read(kind, request, mode="calendar")
    if not asked.group:
        raise NotFound(f"calendar of {kind.key}")
    day = written_day(asked.day) or ctx.today
    asked = dataclasses.replace(asked, day=day.isoformat() if day != ctx.today else "")
    told(asked, request.visit)  # type: ignore[attr-defined]
    start = weeks.first_weekday(ctx.country)
    if asked.way.span == "month":
        first, last = weeks.weeks_of_month(day, first=start)
    elif asked.way.span == "week":
        first, last = weeks.week_of(day, first=start)
    else:
        first, last = day.replace(day=1), weeks.last_of_month(day)
    return Calendar(asked=asked, field=kind.field(asked.group), day=day, first=first, last=last)


def written_day(written: str) -> dt.date | None:
    try:
        day = dt.date.fromisoformat(written)
    except ValueError:
        return None
    return day if EARLIEST <= day <= LATEST else None


def context_of(request: HttpRequest, found: Calendar) -> dict[str, Any]:
    visit, asked = request.visit, found.asked  # type: ignore[attr-defined]
    kind = asked.kind
    days = calendar.days(
        kind,
        found.field.name,
        first=found.first,
        last=found.last,
        by=visit.by,
        at=visit.at,
        filter=asked.node,
        columns=names(asked, visit),
        each=EACH[asked.way.span],
    )
    ctx = visit.ctx()
    rows = [row for day in days for row in day.rows]
    wanted = read.references(rows, names(asked, visit)) | set(chips.references(asked, ctx))
    ctx = visit.ctx(read.titles(wanted, by=visit.by))
    number = sum(day.number for day in days)
    return {
        **frame(asked, by=visit.by),
        "chips": chips.chips(asked, ctx),
        "calendar": found,
        "field": found.field,
        "span": asked.way.span,
        "spans": spans(asked),
        "days": drawn(found, days, visit, ctx),
        "weekdays": weekdays(found, dates.written_locale(ctx.locale)),
        "heading": heading(found, dates.written_locale(ctx.locale)),
        "previous": found.turned(-1),
        "next": found.turned(1),
        "today": asked.href(day=""),
        "day_fields": [
            (
                item.label,
                asked.href(way=dataclasses.replace(asked.way, group=item.name)),
                item.name == asked.group,
            )
            for item in ways.days_of(kind)
        ],
        "count": numbers.show(number, locale=ctx.locale) + ("+" if any(day.capped for day in days) else ""),
        "number": number,
    }


def names(asked: Asked, visit: Visit) -> list[str]:
    """Return the fields that events are made of."""
    kind = asked.kind
    coloured = [name for name in (kind.path, "status") if name in kind.by_name]
    return [asked.group, *layouts.of(kind, by=visit.by).card, *coloured]


def drawn(found: Calendar, days: Sequence[Day], visit: Visit, ctx: Context) -> list[dict[str, Any]]:
    """Return days as the template draws them."""
    asked = found.asked
    kind = asked.kind
    move = asked.href("").removeprefix(asked.path) if found.is_movable else None
    worn = events.Dressing(
        field=found.field,
        colour=kind.by_name.get(kind.path),
        move=move,
        may_move=reach.may(kind, "edit", by=visit.by),
    )
    may_add = found.is_movable and rights.may(visit.by, "create", kind) != "none"
    locale = dates.written_locale(ctx.locale)
    return [
        {
            "iso": day.on.isoformat(),
            "number": day.on.day,
            "label": format_date(day.on, "full", locale=locale),
            "short": format_date(day.on, "EEE d", locale=locale),
            "is_today": day.on == ctx.today,
            "is_other": asked.way.span == "month" and day.on.month != found.day.month,
            "is_late": day.on < ctx.today,
            "events": events.events(kind, day.rows, ctx, worn),
            "is_empty": not day.rows,
            "more": more(day, ctx.locale),
            "more_href": listed(found, day.on),
            "new": new(found, day.on) if may_add else "",
        }
        for day in days
    ]


def more(day: Day, locale: str) -> str:
    rest = day.number - len(day.rows)
    if rest <= 0:
        return ""
    shown = numbers.show(rest, locale=locale) + ("+" if day.capped else "")
    return ngettext("%(number)s more", "%(number)s more", rest) % {"number": f"+{shown}"}


def listed(found: Calendar, day: dt.date) -> str:
    """Return the list of all that falls on a day."""
    written = day.isoformat()
    that_day = Condition((found.field.name,), "between", [written, written])
    return switched(found.asked, "list", filter=text.dump(tree.both(found.asked.node, that_day)), q="")


def new(found: Calendar, day: dt.date) -> str:
    """Return the form of a new record that falls on a day, which leads back here."""
    written = day.isoformat() if found.field.kind == "date" else dt.datetime.combine(day, NINE).isoformat()
    here = found.asked.href()
    path = f"/{found.asked.kind.plural_key}/new"
    return f"{path}?{urlencode({found.field.name: written, 'next': here})}"


def spans(asked: Asked) -> list[tuple[str, str, bool]]:
    labels = {"month": _("Month"), "week": _("Week"), "agenda": _("Agenda")}
    return [
        (label, asked.href(way=dataclasses.replace(asked.way, span=span)), span == asked.way.span)
        for span, label in labels.items()
    ]


def weekdays(found: Calendar, locale: str) -> list[tuple[str, str]]:
    """Return the short and the long name of each day of a week, in the order of the weeks shown."""
    start = found.first if found.asked.way.span != "agenda" else dt.date(2024, 1, 1)
    week = [start + dt.timedelta(days=place) for place in range(weeks.WEEK)]
    return [(format_date(day, "EEE", locale=locale), format_date(day, "EEEE", locale=locale)) for day in week]


def heading(found: Calendar, locale: str) -> str:
    """Return what is shown: November 2026, or the days of a week."""
    if found.asked.way.span != "week":
        return format_date(found.day, "LLLL yyyy", locale=locale).capitalize()
    ends = (format_date(day, "medium", locale=locale) for day in (found.first, found.last))
    return " – ".join(ends)
