"""Files of an import: the rows that failed with their reasons, and the file as it came."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from odnos.engine.transfer import imports, problems, source
from odnos.web.jinja import render


@require_GET
def errors(request: HttpRequest, run_id: int) -> StreamingHttpResponse:
    """The rows that failed, or would."""
    visit: Any = request.visit  # type: ignore[attr-defined]
    run = imports.get(run_id, by=visit.by)
    is_check = run.state in imports.BEFORE_START
    stem = run.filename.rpartition(".")[0] or run.filename
    return attachment(
        problems.csv_of(run, is_check=is_check), f"{stem}-errors.csv", "text/csv; charset=utf-8"
    )


@require_GET
def original(request: HttpRequest, run_id: int) -> HttpResponseBase:
    """The file byte for byte, as long as it is kept."""
    visit: Any = request.visit  # type: ignore[attr-defined]
    run = imports.get(run_id, by=visit.by)
    if run.dropped_at:
        message = _(
            "Uploaded files are dropped some time after their import; its counts and failed rows stay."
        )
        context = {"status": 410, "title": _("The file is gone"), "message": message}
        return render(request, "pages/refusal.html", context, status=410)
    return attachment(source.blocks_of(run), run.filename, "application/octet-stream")


def attachment(blocks: Any, name: str, kind: str) -> StreamingHttpResponse:
    answer = StreamingHttpResponse(blocks, content_type=kind)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
