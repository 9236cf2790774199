"""The first run: whoever comes first makes the company and becomes its administrator. There is no default account."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import translation
from django.utils.translation import gettext as _

from odnos.domains.deals import founding
from odnos.domains.organisation import actions
from odnos.engine.records.errors import Invalid
from odnos.web.jinja import render
from odnos.web.middleware.visits import open_to_all
from odnos.web.pages.entry import choices
from odnos.web.pages.entry.admission import begin

FIELDS = ("company", "currency", "country", "locale", "timezone", "person", "email", "password", "team")


@open_to_all
def welcome(request: HttpRequest) -> HttpResponse:
    """Show the form while nobody can sign in, or found the company."""
    if actions.is_founded():
        return HttpResponseRedirect("/")
    if request.method != "POST":
        return form(request, defaults(), {})
    given = {name: request.POST.get(name, "").strip() for name in FIELDS}
    given["team"] = given["team"] or _("Sales")
    given["password"] = request.POST.get("password", "")
    if errors := faults(given):
        return form(request, given, errors, status=422)
    try:
        user = founding.open_for_business(**given, at=request.at)  # type: ignore[attr-defined]
    except Invalid as refusal:
        named = {"person" if name == "name" else name: found for name, found in refusal.errors.items()}
        return form(request, given, named, status=422)
    except actions.AlreadyFounded:
        return HttpResponseRedirect("/sign-in")
    begin(request, user, "password")
    answer = HttpResponseRedirect("/imports" if request.POST.get("then") == "import" else "/first-steps")
    answer.set_cookie("language", given["locale"], samesite="Lax")
    return answer


def defaults() -> dict[str, str]:
    """Return what the form begins with: what fits the language of the browser."""
    return {**dict.fromkeys(FIELDS, ""), **choices.usual(translation.get_language() or "en")}


def faults(given: dict[str, str]) -> dict[str, list[str]]:
    """Return what is wrong with the answers that no record's field looks at."""
    found = {
        name: [_("Fill this in.")] for name in ("company", "person", "email", "password") if not given[name]
    }
    offered = choices.offered(translation.get_language() or "en")
    for name, pairs in offered.items():
        if given[name] not in {value for value, _label in pairs}:
            found[name] = [_("Choose one of the list.")]
    return found


def form(request: HttpRequest, given: dict[str, str], errors: Any, *, status: int = 200) -> HttpResponse:
    language = translation.get_language() or "en"
    context: dict[str, Any] = {"given": given, "errors": errors, "offered": choices.offered(language)}
    return render(request, "pages/welcome.html", context, status=status)
