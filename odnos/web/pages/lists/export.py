"""The records of a list as a file: at once, or by the worker where there are many."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseRedirect, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from odnos.engine.transfer import export, exports
from odnos.objects.registry import ObjectType
from odnos.web import toasts
from odnos.web.pages.lists import asked as asking


@require_GET
def download(request: HttpRequest, kind: ObjectType) -> HttpResponseBase:
    """Stream what the list's address shows, in its order and with its columns; a large list is written in the background."""
    visit = request.visit  # type: ignore[attr-defined]
    asked = asking.read(kind, request)
    format_ = export.format_of(request.GET.get("format", "csv"))
    by, at = visit.by, visit.at
    if exports.is_large(kind, by=by, at=at, filter=asked.node):
        exports.begin(
            kind, format=format_, by=by, at=at, filter=asked.node, sort=asked.sort, columns=asked.columns
        )
        words = _("The list is large: its file will be ready here in a moment.")
        return toasts.later(HttpResponseRedirect("/exports"), words)
    blocks = export.blocks(
        kind, format=format_, by=by, at=at, filter=asked.node, sort=asked.sort, columns=asked.columns
    )
    name = export.filename_of(kind, format_, at)
    answer = StreamingHttpResponse(blocks, content_type=export.FORMATS[format_])
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
