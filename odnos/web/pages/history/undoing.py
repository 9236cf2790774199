"""Taking back: a whole change set, at once or in the background, or one change of a record."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from odnos.domains.demo import sample
from odnos.engine.audit.models import ChangeSet, Entry
from odnos.engine.outbox import jobs
from odnos.engine.records import undo
from odnos.engine.records.errors import NotFound
from odnos.engine.records.undo import Undone
from odnos.objects.registry import registry
from odnos.web import toasts
from odnos.web.pages.history.sets import visible_one
from odnos.web.pages.lists.places import led, next_of
from odnos.web.pages.record.found import address, visit_of

AT_ONCE = 500
"""Up to so many changes are undone while the person waits; more go to the background."""


@require_POST
def change_set(request: HttpRequest, change_set_id: int) -> HttpResponse:
    """Undo a change set."""
    visit = visit_of(request)
    item = visible_one(visit.by, change_set_id)
    if item.kind == sample.KIND:  # its own page says what stays
        return led(request, "/first-steps", _("Remove the sample data here."), tone="warn")
    if Entry.objects.filter(change_set_id=item.pk).count() > AT_ONCE:
        return begin(request, item)
    result = undo.change_set(item.pk, by=visit.by, at=visit.at)
    tone = "warn" if result.kept else "good"
    if (
        request.headers.get("HX-Request") and item.kind not in undo.WHOLE
    ):  # a toast, which then reads the list again
        return toasts.now(HttpResponse(status=204), told(result), tone=tone)
    return led(request, next_of(request, f"/history/{item.pk}"), told(result), tone=tone)


def begin(request: HttpRequest, item: ChangeSet) -> HttpResponse:
    """Leave the undoing to the worker; the page of the change set shows how far it is."""
    visit = visit_of(request)
    undoing = undo.begin(item.pk, by=visit.by, at=visit.at)
    args = {"undoing": undoing.pk, "user_id": visit.by.user_id}
    jobs.enqueue("records.undo", args, at=visit.at, key=f"undo:{undoing.pk}")
    return led(request, f"/history/{item.pk}", _("Undoing. You can leave this page."))


@require_POST
def entry(request: HttpRequest, entry_id: int) -> HttpResponse:
    """Undo one change of one record."""
    visit = visit_of(request)
    found = Entry.objects.filter(pk=entry_id).first()
    if found is None or found.object_key not in registry:
        raise NotFound(f"entry {entry_id}")
    result = undo.entry(entry_id, by=visit.by, at=visit.at)
    back = next_of(request, address(registry.get(found.object_key), found.record_id))
    return led(request, back, told(result), tone="warn" if result.kept else "good")


def told(result: Undone) -> str:
    """Return the words for what an undo did."""
    done = ngettext("%(num)s record put back.", "%(num)s records put back.", result.records) % {
        "num": result.records
    }
    if not result.kept:
        return done
    words = ngettext(
        "%(num)s was left as it is: %(why)s", "%(num)s were left as they are: %(why)s", len(result.kept)
    )
    return f"{done if result.records else ''} {words % {'num': len(result.kept), 'why': result.kept[0][2]}}".strip()
