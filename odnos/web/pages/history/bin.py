"""The bin: what was deleted, of which kind, when and by whom; taken out again one by one or many at once."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from odnos.engine.access import rights
from odnos.engine.access.actor import Actor
from odnos.engine.records import read, write
from odnos.engine.records.row import Row
from odnos.lib import dates
from odnos.objects.registry import ObjectType, registry
from odnos.web.given import wholes
from odnos.web.jinja import render
from odnos.web.pages.lists.places import led
from odnos.web.pages.record.found import address_of, may, visit_of

PAGE = 50
SHOWN = frozenset(("team", "user"))
"""Objects whose bin is with the settings."""


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Answer with the deleted records of one kind, the last deleted first."""
    visit = visit_of(request)
    kinds = offered(visit.by)
    kind = chosen(request, kinds)
    after = request.GET.get("after") or None
    page = read.query(
        kind, by=visit.by, at=visit.at, sort="-updated_at", after=after, limit=PAGE, deleted=True
    )
    titles = read.titles({("user", row.columns["updated_by_id"] or 0) for row in page.rows}, by=visit.by)
    context = {
        "kind": kind,
        "tabs": [tab(item, kind) for item in kinds if item.in_menu or item is kind],
        "more": [tab(item, kind) for item in kinds if not item.in_menu and item is not kind],
        "rows": [shown(request, row, titles) for row in page.rows],
        "count": f"{page.count.number}{'+' if page.count.capped else ''}",
        "next": f"/bin?kind={kind.plural_key}&after={page.next}" if page.next else "",
        "previous": f"/bin?kind={kind.plural_key}&after={page.previous}" if page.previous else "",
    }
    return render(request, "pages/bin.html", context)


def offered(by: Actor) -> list[ObjectType]:
    """Return the kinds whose bin an actor may look into, those of the menu first."""
    found = [item for item in registry if item.key not in SHOWN and rights.may(by, "see", item) != "none"]
    return sorted(found, key=lambda item: not item.in_menu)


def tab(item: ObjectType, kind: ObjectType) -> dict[str, Any]:
    """Return the way to the bin of `item`; `kind` is the one that is shown."""
    href = f"/bin?kind={item.plural_key}"
    return {"label": item.plural, "href": href, "current": item is kind, "icon": item.icon}


def chosen(request: HttpRequest, kinds: list[ObjectType]) -> ObjectType:
    """Return the kind that the address names, or else the first that has something in the bin."""
    visit = visit_of(request)
    for kind in kinds:
        if kind.plural_key == request.GET.get("kind"):
            return kind
    for kind in kinds:
        if read.query(kind, by=visit.by, at=visit.at, sort="id", columns=(), limit=1, deleted=True).rows:
            return kind
    return kinds[0]


def shown(request: HttpRequest, row: Row, titles: Any) -> dict[str, Any]:
    visit = visit_of(request)
    ctx = visit.ctx()
    deleted = row.columns["deleted_at"]
    return {
        "id": row.id,
        "title": row.title or _("Without a name"),
        "href": address_of(row),
        "who": titles.get(("user", row.columns["updated_by_id"] or 0)) or "",
        "when": dates.ago(deleted, at=visit.at, locale=visit.by.locale, zone=ctx.timezone),
        "exact": f"{deleted.astimezone(ctx.timezone):%Y-%m-%d %H:%M}",
        "may_restore": restorable(row, by=visit.by),
    }


def restorable(row: Row, *, by: Actor) -> bool:
    """Whoever may delete a record may take it out of the bin."""
    alive = Row(row.type, {**row.columns, "deleted_at": None})
    return may(alive, "delete", by=by)


@require_POST
def restore(request: HttpRequest) -> HttpResponse:
    """Take the chosen records out of the bin."""
    visit = visit_of(request)
    kind = registry.by_plural(request.POST.get("kind", ""))
    ids = wholes(request.POST.getlist("ids"))[:1000]
    outcomes = write.restore(kind, ids, by=visit.by, at=visit.at) if ids else []
    done = sum(1 for item in outcomes if not item.errors)
    words = ngettext("%(num)s record restored.", "%(num)s records restored.", done) % {"num": done}
    left = [str(reason) for item in outcomes for every in item.errors.values() for reason in every]
    return led(
        request, f"/bin?kind={kind.plural_key}", " ".join([words, *left[:1]]), tone="warn" if left else "good"
    )
