"""An event put on another day of the calendar: a moment keeps its time of day."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from odnos.engine.records import read, write
from odnos.engine.records.errors import Conflict, Invalid, NotFound
from odnos.objects.context import Context
from odnos.objects.registry import ObjectType
from odnos.web import toasts
from odnos.web.given import whole
from odnos.web.pages.lists import calendar
from odnos.web.pages.lists.move import refused
from odnos.web.pages.lists.places import led


@require_POST
def shift(request: HttpRequest, kind: ObjectType, record_id: int) -> HttpResponse:
    """Write the day that an event was put on. What others changed meanwhile in other fields stays."""
    visit = request.visit  # type: ignore[attr-defined]
    found = calendar.of(request, kind)
    day = calendar.written_day(request.POST.get("stage", ""))
    if day is None:
        raise NotFound("day")
    if not found.is_movable:
        return refused(_("Nothing can be put there by hand."), status=422)
    name = found.field.name
    row = read.get(kind, record_id, by=visit.by)
    ctx = visit.ctx()
    given = {"by": visit.by, "at": visit.at}
    values = {name: moved(row[name], day, ctx)}
    try:
        try:
            row = write.update(
                kind, record_id, values, version=whole(request.POST.get("version", "")), **given
            )
        except Conflict as error:
            if name in error.fields:
                raise
            row = write.update(kind, record_id, values, version=error.current.version, **given)
    except Conflict:
        return refused(_("Somebody moved “%(title)s” meanwhile.") % {"title": row.title}, status=409)
    except Invalid as error:
        return refused(
            " ".join(str(reason) for every in error.errors.values() for reason in every), status=422
        )
    text = _("“%(title)s” is on %(day)s now.") % {
        "title": row.title,
        "day": found.field.text(row[name], ctx),
    }
    undo = f"/{kind.plural_key}/{row.id}/move/undo?version={row.version}"
    if not request.headers.get("HX-Request"):
        return led(request, found.asked.href(), text, undo=undo)
    return toasts.now(HttpResponse(status=204), text, undo=undo)


def moved(value: Any, day: dt.date, ctx: Context) -> dt.date | dt.datetime:
    """Return `day`, at the time of day that a moment has at the reader's clocks; one that they skip is the hour after it."""
    if not isinstance(value, dt.datetime):
        return day
    time = value.astimezone(ctx.timezone).time()
    there = dt.datetime.combine(day, time, ctx.timezone)
    return there.astimezone(dt.UTC)
