"""What is done to the chosen records, or to all that match: a field, an owner, a tag, the bin, a file."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from odnos.engine.filters import text
from odnos.engine.filters.tree import Condition, FilterError, Node
from odnos.engine.outbox import jobs
from odnos.engine.records import mass, read
from odnos.engine.records.errors import Invalid
from odnos.lib import numbers
from odnos.objects.fields import Field
from odnos.objects.registry import ObjectType
from odnos.web.given import wholes
from odnos.web.jinja import render
from odnos.web.pages.lists import asked as asking
from odnos.web.pages.lists import controls
from odnos.web.pages.lists.asked import Asked
from odnos.web.pages.lists.places import led
from odnos.web.render.rows import is_editable

AT_ONCE = 500
MOST = 1_000_000
DEEDS = {"edit": "edit", "owner": "edit", "tag": "add", "delete": "delete"}


@require_POST
def begin(request: HttpRequest, kind: ObjectType) -> HttpResponse:
    """Ask what exactly is to be done, and once that is said, do it."""
    asked, deed = asking.read(kind, request), request.POST.get("deed", "")
    ids = wholes(request.POST.getlist("ids"))
    whole = bool(request.POST.get("all"))
    if not (ids or whole):
        return led(request, asked.href(), _("Select some records first."), tone="warn")
    among = asked.node if whole else Condition(("id",), "in", ids)
    if deed in ("export", "merge"):
        return led_on(request, asked, deed, among, ids)
    if deed not in DEEDS:
        raise FilterError(_("There is nothing of this kind to do with many records."))
    if not request.POST.get("confirmed"):
        return dialog(request, asked, deed, among, ids, {})
    try:
        return carried_out(request, asked, deed, among)
    except Invalid as error:
        return dialog(request, asked, deed, among, ids, error.errors, status=422)


def led_on(request: HttpRequest, asked: Asked, deed: str, among: Node, ids: list[int]) -> HttpResponse:
    """Go to the page that does it with the chosen records."""
    place = f"/{asked.kind.plural_key}"
    if deed == "export":
        return led(request, asked.href(f"{place}/export", filter=text.dump(among), q=""))
    if len(ids) != 2:
        return led(request, asked.href(), _("Select the two records that are one."), tone="warn")
    return led(request, f"{place}/{ids[0]}/merge/{ids[1]}")


def carried_out(request: HttpRequest, asked: Asked, deed: str, among: Node) -> HttpResponse:
    """Do a small change at once, and leave a large one to the worker."""
    visit, kind = request.visit, asked.kind  # type: ignore[attr-defined]
    field = field_asked(request, kind, deed)
    values = {field.name: field.from_form(request.POST)} if field else {}
    made = mass.begin(
        kind, DEEDS[deed], values, among=among, by=visit.by, at=visit.at, label=label(kind, field)
    )
    if mass.progress(made.pk, by=visit.by).task.total > AT_ONCE:
        args = {"change_set": made.pk, "user_id": visit.by.user_id}
        jobs.enqueue("records.mass", args, at=visit.at, key=f"mass:{made.pk}")
        return show_progress(request, asked, made.pk)
    while mass.step(made.pk, by=visit.by, at=visit.at):
        pass
    result = mass.progress(made.pk, by=visit.by)
    return led(request, asked.href(), said(result, visit.by.locale), **undone_by(result))


def label(kind: ObjectType, field: Field | None) -> str:
    """Return the words by which the change set is known."""
    objects = str(kind.plural)
    if field is None:
        return _("%(objects)s deleted") % {"objects": objects}
    return _("%(objects)s: %(field)s changed") % {"objects": objects, "field": field.label}


def said(result: mass.Progress, locale: str) -> str:
    changed = numbers.show(result.changed, locale=locale)
    words = (
        ngettext("%(number)s record deleted.", "%(number)s records deleted.", result.changed)
        if result.task.deed == "delete"
        else ngettext("%(number)s record changed.", "%(number)s records changed.", result.changed)
    ) % {"number": changed}
    if not result.refused:
        return words
    left = ngettext(
        "%(number)s was left as it is: %(why)s", "%(number)s were left as they are: %(why)s", result.refused
    )
    why = result.kept[0][1] if result.kept else ""
    return f"{words} {left % {'number': numbers.show(result.refused, locale=locale), 'why': why}}"


def undone_by(result: mass.Progress) -> dict[str, str]:
    undo = f"/history/{result.change_set.pk}/undo" if result.changed else ""
    return {"undo": undo, "tone": "warn" if result.refused else "good"}


def field_asked(request: HttpRequest, kind: ObjectType, deed: str) -> Field | None:
    """Return the field that is to be changed, the first that can be where none is named yet."""
    if deed == "delete":
        return None
    whose = "assignee" if "assignee" in kind.by_name else "owner"  # a task belongs to what it is about
    named = {"owner": whose, "tag": "tags"}.get(deed) or request.POST.get("field") or request.GET.get("field")
    if named in kind.by_name:
        return kind.field(named or "")
    if not fields_of(kind):
        raise FilterError(_("There is nothing of this kind to do with many records."))
    return fields_of(kind)[0]


def fields_of(kind: ObjectType) -> list[Field]:
    """Return the fields that may be set to one value for many records."""
    return [
        field for field in kind.fields if is_editable(field) and not field.unique and field.name != kind.title
    ]


def dialog(  # noqa: PLR0913 -- what the dialog says again
    request: HttpRequest,
    asked: Asked,
    deed: str,
    among: Node,
    ids: list[int],
    errors: Any,
    *,
    status: int = 200,
) -> HttpResponse:
    visit, kind = request.visit, asked.kind  # type: ignore[attr-defined]
    field = field_asked(request, kind, deed)
    number = len(ids)
    if request.POST.get("all"):
        number = read.count(kind, by=visit.by, at=visit.at, filter=among, cap=MOST).number
    context = {
        "kind": kind,
        "asked": asked,
        "deed": deed,
        "ids": [] if request.POST.get("all") else ids,
        "number": numbers.show(number, locale=visit.by.locale),
        "plural": number,
        "field": field,
        "fields": [(item.name, item.label) for item in fields_of(kind)],
        "control": controls.control(request, None, field, field.from_form(request.POST)) if field else "",
        "errors": [str(reason) for every in errors.values() for reason in every],
        "page": not request.headers.get("HX-Request"),
    }
    block = "dialog" if request.headers.get("HX-Request") else ""
    return render(request, "pages/list_bulk.html", context, block=block, status=status)


@require_GET
def control(request: HttpRequest, kind: ObjectType) -> HttpResponse:
    """Answer with the control of another field for the dialog."""
    field = field_asked(request, kind, "edit")
    assert field is not None
    context = {"field": field, "control": controls.control(request, None, field, None), "errors": []}
    return render(request, "pages/list_bulk.html", context, block="value")


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
