"""The search: as a page, and as what the palette shows while one types."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from odnos.engine.filters import text, tree
from odnos.engine.records import read
from odnos.engine.search import finding, ranking
from odnos.engine.search.hits import Hit
from odnos.engine.views import seen
from odnos.objects.registry import ObjectType, registry
from odnos.web.jinja import render
from odnos.web.pages.search import actions, shown
from odnos.web.pages.search.shown import Group, Item

ON_PAGE, PER_OBJECT_ON_PAGE = 60, 10
IN_PALETTE, PER_OBJECT_IN_PALETTE, ACTIONS_IN_PALETTE = 14, 5, 4


def show(request: HttpRequest) -> HttpResponse:
    """Answer with the page of results, or with the groups that the palette asks for."""
    typed = request.GET.get("q", "").strip()
    if request.GET.get("part") == "palette":
        groups = palette(request, typed)
        context = {"typed": typed, "groups": groups, "create": nothing(request, typed, groups)}
        return render(request, "pages/search.html", context, block="palette")
    hits = found(request, typed, limit=ON_PAGE, per_object=PER_OBJECT_ON_PAGE)
    groups = [group(registry.get(key), typed, some) for key, some in shown.grouped(hits).items()]
    context = {"typed": typed, "groups": groups, "create": nothing(request, typed, groups)}
    return render(request, "pages/search.html", context | {"recent": recent(request)})


def found(request: HttpRequest, typed: str, *, limit: int, per_object: int) -> list[Hit]:
    visit = request.visit  # type: ignore[attr-defined]
    return finding.find(
        typed, by=visit.by, at=visit.at, limit=limit, per_object=per_object, recent=seen.lately(by=visit.by)
    )


def group(kind: ObjectType, typed: str, hits: list[Hit]) -> Group:
    """Return the hits of one object, with a way to the list of all when there may be more."""
    more = ""
    if len(hits) >= PER_OBJECT_ON_PAGE and "contains" in kind.title_field.operators:
        more = f"/{kind.plural_key}?filter=" + text.dump(tree.Condition((kind.title,), "contains", typed))
    return Group(label=kind.plural, items=[shown.item(hit) for hit in hits], more=more)


def palette(request: HttpRequest, typed: str) -> list[Group]:
    """Return what the palette shows: results and actions, the likelier first; before anything is typed, what was seen."""
    visit = request.visit  # type: ignore[attr-defined]
    offered = Group(label=_("Actions"), items=actions.offered(typed, by=visit.by))
    if not typed:
        return [part for part in (recent(request), offered) if part.items]
    hits = found(request, typed, limit=IN_PALETTE, per_object=PER_OBJECT_IN_PALETTE)
    results = [
        Group(label=registry.get(key).plural, items=[shown.item(hit) for hit in some])
        for key, some in shown.grouped(hits).items()
    ]
    if len(hits) >= PER_OBJECT_IN_PALETTE:
        results.append(all_of(typed))
    if not offered.items:
        return results
    few = Group(label=offered.label, items=offered.items[:ACTIONS_IN_PALETTE])
    likely = bool(hits) and hits[0].score <= ranking.TITLE_WORDS
    return [*results, few] if likely else [few, *results]


def all_of(typed: str) -> Group:
    """Return the way to the page of all results."""
    href = f"/search?{urlencode({'q': typed})}"
    item = Item(href=href, title=_("All results for “%(query)s”") % {"query": typed[:60]}, icon="arrow-right")
    return Group(label=_("More"), items=[item])


def nothing(request: HttpRequest, typed: str, groups: list[Group]) -> list[Item]:
    """Return what could be made where nothing was found."""
    return [] if groups or not typed else actions.creating(typed, by=request.visit.by)  # type: ignore[attr-defined]


def recent(request: HttpRequest) -> Group:
    """Return the records that the person has lately looked at and still may see."""
    visit = request.visit  # type: ignore[attr-defined]
    references = seen.lately(by=visit.by)
    titles = read.titles(references, by=visit.by)
    items = []
    for key, record_id in references:
        kind, title = registry.get(key), titles.get((key, record_id))
        if title:
            href = f"/{kind.plural_key}/{record_id}"
            items.append(Item(href=href, title=title, icon=kind.icon, sub=kind.label))
    return Group(label=_("Recently seen"), items=items)
