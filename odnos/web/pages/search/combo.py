"""The options of a field that names another record, as one types."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from odnos.engine.access import rights
from odnos.engine.index import Asked
from odnos.engine.records import read
from odnos.engine.search import finding, hits
from odnos.engine.views import seen
from odnos.objects.registry import registry
from odnos.web.jinja import render

MOST = 10


def options(request: HttpRequest) -> HttpResponse:
    """Answer with the records of `object` that `q` may mean; for an empty `q`, with those lately changed."""
    visit = request.visit  # type: ignore[attr-defined]
    key, typed = request.GET.get("object", ""), request.GET.get("q", "").strip()
    if key not in registry:
        raise Http404
    kind = registry.get(key)
    found = (
        finding.find(
            typed, by=visit.by, at=visit.at, limit=MOST, objects=[key], recent=seen.lately(by=visit.by)
        )
        if typed
        else lately(key, by=visit.by, at=visit.at)
    )
    items = [{"value": hit.record_id, "title": hit.title, "sub": hit.subtitle} for hit in found]
    exact = any(hit.score == 0 for hit in found)
    create = typed if kind.in_menu and not exact and rights.may(visit.by, "create", kind) != "none" else ""
    return render(request, "pages/search.html", {"options": items, "create": create}, block="options")


def lately(key: str, *, by: Any, at: Any) -> list[hits.Hit]:
    kind = registry.get(key)
    page = read.query(kind, by=by, at=at, columns=hits.columns(kind), limit=MOST)
    return hits.show([(row, Asked(), 0) for row in page.rows], by=by, at=at)
