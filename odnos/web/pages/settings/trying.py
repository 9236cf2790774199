"""A formula tried while it is written: what is wrong with it, or what it makes."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from odnos.engine.custom import formulas
from odnos.engine.custom.tried import tried
from odnos.lib.formula import FormulaError
from odnos.web.jinja import render
from odnos.web.pages.settings.fields import kind_of
from odnos.web.pages.settings.sections import administrator, now

TEMPLATE = "pages/settings_field.html"


@require_GET
def formula(request: HttpRequest, key: str) -> HttpResponse:
    """Answer with what a formula of a kind of record comes to; with nothing as long as nothing is written."""
    by, kind = administrator(request), kind_of(key)
    written = request.GET.get("formula", "").strip()
    if not written:
        return HttpResponse("")
    try:
        context = {"tried": tried(written, kind, by=by, at=now(request)), "wrong": ""}
    except FormulaError as error:
        context = {"tried": None, "wrong": formulas.sentence(error)}
    return render(request, TEMPLATE, context, block="tried")
