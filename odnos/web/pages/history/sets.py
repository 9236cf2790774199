"""Change sets: imports, merges, mass edits and their undoing; what each did, and the button that takes it back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET

from odnos.engine.access.actor import Actor
from odnos.engine.audit import sight
from odnos.engine.audit.models import ChangeSet, Entry
from odnos.engine.outbox.models import Job
from odnos.engine.records import read, timeline, undo
from odnos.engine.records.errors import NotFound
from odnos.lib import dates
from odnos.objects.registry import registry
from odnos.web.given import whole
from odnos.web.jinja import render
from odnos.web.pages.record.found import address, visit_of
from odnos.web.pages.record.sentences import name_of
from odnos.web.pages.record.story import changes_of

PAGE = 30
ENTRIES = 50
KINDS = {
    "import": ("import", gettext_lazy("Import")),
    "merge": ("merge", gettext_lazy("Merge")),
    "convert": ("convert", gettext_lazy("Conversion")),
    "undo": ("undo", gettext_lazy("Undo")),
    "stage": ("stage", gettext_lazy("Stages")),
    "sample": ("sparkles", gettext_lazy("Sample data")),
    "sample_removal": ("bin", gettext_lazy("Sample data")),
    "configuration": ("settings", gettext_lazy("Configuration")),
}


def visible(by: Actor) -> QuerySet[ChangeSet]:
    """Return the change sets that an actor may look at: their own; to administrators, everybody's."""
    return (
        ChangeSet.objects.all() if by.is_administrator else ChangeSet.objects.filter(actor_id=by.user_id or 0)
    )


def visible_one(by: Actor, change_set_id: int) -> ChangeSet:
    """Return one of them. Raises NotFound."""
    found = visible(by).filter(pk=change_set_id).first()
    if found is None:
        raise NotFound(f"change set {change_set_id}")
    return found


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Answer with the newest change sets, or the older ones behind `after`."""
    visit = visit_of(request)
    found = visible(visit.by).order_by("-pk")
    if (after := whole(request.GET.get("after"))) is not None:
        found = found.filter(pk__lt=after)
    taken = list(found[: PAGE + 1])
    titles = read.titles({("user", item.actor_id) for item in taken if item.actor_id}, by=visit.by)
    context = {
        "sets": [shown(request, item, titles) for item in taken[:PAGE]],
        "older": f"/history?after={taken[PAGE - 1].pk}" if len(taken) > PAGE else "",
        "first": not after,
    }
    return render(request, "pages/history.html", context)


def shown(request: HttpRequest, item: ChangeSet, titles: Any) -> dict[str, Any]:
    """Return a change set as a line of the history."""
    visit = visit_of(request)
    ctx = visit.ctx(titles)
    icon, kind = KINDS.get(item.kind, ("edit", _("Change of many")))
    return {
        "id": item.pk,
        "href": f"/history/{item.pk}",
        "icon": icon,
        "kind": str(kind),
        "title": item.label or str(kind),
        "who": name_of(item.actor_id, ctx),
        "when": dates.ago(item.at, at=visit.at, locale=visit.by.locale, zone=ctx.timezone),
        "exact": f"{item.at.astimezone(ctx.timezone):%Y-%m-%d %H:%M}",
        "count": changes_counted(item.entries),
        "undone": item.undone_at is not None,
        "may_undo": undo.may_undo(item, by=visit.by),
    }


def changes_counted(number: int) -> str:
    return ngettext("%(num)s change", "%(num)s changes", number) % {
        "num": f"{number:,}".replace(",", "\u202f")
    }


@require_GET
def one(request: HttpRequest, change_set_id: int) -> HttpResponse:
    """Answer with one change set: its counts, its entries page by page, and what an undo of it kept."""
    visit = visit_of(request)
    item = visible_one(visit.by, change_set_id)
    entries, older = page_of(item, request.GET.get("after", ""))
    entries = sight.told(entries, by=visit.by)
    refs = {ref for entry in entries for ref in timeline.named_by_entry(entry)}
    refs |= {("user", item.actor_id or 0)}
    undoing = undoing_of(item)
    told = item if item.undoes_id else undoing
    result = undo.result_of(told) if told else None
    refs |= {(key, number) for key, number, _why in (result.kept[:200] if result else ())}
    titles = read.titles(refs, by=visit.by)
    context = {
        "set": shown(request, item, titles),
        "item": item,
        "counts": counts(item),
        "entries": [line(entry, visit.ctx(titles)) for entry in entries],
        "older": older,
        "kept": kept(result.kept[:200], titles) if result else [],
        "undoing": undoing,
        "running": is_running(undoing),
        "progress": progress(item, undoing),
    }
    block = "entries" if request.GET.get("after") and request.headers.get("HX-Request") else ""
    if request.GET.get("part") == "progress":
        block = "progress"
    return render(request, "pages/change_set.html", context, block=block)


def page_of(item: ChangeSet, after: str) -> tuple[list[Entry], str]:
    """Return one page of a change set's entries, the oldest first, and the address of the next."""
    found = Entry.objects.filter(change_set_id=item.pk).order_by("pk")
    if (last := whole(after)) is not None:
        found = found.filter(pk__gt=last)
    taken = list(found[: ENTRIES + 1])
    more = len(taken) > ENTRIES
    return taken[:ENTRIES], f"/history/{item.pk}?after={taken[ENTRIES - 1].pk}" if more else ""


