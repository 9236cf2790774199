"""What a person does with a record for themselves: keep it at hand, and have seen it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from odnos.engine.views import favourites, seen
from odnos.objects.registry import ObjectType
from odnos.web.jinja import render
from odnos.web.pages.lists.places import led
from odnos.web.pages.record.found import address_of, row_of, visit_of


@require_POST
def favourite(request: HttpRequest, kind: ObjectType, record_id: int) -> HttpResponse:
    """Keep the record at hand, or no longer."""
    visit, row = visit_of(request), row_of(request, kind, record_id)
    kept = favourites.toggle(row.reference, by=visit.by, at=visit.at)
    if not request.headers.get("HX-Request"):
        return led(request, address_of(row), _("Kept at hand.") if kept else _("No longer kept at hand."))
    return render(
        request,
        "pages/record_star.html",
        {"row": row, "favourite": kept, "here": address_of(row)},
        block="star",
    )


@require_POST
def see(request: HttpRequest, kind: ObjectType, record_id: int) -> HttpResponse:
    """Remember that the record was opened; sent by the page when it stands, so that reading takes no writer's turn."""
    visit, row = visit_of(request), row_of(request, kind, record_id)
    seen.remember(row.reference, by=visit.by, at=visit.at)
    return HttpResponse(status=204)
