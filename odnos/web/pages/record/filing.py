"""Stored files, read by those who see a record that names them; always as something to keep, never as a page."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest
from django.views.decorators.http import require_safe

from odnos.engine.records import files
from odnos.web.pages.record.found import visit_of


@require_safe
def download(request: HttpRequest, sha256: str, name: str) -> FileResponse:  # noqa: ARG001 -- the name is for people
    """Answer with the bytes under the name that the record gives them."""
    path, held = files.find(sha256, by=visit_of(request).by)
    answer = FileResponse(path.open("rb"), as_attachment=True, filename=files.clean_name(held["name"]))
    answer["Content-Type"] = "application/octet-stream"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["Cache-Control"] = "private, max-age=3600"
    return answer