def counts(item: ChangeSet) -> list[tuple[str, int]]:
    """Return how many records of each object were created, changed, deleted …, as far as they are not too many to count."""
    if item.entries > 200_000:
        return []
    found = (
        Entry.objects.filter(change_set_id=item.pk)
        .values("object_key", "action")
        .annotate(number=Count("pk"))
    )
    return [
        (f"{label(row['object_key'])}: {deed(row['action'])}", row["number"])
        for row in found.order_by("object_key", "action")
    ]


def label(key: str) -> str:
    return str(registry.get(key).plural) if key in registry else key


def deed(action: str) -> str:
    """Return the word for what happened to a record."""
    return {
        "created": _("created"),
        "updated": _("changed"),
        "deleted": _("moved to the bin"),
        "restored": _("restored"),
        "relinked": _("led to another record"),
        "merged": _("merged"),
        "converted": _("converted"),
        "undone": _("put back"),
        "shared": _("shared"),
        "unshared": _("no longer shared"),
    }.get(action, action)


def line(entry: Entry, ctx: Any) -> dict[str, Any]:
    known = entry.object_key in registry
    kind = registry.get(entry.object_key) if known else None
    title = ctx.titles.get((entry.object_key, entry.record_id))
    return {
        "title": title or _("Hidden"),
        "href": address(kind, entry.record_id) if kind and title else "",
        "kind": str(kind.label) if kind else entry.object_key,
        "deed": deed(entry.action),
        "changes": changes_of(entry, kind, ctx)[:8] if kind and title and entry.action != "created" else [],
    }


def kept(found: Iterable[undo.Kept], titles: Any) -> list[dict[str, str]]:
    """Return the records that an undo left as they are, and why."""
    return [
        {
            "title": titles.get((key, number)) or _("Hidden"),
            "href": address(registry.get(key), number) if titles.get((key, number)) else "",
            "why": why,
        }
        for key, number, why in found
    ]


def undoing_of(item: ChangeSet) -> ChangeSet | None:
    """Return the last change set that undid this one, or is about to."""
    return ChangeSet.objects.filter(undoes_id=item.pk).order_by("-pk").first()


def is_running(undoing: ChangeSet | None) -> bool:
    if undoing is None:
        return False
    waiting = (Job.State.READY, Job.State.RUNNING)
    return Job.objects.filter(key=f"undo:{undoing.pk}", state__in=waiting).exists()


def progress(item: ChangeSet, undoing: ChangeSet | None) -> int:
    """Return how much of an undo is done, in percent."""
    return min(100, round(100 * undoing.entries / item.entries)) if undoing and item.entries else 0
