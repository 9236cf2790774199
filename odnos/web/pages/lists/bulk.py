"""What is done to the chosen records, or to all that match: a field, an owner, a tag, a list, the bin, a file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from odnos.domains.lists import filling
from odnos.engine.audit.models import ChangeSet
from odnos.engine.filters import text, tree
from odnos.engine.filters.tree import Condition, FilterError, Node
from odnos.engine.outbox import jobs
from odnos.engine.records import mass
from odnos.engine.records.errors import Invalid
from odnos.objects.registry import ObjectType
from odnos.web.given import whole, wholes
from odnos.web.pages.lists import asked as asking
from odnos.web.pages.lists import bulk_dialog, bulk_result
from odnos.web.pages.lists.asked import Asked
from odnos.web.pages.lists.bulk_dialog import field_asked
from odnos.web.pages.lists.places import led

AT_ONCE = 500
DEEDS = {"edit": "edit", "owner": "edit", "tag": "add", "list": "add", "unlist": "remove", "delete": "delete"}


@require_POST
def begin(request: HttpRequest, kind: ObjectType) -> HttpResponse:
    """Ask what exactly is to be done where that is not clear yet, and once it is, do it."""
    asked, deed = asking.read(kind, request), request.POST.get("deed", "")
    ids = [] if request.POST.get("all") else wholes(request.POST.getlist("ids"))
    if not (ids or request.POST.get("all")):
        return led(request, asked.href(), _("Select some records first."), tone="warn")
    among = Condition(("id",), "in", ids) if ids else asked.node
    if deed.startswith("export") or deed == "merge":
        return led_on(request, asked, deed, among, ids)
    if deed not in DEEDS:
        raise FilterError(_("There is nothing of this kind to do with many records."))
    if not (request.POST.get("confirmed") or is_clear(asked, deed, ids)):
        return bulk_dialog.show(request, asked, deed, among, ids, {})
    try:
        return carried_out(request, asked, deed, among)
    except Invalid as error:
        return bulk_dialog.show(request, asked, deed, among, ids, error.errors, status=422)


def is_clear(asked: Asked, deed: str, ids: Sequence[int]) -> bool:
    """What was chosen by hand and can be taken back needs no question; everything that matches does."""
    return bool(ids) and (deed == "delete" or (deed == "unlist" and list_shown(asked) is not None))


def list_shown(asked: Asked) -> int | None:
    """Return the list whose records are shown, if the filter is about one."""
    named = [
        item for item in tree.conditions(asked.node) if item.path == ("lists",) and item.operator == "is"
    ]
    return whole(str(named[0].value)) if len(named) == 1 else None


def led_on(request: HttpRequest, asked: Asked, deed: str, among: Node, ids: list[int]) -> HttpResponse:
    """Go to the page that does it with the chosen records."""
    place = f"/{asked.kind.plural_key}"
    if deed.startswith("export"):
        extra = {"format": deed.partition("-")[2] or "csv"}
        return led(request, asked.href(f"{place}/export", filter=text.dump(among), q="", extra=extra))
    if len(ids) != 2:
        return led(request, asked.href(), _("Select the two records that are one."), tone="warn")
    return led(request, f"{place}/{ids[0]}/merge/{ids[1]}")


def carried_out(request: HttpRequest, asked: Asked, deed: str, among: Node) -> HttpResponse:
    """Do a small change at once, and leave a large one to the worker."""
    visit = request.visit  # type: ignore[attr-defined]
    made = begun(request, asked, deed, among)
    if mass.progress(made.pk, by=visit.by).task.total > AT_ONCE:
        args = {"change_set": made.pk, "user_id": visit.by.user_id}
        jobs.enqueue("records.mass", args, at=visit.at, key=f"mass:{made.pk}")
        return bulk_result.show_progress(request, asked, made.pk)
    while mass.step(made.pk, by=visit.by, at=visit.at):
        pass
    result = mass.progress(made.pk, by=visit.by)
    return led(
        request, asked.href(), bulk_result.said(result, visit.by.locale), **bulk_result.undone_by(result)
    )


def begun(request: HttpRequest, asked: Asked, deed: str, among: Node) -> ChangeSet:
    visit, kind = request.visit, asked.kind  # type: ignore[attr-defined]
    who: Any = {"among": among, "by": visit.by, "at": visit.at}
    chosen = whole(request.POST.get("list"))
    if deed == "list":
        return filling.begin_adding(kind, chosen, new=request.POST.get("new_list", "").strip(), **who)
    if deed == "unlist":
        return filling.begin_removing(kind, chosen or list_shown(asked), **who)
    field = field_asked(request, kind, deed)
    values = {field.name: field.from_form(request.POST)} if field else {}
    return mass.begin(kind, DEEDS[deed], values, **who, label=bulk_result.label(kind, field))
