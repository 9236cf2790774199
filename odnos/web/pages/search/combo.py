"""The options of a field that names another record, as one types."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from odnos.engine.access import rights
from odnos.engine.access.actor import Actor
from odnos.engine.access.fields import known_to
from odnos.engine.custom import layouts
from odnos.engine.index import Asked
from odnos.engine.records import read, write
from odnos.engine.records.errors import Invalid
from odnos.engine.search import finding, hits
from odnos.engine.views import seen
from odnos.objects.access import OwnTeamAll
from odnos.objects.registry import ObjectType, registry
from odnos.web import toasts
from odnos.web.jinja import render

MOST = 10


def options(request: HttpRequest) -> HttpResponse:
    """Answer with the records of `object` that `q` may mean; for an empty `q`, with those lately changed."""
    visit = request.visit  # type: ignore[attr-defined]
    given = request.POST if request.method == "POST" else request.GET
    key, typed = given.get("object", ""), given.get("q", "").strip()
    if key not in registry:
        raise Http404
    kind = registry.get(key)
    if request.method == "POST":
        return made(request, kind, typed)
    found = (
        finding.find(
            typed, by=visit.by, at=visit.at, limit=MOST, objects=[key], recent=seen.lately(by=visit.by)
        )
        if typed
        else lately(key, by=visit.by, at=visit.at)
    )
    items = [{"value": hit.record_id, "title": hit.title, "sub": hit.subtitle} for hit in found]
    exact = any(hit.score == 0 for hit in found)
    may_make = is_made_by_name(kind, by=visit.by) and rights.may(visit.by, "create", kind) != "none"
    create = typed if may_make and not exact else ""
    return render(request, "pages/search.html", {"options": items, "create": create}, block="options")


def is_made_by_name(kind: ObjectType, *, by: Actor) -> bool:
    """Whether a record may begin with its name alone, on the spot."""
    alone = layouts.of(kind, by=by).quick == (kind.title,)
    return kind.in_menu or (alone and isinstance(kind.access, OwnTeamAll))


def made(request: HttpRequest, kind: ObjectType, typed: str) -> HttpResponse:
    """Make the record that a combo offered to make, and answer with it as the one option."""
    visit = request.visit  # type: ignore[attr-defined]
    try:
        row = write.create(kind, {kind.title: typed}, by=visit.by, at=visit.at)
    except Invalid as wrong:
        message = " ".join(str(text) for texts in wrong.errors.values() for text in texts)
        return toasts.now(HttpResponse(status=422), message, tone="bad")
    options = [{"value": row.id, "title": row.title, "sub": ""}]
    answer = render(request, "pages/search.html", {"options": options, "create": ""}, block="options")
    return toasts.now(answer, _("“%(title)s” is created.") % {"title": row.title})


def lately(key: str, *, by: Any, at: Any) -> list[hits.Hit]:
    kind = known_to(key, by=by)
    page = read.query(kind, by=by, at=at, columns=hits.columns(kind), limit=MOST)
    return hits.show([(row, Asked(), 0) for row in page.rows], by=by, at=at)
