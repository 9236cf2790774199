"""Two people changed one record: for each field, what is there now beside what was to be written, and a choice."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from odnos.engine.records import read, write
from odnos.engine.records.errors import Conflict, Invalid
from odnos.engine.records.row import Row
from odnos.lib import dates
from odnos.objects.context import Context
from odnos.objects.fields import Field
from odnos.objects.fields import Invalid as Unreadable
from odnos.objects.registry import ObjectType
from odnos.web.jinja import render
from odnos.web.pages.lists.places import led, next_of
from odnos.web.pages.record.found import address_of, row_of, version_of, visit_of

MINE = "mine."


def answer(request: HttpRequest, error: Conflict, values: Mapping[str, Any]) -> HttpResponse:
    """Answer with the dialog (409); `values` are what the person wanted to write."""
    visit = visit_of(request)
    row, ctx = error.current, visit.ctx()
    wanted = {name: parsed(row.type.field(name), raw, ctx) for name, raw in values.items()}
    refs = {
        ref
        for name, value in wanted.items()
        for item in (value, row[name])
        for ref in row.type.field(name).references(item)
    }
    refs |= {("user", entry.actor_id) for entry in error.since if entry.actor_id}
    titles = read.titles(refs, by=visit.by)
    shown = visit.ctx(titles)
    context = {
        "row": row,
        "action": address_of(row, "conflict"),
        "version": row.version,
        "who": who(error, titles),
        "when": dates.ago(
            row.columns["updated_at"], at=visit.at, locale=visit.by.locale, zone=shown.timezone
        ),
        "rows": [compared(row.type.field(name), row[name], value, shown) for name, value in wanted.items()],
        "others": others(error, wanted, row.type),
        "mine": {name: json.dumps(row.type.field(name).json(value)) for name, value in wanted.items()},
        "next": next_of(request, ""),
        "page": not request.headers.get("HX-Request"),
    }
    block = "dialog" if request.headers.get("HX-Request") else ""
    return render(request, "pages/conflict.html", context, block=block, status=409)


def parsed(field: Field, raw: Any, ctx: Context) -> Any:
    try:
        return field.parse(raw, ctx)
    except Unreadable:
        return None


def who(error: Conflict, titles: Mapping[Any, str | None]) -> str:
    """Return the names of those who changed the record meanwhile."""
    names = (titles.get(("user", entry.actor_id)) or _("Somebody") for entry in error.since)
    return ", ".join(dict.fromkeys(names)) or _("Somebody")


def others(error: Conflict, wanted: Mapping[str, Any], kind: ObjectType) -> list[str]:
    """Return the labels of fields that changed meanwhile and that the person did not touch."""
    names = sorted(name for name in error.fields if name in kind.by_name and name not in wanted)
    return [str(kind.field(name).label) for name in names if not kind.field(name).readonly]


def compared(field: Field, theirs: Any, mine: Any, ctx: Context) -> dict[str, Any]:
    return {
        "name": field.name,
        "label": field.label,
        "left": "" if field.is_empty(mine) else field.html(mine, ctx),
        "right": "" if field.is_empty(theirs) else field.html(theirs, ctx),
        "same": mine == theirs,
        "pick": "left",
    }


@require_http_methods(["POST"])
def resolve(request: HttpRequest, kind: ObjectType, record_id: int) -> HttpResponse:
    """Write what was chosen over the version that the dialog showed; a change since then asks again."""
    visit = visit_of(request)
    row = row_of(request, kind, record_id)
    values = chosen(request, kind)
    if not values:
        return done(request, row, _("Nothing of yours was written."))
    try:
        write.update(kind, record_id, values, version=version_of(request), by=visit.by, at=visit.at)
    except Conflict as error:
        return answer(request, error, values)
    except Invalid as error:
        words = " ".join(str(reason) for every in error.errors.values() for reason in every)
        return done(request, row, words, tone="bad")
    return done(request, row, _("Saved."))


def done(request: HttpRequest, row: Row, words: str, *, tone: str = "good") -> HttpResponse:
    """Show the page that the dialog stood on again."""
    return led(request, next_of(request, address_of(row)), words, tone=tone)


def chosen(request: HttpRequest, kind: ObjectType) -> dict[str, Any]:
    """Return the person's own values of the fields where they keep them."""
    found = {}
    for key, written in request.POST.items():
        name = key.removeprefix(MINE)
        if (
            key.startswith(MINE)
            and name in kind.by_name
            and request.POST.get(f"pick.{name}", "left") == "left"
        ):
            try:
                found[name] = json.loads(str(written))
            except ValueError:
                continue
    return found
