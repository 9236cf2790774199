"""Which records a roll-up gathers: their filter, built anew when other records are chosen."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from odnos.objects.registry import ObjectType, registry
from odnos.web.jinja import render
from odnos.web.pages.settings.conditions import condition
from odnos.web.pages.settings.fields import kind_of
from odnos.web.pages.settings.sections import administrator

NAME = "only"


@require_GET
def show(request: HttpRequest, key: str) -> HttpResponse:
    """Answer with the filter of the records that have just been chosen."""
    administrator(request)
    kind_of(key)
    context = {"gathered": only(request, request.GET.get("through"), "")}
    return render(request, "pages/settings_field.html", context, block="gathered")


def only(request: HttpRequest, through: str | None, written: str | None) -> dict[str, Any] | None:
    """Return the filter over the records that `through` names; None as long as it names none."""
    kind = gathered(through)
    return condition(request, kind, written, name=NAME) if kind else None


def given(request: HttpRequest) -> dict[str, str]:
    """Return the filter that the form says, if it asks for one."""
    said = gathered(request.POST.get("through")) and NAME in request.POST
    return {NAME: request.POST[NAME].strip()} if said else {}


def gathered(through: str | None) -> ObjectType | None:
    """Return the object whose records are gathered: `deal.company` are deals."""
    key = (through or "").partition(".")[0]
    return registry.get(key) if key in registry else None
