"""Who sees what: the least that everybody sees, object by object."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from odnos.domains.organisation import company
from odnos.web.pages.settings.sections import administrator, now, saved, show


def sharing(request: HttpRequest) -> HttpResponse:
    """Show what everybody sees at least, or change it."""
    by = administrator(request)
    if request.method == "POST":
        wanted = {kind.key: request.POST.get(kind.key, "") for kind in company.guarded()}
        company.change_floors(wanted, by=by, at=now(request))
        return saved("/settings/sharing", _("Saved. It holds from now on."))
    floors = company.floors()
    kinds = [
        {"key": kind.key, "plural": kind.plural, "icon": kind.icon, "see": floors[kind.key]}
        for kind in company.guarded()
    ]
    return show(request, "pages/settings_sharing.html", "sharing", {"kinds": kinds})
