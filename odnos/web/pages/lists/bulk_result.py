"""How a change to many records goes on and what came of it, in words, with the way to take it back."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from odnos.engine.records import mass
from odnos.lib import numbers
from odnos.objects.fields import Field
from odnos.objects.registry import ObjectType
from odnos.web.jinja import render
from odnos.web.pages.lists import asked as asking
from odnos.web.pages.lists.asked import Asked


def label(kind: ObjectType, field: Field | None) -> str:
    """Return the words by which the change set is known."""
    objects = str(kind.plural)
    if field is None:
        return _("%(objects)s deleted") % {"objects": objects}
    return _("%(objects)s: %(field)s changed") % {"objects": objects, "field": field.label}


def said(result: mass.Progress, locale: str) -> str:
    """Return what was changed, and what was left as it is and why."""
    if not (result.changed or result.refused):
        return _("Nothing had to be changed.")
    words = changed(result) % {"number": numbers.show(result.changed, locale=locale)}
    if not result.refused:
        return words
    left = ngettext(
        "%(number)s was left as it is: %(why)s", "%(number)s were left as they are: %(why)s", result.refused
    )
    why = result.kept[0][1] if result.kept else ""
    return f"{words} {left % {'number': numbers.show(result.refused, locale=locale), 'why': why}}"


def changed(result: mass.Progress) -> str:
    number = result.changed
    if result.task.deed == "delete":
        return ngettext("%(number)s record deleted.", "%(number)s records deleted.", number)
    if "lists" not in result.task.values or result.task.deed == "edit":
        return ngettext("%(number)s record changed.", "%(number)s records changed.", number)
    if result.task.deed == "add":
        return ngettext("%(number)s record put on the list.", "%(number)s records put on the list.", number)
    return ngettext("%(number)s record taken off the list.", "%(number)s records taken off the list.", number)


def undone_by(result: mass.Progress) -> dict[str, str]:
    undo = f"/history/{result.change_set.pk}/undo" if result.changed else ""
    return {"undo": undo, "tone": "warn" if result.refused else "good"}


@require_GET
def watch(request: HttpRequest, kind: ObjectType, change_set: int) -> HttpResponse:
    """Answer with how far a large change is."""
    return show_progress(request, asking.read(kind, request), change_set)


def show_progress(request: HttpRequest, asked: Asked, change_set: int) -> HttpResponse:
    by = request.visit.by  # type: ignore[attr-defined]
    result = mass.progress(change_set, by=by)
    context = {
        "asked": asked,
        "result": result,
        "href": "" if result.is_over else asked.href(f"/{asked.kind.plural_key}/bulk/{change_set}"),
        "said": said(result, by.locale),
        "undo": undone_by(result)["undo"],
        "done": numbers.show(result.done, locale=by.locale),
        "total": numbers.show(result.task.total, locale=by.locale),
        "page": not request.headers.get("HX-Request"),
    }
    polled = request.method == "GET" and request.headers.get("HX-Request")
    block = "progress" if polled else "dialog" if request.headers.get("HX-Request") else ""
    return render(request, "pages/list_progress.html", context, block=block)
