"""The records behind a figure of what happened to them: their list, and a segment that keeps them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from odnos.analytics import store
from odnos.analytics.reports import behind, counted
from odnos.analytics.reports.counted import Counted
from odnos.engine.filters import text
from odnos.engine.records.errors import NotFound
from odnos.objects.registry import UnknownObject
from odnos.web.pages.analyses.behind import Found, listed


@require_http_methods(["GET", "POST"])
def show(request: HttpRequest, key: str) -> HttpResponse:
    """List the records that what meets the filter of the address happened to."""
    visit = request.visit  # type: ignore[attr-defined]
    kind = happened(key)

    def ask(most: int) -> Found:
        node = text.parse(request.GET.get("filter", ""))
        found, number = behind.records(kind, node, by=visit.by, at=visit.at, store=store.store(), most=most)
        return [(kind.of, one) for one in found], number

    return listed(request, ask, title=str(kind.plural), back=(_("Reports"), "/reports"))


def happened(key: str) -> Counted:
    """Return what is counted under a key. Raises NotFound."""
    try:
        found = counted.get(key)
    except UnknownObject:
        found = None
    if not isinstance(found, Counted):
        raise NotFound(key)
    return found
