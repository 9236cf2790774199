"""The people of a cell: those whom the reader may see, with what was found about each."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from odnos.analytics.findings import keeping, runs, segments
from odnos.analytics.findings.models import FindingRun, FoundCustomer
from odnos.analytics.findings.names import group_name
from odnos.engine.filters import text
from odnos.engine.filters.tree import Condition, Node
from odnos.engine.records import read
from odnos.engine.records.errors import NotFound
from odnos.objects.registry import ObjectType, registry
from odnos.web.jinja import render
from odnos.web.pages.insights import segment, state, words
from odnos.web.pages.insights.segment import Offered

CELL = ("r", "f", "m", "part", "cluster")
MOST = 200


@require_http_methods(["GET", "POST"])
def show(request: HttpRequest, run_id: int) -> HttpResponse:
    """Show the people of a cell, those with the most turnover first; keep them as a segment when asked to."""
    visit = request.visit  # type: ignore[attr-defined]
    run = runs.get(run_id, by=visit.by)
    if run.kind != "customers" or run.state != words.State.DONE or runs.is_outdated(run, by=visit.by):
        raise NotFound(f"run {run_id}")
    asked = cell_of(request)
    kind = registry.get(run.terms.get("customer") or "contact")
    found = FoundCustomer.objects.filter(run=run, **asked).order_by("-money", "customer_id")
    rows = list(found[:MOST])
    number = found.count()
    seen = read.get_many(kind, [row.customer_id for row in rows], by=visit.by, columns=())
    live, title = live_filter(run, asked, kind), title_of(run, asked)
    form = segment.offered(
        request, [(kind.key, one) for one in seen], number, name=title, is_live=live is not None
    )
    if request.method == "POST":
        ids = found.values_list("customer_id", flat=True)[: segments.MOST + 1]
        answer = kept(request, form, kind, live, list(ids) if live is None else [])
        if answer is not None:
            return answer
    context = {
        "tabs": state.tabs("customers"),
        "title": title,
        "kind": kind,
        "as_of": state.as_of(run, visit),
        "rows": [
            shown(row, seen[row.customer_id].title, run, kind, visit)
            for row in rows
            if row.customer_id in seen
        ],
        "number": number,
        "list_href": f"/{kind.plural_key}?{urlencode({'filter': text.dump(live)})}" if live else "",
        "segment": form,
        "is_live": live is not None,
    }
    return render(request, "pages/insights_people.html", context, status=422 if form.errors else 200)


def cell_of(request: HttpRequest) -> dict[str, int]:
    """Return which cell is asked for: numbers by name."""
    given = ((name, request.GET.get(name, "")) for name in CELL)
    return {name: int(value) for name, value in given if value.isdecimal() and len(value) < 4}


def kept(
    request: HttpRequest, form: Offered, kind: ObjectType, live: Node | None, ids: list[int]
) -> HttpResponse | None:
    """Keep the people of a cell: whoever meets the filter where there is one, else those who are in it now."""
    if live is None:
        return segment.kept(request, form, ids)
    by = request.visit.by  # type: ignore[attr-defined]
    said: dict[str, Any] = {"name": form.name, "audience": form.audience, "by": by}
    return segment.made(request, form, kind, lambda: segments.of_filter(kind, live, **said))


def live_filter(run: FindingRun, asked: dict[str, int], kind: ObjectType) -> Node | None:
    """Return the filter that finds the cell's people whenever it is asked; None as long as the figures are no fields."""
    fields = keeping.fields_of(kind) if run.kept_at else {}
    scores = "".join(str(asked[name]) for name in "rfm" if name in asked)
    groups = run.outcome["clusters"].get("groups", ())
    if "class" in fields and scores and list(asked) == list("rfm")[: len(scores)]:
        return Condition((fields["class"].name,), "starts", scores)
    if "group" in fields and asked.get("cluster", len(groups)) < len(groups):
        group = groups[asked["cluster"]]
        return Condition((fields["group"].name,), "is", group_name(group["name"], group["rank"]))
    return None


def title_of(run: FindingRun, asked: dict[str, int]) -> str:
    """Return what the people of a cell have in common."""
    groups = run.outcome["clusters"].get("groups", ())
    if "cluster" in asked and asked["cluster"] < len(groups):
        group = groups[asked["cluster"]]
        return group_name(group["name"], group["rank"])
    if "part" in asked and asked["part"] < len("ABC"):
        return _("Class %(name)s") % {"name": "ABC"[asked["part"]]}
    scores = [
        (_("Recency %(score)s"), "r"),
        (_("Frequency %(score)s"), "f"),
        (_("Money %(score)s"), "m"),
    ]
    return ", ".join(label % {"score": asked[name]} for label, name in scores if name in asked) or _(
        "All customers"
    )


def shown(row: FoundCustomer, title: str, run: FindingRun, kind: ObjectType, visit: Any) -> dict[str, Any]:
    locale, currency = visit.by.locale, run.outcome["currency"]
    return {
        "title": title,
        "href": f"/{kind.plural_key}/{row.customer_id}",
        "scores": f"{row.r}{row.f}{row.m}",
        "recency": words.figure(row.recency, locale=locale),
        "frequency": words.figure(row.frequency, locale=locale),
        "money": words.amount(row.money, currency, locale=locale),
        "alive": words.percent(row.alive, locale=locale) if row.alive is not None else "—",
        "expected": words.figure(row.expected, locale=locale, digits=1) if row.expected is not None else "—",
        "worth": words.amount(row.worth, currency, locale=locale) if row.worth is not None else "—",
    }
