"""The records of a list as a file."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.views.decorators.http import require_GET

from odnos.engine.transfer import export
from odnos.objects.registry import ObjectType
from odnos.web.pages.lists import asked as asking


@require_GET
def download(request: HttpRequest, kind: ObjectType) -> HttpResponseBase:
    """Stream what the list's address shows, in its order and with its columns."""
    visit = request.visit  # type: ignore[attr-defined]
    asked = asking.read(kind, request)
    format_ = export.format_of(request.GET.get("format", "csv"))
    blocks = export.blocks(
        kind,
        format=format_,
        by=visit.by,
        at=visit.at,
        filter=asked.node,
        sort=asked.sort,
        columns=asked.columns,
    )
    name = export.filename_of(kind, format_, visit.at)
    answer = StreamingHttpResponse(blocks, content_type=export.FORMATS[format_])
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
