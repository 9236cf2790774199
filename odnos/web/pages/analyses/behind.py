"""The records behind a figure: a list of them, whole lists of each kind, and a segment that keeps them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from odnos.analytics import store
from odnos.analytics.analyses import behind, funnel
from odnos.analytics.findings import segments
from odnos.engine.filters.tree import Condition
from odnos.engine.records import read
from odnos.objects.context import Reference
from odnos.objects.registry import registry
from odnos.web.jinja import render
from odnos.web.pages.analyses import asking, funnel_asked
from odnos.web.pages.insights import segment, state
from odnos.web.pages.reports import shown

LOOKED_AT = 800
"""Records whose titles a page knows."""
Found = tuple[Sequence[Reference], int]
"""The first records behind a figure, and how many there are."""


@require_http_methods(["GET", "POST"])
def deals(request: HttpRequest) -> HttpResponse:
    """List the deals behind a figure of the funnel."""
    visit = request.visit  # type: ignore[attr-defined]
    asked, given = funnel_asked.read_asked(request, funnel_asked.pipelines_of(visit))
    back = (_("Funnel"), funnel_asked.href(funnel_asked.PATH, given))
    if asked is None:
        return listed(request, lambda _most: ([], 0), title=_("Deals"), back=back)
    figure = funnel_asked.figure_of(request, asked.split)

    def ask(most: int) -> Found:
        found, number = behind.deals(asked, figure, by=visit.by, at=visit.at, store=store.store(), most=most)
        return [("deal", one) for one in found], number

    stages = funnel.stages_of(asked.pipeline, by=visit.by, at=visit.at)
    place = figure.place if figure.place is not None and figure.place < len(stages) else None
    title = _("Deals") if place is None else f"{_('Deals')} · {stages[place].title}"
    return listed(request, ask, title=title, back=back)


def listed(
    request: HttpRequest,
    ask: Callable[[int], Found],
    *,
    title: str,
    back: tuple[str, str],
    kinds: Collection[str] = (),
) -> HttpResponse:
    """Answer with the records behind a figure, as far as the reader may see them; keep all of them as a segment when asked to.

    They are of the `kinds`, as far as the first of them do not tell.
    """
    visit = request.visit  # type: ignore[attr-defined]
    found, why = asking.tried(lambda: ask(LOOKED_AT))
    references, number = found or ((), 0)
    titles = read.titles(references, by=visit.by)
    seen = [reference for reference in references if titles.get(reference)]
    offered = segment.offered(request, seen, number, name=title, kinds_there=kinds)
    if request.method == "POST" and not why:
        every, why = all_of(ask, references, number)
        ids = [one for key, one in every if key == offered.chosen]
        answer = None if why else segment.kept(request, offered, ids)
        if answer is not None:
            return answer
    rows = [
        {
            "href": f"/{registry.get(key).plural_key}/{record_id}",
            "title": titles[key, record_id],
            "kind": registry.get(key).label,
        }
        for key, record_id in seen[: asking.MOST]
    ]
    context = {
        "rows": rows,
        "number": number,
        "title": title,
        "back": back,
        "failed": why,
        "segment": offered,
        "lists": lists(seen) if number <= len(references) else [],
        "tabs": state.tabs(""),
    }
    return render(request, "pages/analysis_records.html", context, status=422 if offered.errors else 200)


def all_of(
    ask: Callable[[int], Found], references: Sequence[Reference], number: int
) -> tuple[Sequence[Reference], str]:
    """Return every one of the records behind a figure, or in words why they are not known."""
    if number <= len(references):
        return references, ""
    found, why = asking.tried(lambda: ask(segments.MOST + 1))
    return found[0] if found else (), why


def lists(references: Sequence[Reference]) -> list[tuple[str, str]]:
    """Return the whole lists of the records, one for each kind, where an address can hold them."""
    found = []
    for key in Counter(key for key, _one in references):
        ids = sorted(one for of, one in references if of == key)
        href = shown.list_of(registry.get(key), Condition(("id",), "in", ids))
        if href:
            found.append((str(registry.get(key).plural), href))
    return found
