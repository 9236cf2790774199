"""Which records a roll-up gathers: their filter as lines of a form, other lines for other records."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from odnos.objects.registry import ObjectType, registry
from odnos.web.jinja import render
from odnos.web.pages.settings import conditions
from odnos.web.pages.settings.fields import kind_of
from odnos.web.pages.settings.sections import actor, administrator

PREFIX = "only"


@require_GET
def show(request: HttpRequest, key: str) -> HttpResponse:
    """Answer with the lines for the records that have just been chosen."""
    administrator(request)
    kind_of(key)
    context = {"gathered": lines(request, request.GET.get("through"), "")}
    return render(request, "pages/settings_field.html", context, block="gathered")


def lines(request: HttpRequest, through: str | None, written: str | None) -> dict[str, Any] | None:
    """Return the lines of a filter over the records that `through` names; None as long as it names none."""
    kind = gathered(through)
    return conditions.context(kind, written or "", prefix=PREFIX, by=actor(request)) if kind else None


def given(request: HttpRequest) -> dict[str, str]:
    """Return the filter that the lines of the form say; one that is written out is taken as it is."""
    kind = gathered(request.POST.get("through"))
    said = any(f"{PREFIX}-{name}" in request.POST for name in ("text", "field"))
    return (
        {"only": conditions.given(request, kind, prefix=PREFIX, by=actor(request))} if kind and said else {}
    )


def gathered(through: str | None) -> ObjectType | None:
    """Return the object whose records are gathered: `deal.company` are deals."""
    key = (through or "").partition(".")[0]
    return registry.get(key) if key in registry else None
