"""The answer to a report as a file."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from odnos.analytics.export import files, paper
from odnos.analytics.reports import answering
from odnos.analytics.saved import kept
from odnos.engine.filters.tree import FilterError
from odnos.objects.registry import UnknownObject
from odnos.web.jinja import render
from odnos.web.pages.lists.places import led
from odnos.web.pages.reports import answer
from odnos.web.pages.reports.answer import Failed
from odnos.web.pages.reports.page import based


@require_GET
def download(request: HttpRequest, name: str) -> HttpResponse:
    """Send what the report of the address comes to, as a workbook, plain rows, a document or a picture."""
    visit = request.visit  # type: ignore[attr-defined]
    try:
        asked = based(request)
    except (kept.Unreadable, FilterError, UnknownObject) as error:
        return led(request, "/reports", str(error), tone="bad")
    if name not in files.FORMATS:
        return render(request, "pages/refusal.html", {"title": _("Not found"), "message": ""}, status=404)
    ask = partial(answering.run, deed="export")
    found = answer.answer(answer.drawable(asked.narrowed), request, ask=ask)
    if isinstance(found, Failed):
        return led(request, asked.href(), f"{found.title}: {found.text}", tone="bad")
    title = asked.saved.title if asked.saved else str(asked.kind.plural)
    number = asked.saved.id if asked.saved else 0
    try:
        file = files.export(
            found,
            format=name,  # type: ignore[arg-type]
            title=title,
            by=visit.by,
            at=visit.at,
            within="export",
            report_id=number,
        )
    except paper.NoLetters as error:
        return led(request, asked.href(), str(error), tone="bad")
    sent = HttpResponse(file.body, content_type=file.type)
    sent["Content-Disposition"] = content_disposition_header(True, file.name)
    return sent
