"""The actions of an object as buttons: done at once, or asked about in a dialog first."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from odnos.engine.access.askable import askable
from odnos.engine.access.rights import Deed, Denied
from odnos.engine.audit.models import ChangeSet
from odnos.engine.records import acting, read
from odnos.engine.records.errors import Conflict, Invalid, NotFound
from odnos.engine.records.row import Row
from odnos.objects.action import Action, actions
from odnos.objects.fields import Invalid as Unreadable
from odnos.objects.registry import ObjectType
from odnos.web import toasts
from odnos.web.jinja import render
from odnos.web.pages.lists import controls
from odnos.web.pages.lists.places import led, next_of
from odnos.web.pages.record import conflict, gating, page, story
from odnos.web.pages.record.again import again
from odnos.web.pages.record.found import address_of, may, reasons, row_of, visit_of
from odnos.web.render import ticks


@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, kind: ObjectType, record_id: int, verb: str) -> HttpResponse:
    """Ask what the action needs to know (GET), or do it (POST)."""
    action = next((item for item in actions.of(kind.key) if item.name.rpartition(".")[2] == verb), None)
    if action is None:
        raise NotFound(verb)
    row = row_of(request, kind, record_id)
    if not may(row, cast(Deed, action.right), by=visit_of(request).by):
        raise Denied(_("You may see this record, but not do this with it."))
    if request.method == "GET":
        return form(request, row, action, {}, {})
    return do(request, row, action)


def do(request: HttpRequest, row: Row, action: Action) -> HttpResponse:
    visit = visit_of(request)
    raw = {item.name: item.from_form(request.POST) for item in action.inputs}
    try:
        values = parsed(request, action, raw)
        result = acting.perform(action, row.id, by=visit.by, at=visit.at, **values)
    except Invalid as error:
        stopped = gating.of_action(request, row, action.name)
        return stopped or refused(request, row, action, raw, reasons(error.errors))
    except Conflict as error:
        return conflict.answer(request, error, {})
    if request.GET.get("tick"):
        return ticked(request, row)
    return answer(request, row, action, result)


def parsed(request: HttpRequest, action: Action, raw: dict[str, Any]) -> dict[str, Any]:
    """Return the inputs that were filled in, of those that one may be asked for. Raises Invalid."""
    ctx, values, errors = visit_of(request).ctx(), {}, {}
    for item in askable(action, by=visit_of(request).by):
        try:
            value = item.parse(raw[item.name], ctx)
        except Unreadable as error:
            errors[item.name] = [error.message]
            continue
        if item.required and item.is_empty(value):
            errors[item.name] = [_("Fill this in.")]
        elif not item.is_empty(value):
            values[item.name] = value
    if errors:
        raise Invalid(errors)
    return values


def refused(
    request: HttpRequest, row: Row, action: Action, raw: dict[str, Any], errors: dict[str, list[str]]
) -> HttpResponse:
    """Show what is wrong at its field; an action that asks nothing says it in a toast."""
    if action.inputs and action.name not in page.AT_ONCE:
        return form(request, row, action, raw, errors)
    words = " ".join(word for every in errors.values() for word in every)
    return again(request, row, words, tone="bad")


def answer(request: HttpRequest, row: Row, action: Action, result: Any) -> HttpResponse:
    """Lead to what the action made, or back to the record; one that made a change set can be undone from the toast."""
    target = result if isinstance(result, Row) else row
    visit = visit_of(request)
    done = ChangeSet.objects.filter(actor_id=visit.by.user_id, at=visit.at)  # spare: an undo asks who may
    made = done.first()
    undo = f"/history/{made.pk}/undo" if made else ""
    words = {
        "win": _("Won: %(title)s. Well done!"),
        "lose": _("%(title)s is marked as lost."),
        "convert": _("Converted to %(title)s."),
    }
    template = words.get(action.name.rpartition(".")[2], _("Done: %(title)s."))
    words_said = template % {"title": target.title}
    if target.reference == row.reference:
        return again(request, row, words_said, undo=undo)
    return led(request, address_of(target), words_said, undo=undo)


def ticked(request: HttpRequest, row: Row) -> HttpResponse:
    """Answer with the task as the timeline or the list (`tick=row`) draws it, ticked or not, and offer to undo it."""
    visit = visit_of(request)
    now = read.get(row.type, row.id, by=visit.by)
    text = (_("Done: %(title)s.") if now["is_done"] else _("Open again: %(title)s.")) % {"title": now.title}
    undo = f"{address_of(now, 'move', 'undo')}?version={now.version}"
    if not request.headers.get("HX-Request"):
        return led(request, next_of(request, address_of(row)), text, undo=undo)
    ctx = visit.ctx(read.titles(read.references([now], now.type.by_name), by=visit.by))
    shown = "row" if request.GET["tick"] == "row" else "todo"
    context = {
        "task": story.todo(now, ctx),
        "tick": ticks.tick(now, may_tick=True),
    }
    answer = toasts.now(render(request, "pages/record_todo.html", context, block=shown), text, undo=undo)
    cells = {"is_done": str(now.type.field("is_done").html(now["is_done"], ctx))}
    return toasts.trigger(answer, "record-version", {"id": now.id, "version": now.version, "cells": cells})


def form(
    request: HttpRequest, row: Row, action: Action, raw: dict[str, Any], errors: dict[str, list[str]]
) -> HttpResponse:
    context = {
        "row": row,
        "action": action,
        "title": action.label,
        "href": address_of(row, action.name.rpartition(".")[2]),
        "next": next_of(request, ""),
        "fields": [
            {
                "field": item,
                "control": controls.control(
                    request, row, item, raw.get(item.name, prefill(action, row, item.name))
                ),
                "errors": errors.get(item.name, []),
            }
            for item in askable(action, by=visit_of(request).by)
        ],
        "errors": [
            word
            for name, words in errors.items()
            if name not in {item.name for item in action.inputs}
            for word in words
        ],
        "page": not request.headers.get("HX-Request"),
    }
    block = "dialog" if request.headers.get("HX-Request") else ""
    return render(request, "pages/record_action.html", context, block=block, status=422 if errors else 200)


def prefill(action: Action, row: Row, name: str) -> Any:
    """Return what a dialog begins with: a deal made of a lead goes by the lead's company or name."""
    if action.name == "lead.convert" and name == "deal":
        return row.get("company_name") or row["name"]
    return None
