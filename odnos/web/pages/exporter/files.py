"""The exports of a person: made by the worker, fetched while they are kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from odnos.engine.transfer import export, exports
from odnos.engine.transfer.models import ExportRun
from odnos.lib import sizes
from odnos.objects import fields as f
from odnos.objects.labels import Label
from odnos.objects.registry import registry
from odnos.web import toasts
from odnos.web.jinja import render

State = ExportRun.State
BLOCK = 1 << 18
STATES: dict[str, tuple[Label, str]] = {
    State.WAITING: (gettext_lazy("Waiting"), "muted"),
    State.RUNNING: (gettext_lazy("Running"), "info"),
    State.DONE: (gettext_lazy("Ready"), "good"),
    State.FAILED: (gettext_lazy("Failed"), "bad"),
}


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """What was exported, newest first; while one is written, the part that asks again."""
    visit: Any = request.visit  # type: ignore[attr-defined]
    runs = [shown(run, visit) for run in exports.of(by=visit.by)]
    context = {"runs": runs, "is_busy": any(run["is_busy"] for run in runs), "days": exports.KEPT.days}
    block = "state" if "HX-Request" in request.headers else ""
    return render(request, "pages/exports.html", context, block=block)


def shown(run: ExportRun, visit: Any) -> dict[str, Any]:
    kind = registry.get(run.object_key)
    label, tone = STATES[run.state]
    is_over = run.expires_at <= visit.at
    return {
        "id": run.pk,
        "name": f"{kind.plural} · {run.format.upper()}",
        "icon": kind.icon,
        "state": _("Expired") if is_over else str(label),
        "tone": "muted" if is_over else tone,
        "reason": run.reason,
        "rows": run.done,
        "total": run.total,
        "size": sizes.show(run.size, locale=visit.by.locale),
        "made": f.Moment("created_at").html(run.created_at, visit.ctx()),
        "until": f.Moment("expires_at").html(run.expires_at, visit.ctx()),
        "is_busy": run.state in (State.WAITING, State.RUNNING) and not is_over,
        "is_ready": run.state == State.DONE and not is_over,
    }


@require_GET
def fetch(request: HttpRequest, number: int) -> HttpResponseBase:
    """The file, as long as it is kept and its maker has the rights it was made with."""
    visit: Any = request.visit  # type: ignore[attr-defined]
    run = exports.get(number, by=visit.by)
    try:
        path = exports.file_of(run, by=visit.by, at=visit.at)
    except exports.Gone:
        words = _("Files of exports are kept for some days only. Export the list again.")
        context = {"status": 410, "title": _("The file is gone"), "message": words}
        return render(request, "pages/refusal.html", context, status=410)
    format_ = export.format_of(run.format)
    answer = StreamingHttpResponse(blocks_of(path), content_type=export.FORMATS[format_])
    name = export.filename_of(registry.get(run.object_key), format_, run.created_at)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Content-Length"] = str(path.stat().st_size)
    return answer


def blocks_of(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            yield block


@require_POST
def delete(request: HttpRequest, number: int) -> HttpResponse:
    """Remove an export before its time; one that is being written stops."""
    visit: Any = request.visit  # type: ignore[attr-defined]
    exports.forget(exports.get(number, by=visit.by))
    return toasts.later(HttpResponseRedirect("/exports"), _("The file was removed."))
