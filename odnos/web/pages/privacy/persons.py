"""Files about persons and erasures: begun at a record, followed on the page of privacy."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from odnos.engine.privacy import allowed, dossiers, erase, plans, subjects
from odnos.engine.privacy.models import Dossier, Erasure
from odnos.engine.privacy.subjects import Subject
from odnos.engine.records import read
from odnos.engine.records.errors import NotFound
from odnos.engine.records.row import Row
from odnos.lib import dates, sizes
from odnos.objects.context import Context
from odnos.objects.labels import Label
from odnos.objects.registry import ObjectType, registry
from odnos.web import toasts
from odnos.web.jinja import render
from odnos.web.pages.record.found import address_of, row_of
from odnos.web.pages.settings.sections import actor, administrator, now, saved, show

SHOWN = 50
BLOCK = 1 << 18
STATES: dict[str, tuple[Label, str]] = {
    "waiting": (gettext_lazy("Waiting"), "muted"),
    "running": (gettext_lazy("Running"), "info"),
    "cleaning": (gettext_lazy("Cleaning the files"), "info"),
    "done": (gettext_lazy("Done"), "good"),
    "failed": (gettext_lazy("Failed"), "bad"),
}
BUSY = frozenset(("waiting", "running", "cleaning"))


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Show the files about persons that one asked for, and the erasures; while one runs, the part that asks again."""
    by = administrator(request)
    ctx = by.context(now(request))
    files = list(Dossier.objects.filter(actor_id=by.user_id or 0).order_by("-pk")[:SHOWN])
    gone = list(Erasure.objects.order_by("-pk")[:SHOWN])
    both: list[Dossier | Erasure] = [*files, *gone]
    refs = {(item.object_key, item.record_id) for item in both}
    refs |= {("user", item.actor_id) for item in gone if item.actor_id}
    titles = read.titles(refs, by=by)
    context = {
        "files": [file(item, titles, ctx) for item in files],
        "erasures": [erasure(item, titles, ctx) for item in gone],
        "busy": any(item.state in BUSY for item in both),
        "days": dossiers.KEPT.days,
    }
    if request.headers.get("HX-Request"):
        return render(request, "pages/settings_privacy.html", context, block="state")
    return show(request, "pages/settings_privacy.html", "privacy", context)


def common(item: Any, titles: Any, ctx: Context) -> dict[str, Any]:
    label, tone = STATES[item.state]
    kind = registry.get(item.object_key)
    return {
        "id": item.pk,
        "title": titles.get((item.object_key, item.record_id)) or f"{kind.label} {item.record_id}",
        "kind": str(kind.label),
        "state": str(label),
        "tone": tone,
        "reason": item.reason,
        "when": dates.ago(item.created_at, at=ctx.at, locale=ctx.locale, zone=ctx.timezone),
        "busy": item.state in BUSY,
    }


def file(item: Dossier, titles: Any, ctx: Context) -> dict[str, Any]:
    ready = item.state == "done" and item.expires_at > ctx.at
    return common(item, titles, ctx) | {"ready": ready, "size": sizes.show(item.size, locale=ctx.locale)}


def erasure(item: Erasure, titles: Any, ctx: Context) -> dict[str, Any]:
    told = dict(item.proof or {})
    found = told.get("found")
    proof = ""
    if told.get("files") and not found:
        proof = _("%(files)s files, %(size)s searched: nothing is left.") % {
            "files": told["files"],
            "size": sizes.show(told["bytes"], locale=ctx.locale),
        }
    elif found:
        proof = _("The words still stand in %(num)s files: somebody else has them too.") % {"num": found}
    return common(item, titles, ctx) | {
        "who": titles.get(("user", item.actor_id or 0)) or "Odnos",
        "mode": _("made anonymous") if item.mode == "anonymous" else _("erased"),
        "proof": proof,
    }


@require_POST
def begin_file(request: HttpRequest, kind: ObjectType, record_id: int) -> HttpResponse:
    """Have everything about a person written into a file."""
    administrator(request)
    visit = request.visit  # type: ignore[attr-defined]
    dossiers.begin(kind.key, record_id, by=visit.by, at=visit.at)
    return saved("/settings/privacy", _("The file is being written."))


@require_GET
def fetch(request: HttpRequest, number: int) -> HttpResponseBase:
    """Answer with the file about a person, to who asked for it."""
    found = dossiers.get(number, by=administrator(request))
    path = dossiers.path_of(found)
    if found.state != "done" or found.expires_at <= now(request) or not path.is_file():
        raise NotFound(f"dossier {number}")
    answer = StreamingHttpResponse(blocks_of(path), content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="{found.object_key}-{found.record_id}.zip"'
    answer["Content-Length"] = str(path.stat().st_size)
    return answer


def blocks_of(path: Path) -> Iterator[bytes]:
    with path.open("rb") as opened:
        while block := opened.read(BLOCK):
            yield block


@require_POST
def remove_file(request: HttpRequest, number: int) -> HttpResponse:
    """Remove a file about a person before its time."""
    dossiers.forget(dossiers.get(number, by=administrator(request)))
    return saved("/settings/privacy", _("The file was removed."))


@require_http_methods(["GET", "POST"])
def erasing(request: HttpRequest, kind: ObjectType, record_id: int) -> HttpResponse:
    """Show what erasing a person takes away and what stays; do it when that was confirmed."""
    by = administrator(request)
    subject = subjects.of(kind.key)
    if subject is None:
        raise NotFound(f"{kind.key} {record_id}")
    row = row_of(request, kind, record_id)
    errors: list[str] = []
    if request.method == "POST":
        if request.POST.get("confirmed") == "1":
            mode = "anonymous" if request.POST.get("mode") == "anonymous" else "erase"
            erase.begin(kind.key, record_id, mode=mode, by=by, at=now(request))
            return toasts.later(HttpResponseRedirect("/settings/privacy"), _("The person is being erased."))
        errors = [_("Say that you know that this cannot be undone.")]
    allowed.check(by)
    return preview(request, row, subject, errors)


def preview(request: HttpRequest, row: Row, subject: Subject, errors: list[str]) -> HttpResponse:
    plan = plans.of(row.type.key, row.id)
    erase.check_held(plan.person, by=actor(request))
    context = {
        "row": row,
        "kind": row.type,
        "here": address_of(row),
        "href": address_of(row, "erasure"),
        "plan": plan,
        "records": [named(item) for item in plan.person.rows],
        "parts": [named(item) for item in plan.person.parts[:SHOWN]],
        "texts": [named(item) for item in plan.texts[:SHOWN]],
        "elsewhere": [named(item) for item in plan.elsewhere],
        "remains": subject.remains,
        "errors": errors,
        "number": len,
    }
    return render(request, "pages/record_erasure.html", context, status=422 if errors else 200)


def named(row: Row) -> dict[str, str]:
    return {"title": row.title, "kind": str(row.type.label), "href": address_of(row)}
