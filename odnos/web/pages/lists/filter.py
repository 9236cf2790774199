"""The filter builder, asked for when its menu is opened for the first time."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from odnos.objects.registry import ObjectType
from odnos.web.jinja import render
from odnos.web.pages.lists import asked as asking
from odnos.web.pages.lists import builder


@require_GET
def show(request: HttpRequest, kind: ObjectType) -> HttpResponse:
    """Answer with the builder for the filter of the address."""
    visit = request.visit  # type: ignore[attr-defined]
    asked = asking.read(kind, request, mode=asking.mode_of(request))
    context = {
        "asked": asked,
        "form": {key: value for key, value in asked.parameters().items() if key != "filter"},
        "filter": builder.context(kind, asked.filter, by=visit.by, ctx=visit.ctx()),
        "clear": asked.href(filter=""),
    }
    return render(request, "pages/list_filter.html", context, block="builder")
