"""The company's own settings."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from odnos.domains.demo import removing
from odnos.domains.organisation import company as own
from odnos.engine.access.actor import organisation
from odnos.web.pages.entry import choices
from odnos.web.pages.settings.sections import administrator, now, saved, show


def company(request: HttpRequest) -> HttpResponse:
    """Show the company's settings, or change them."""
    by = administrator(request)
    kept = organisation()
    given = {name: request.POST.get(name, getattr(kept, name)).strip() for name in own.FIELDS}
    offered = choices.offered(by.locale)
    errors: dict[str, Any] = {}
    if request.method == "POST":
        errors = faults(given, offered)
        if not errors:
            own.change(given, by=by, at=now(request))
            return saved("/settings/company", _("Saved."))
    context = {"given": given, "offered": offered, "errors": errors, "samples": removing.is_there(by=by)}
    return show(request, "pages/settings_company.html", "company", context, status=422 if errors else 200)


def faults(given: dict[str, str], offered: dict[str, choices.Pairs]) -> dict[str, list[str]]:
    found = {} if given["name"] else {"name": [_("Fill this in.")]}
    wrong = {
        name: [_("Choose one of the list.")]
        for name, pairs in offered.items()
        if given[name] not in {value for value, _label in pairs}
    }
    return found | wrong
