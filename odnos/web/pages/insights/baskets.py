"""Insights into baskets: what is bought together, as rules that the analyst calls strong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from odnos.analytics.findings import offering
from odnos.analytics.findings.baskets import rule_of
from odnos.analytics.findings.models import FindingRun
from odnos.analytics.findings.terms import SIDES
from odnos.engine.records import groups, read
from odnos.objects.fields import Field
from odnos.objects.registry import ObjectType, registry
from odnos.web.jinja import render
from odnos.web.pages.insights import state, words

HREF = "/insights/baskets"
DEFAULTS = {"support": "1", "confidence": "50", "lift": "1", "size": "4", "right_size": "1"}
MOST = 100
FREQUENT = 50
"""Choices of an open field that are offered."""


@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """Show the strong rules; while they are worked out, the part that asks again."""
    return page(request)


def page(
    request: HttpRequest,
    *,
    given: Mapping[str, Any] | None = None,
    errors: Mapping[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    visit = request.visit  # type: ignore[attr-defined]
    run, answered = state.of("baskets", visit)
    context = {
        "tabs": state.tabs("baskets"),
        "run": run,
        "given": {**DEFAULTS, **(given or state.terms(run, answered))},
        "errors": errors or {},
        "sources": [("order", _("Orders that were placed or paid")), ("deal", _("Deals that were won"))],
        "found": shown(answered, visit) if answered else None,
        "items": [("", _("any")), *kinds_of(visit), *(items_of(answered, visit) if answered else ())],
    }
    block = "state" if "HX-Request" in request.headers else ""
    return render(request, "pages/insights_baskets.html", context, block=block, status=status)


def kinds_of(visit: Any) -> list[tuple[str, str]]:
    """Return the choices that products can have in common."""
    kind = registry.get("product")
    return [
        (f"{field.name}={key}", f"{field.label}: {field.text(key, visit.ctx())}")
        for field in kind.all_fields
        if field.kind == "choice"
        for key in choices_of(kind, field, visit)
    ]


def choices_of(kind: ObjectType, field: Field, visit: Any) -> list[str]:
    """Return the choices of a field; of an open one those that are written most, too."""
    offered = [key for key, _label in getattr(field, "choices", ())]
    if not getattr(field, "open", False):
        return offered
    written = groups.frequent(kind, field.name, by=visit.by, at=visit.at, limit=FREQUENT)
    return [*offered, *(key for key in written if key not in offered)]


def items_of(run: FindingRun, visit: Any) -> list[tuple[str, str]]:
    """Return the products of the rules that were found, to ask for those with or without one."""
    strong = run.outcome["strong"][:MOST]
    given = [int(one) for name in SIDES for one in run.terms.get(name, ()) if str(one).isdecimal()]
    ids = {item for left, right, *_counts in strong for item in (*left, *right)} | set(given)
    named = read.titles({("product", item) for item in ids}, by=visit.by)
    known = sorted((title, str(number)) for (_key, number), title in named.items() if title)
    return [(number, title) for title, number in known]


def shown(run: FindingRun, visit: Any) -> dict[str, Any]:
    """Return a finished run as the page shows it; products that the reader may not see have no name."""
    locale, outcome = visit.by.locale, run.outcome
    strong = [rule_of(data, outcome["baskets"]) for data in outcome["strong"][:MOST]]
    named = read.titles(
        {("product", item) for rule in strong for item in (*rule.left, *rule.right)}, by=visit.by
    )

    def names(items: tuple[int, ...]) -> list[tuple[str, str]]:
        return [(f"/products/{item}", named.get(("product", item)) or _("(hidden)")) for item in items]

    return {
        "id": run.pk,
        "is_published": run.kept_at is not None,
        "may_publish": offering.may_publish(run, by=visit.by),
        "as_of": state.as_of(run, visit),
        "tiles": [
            (_("Baskets"), words.figure(outcome["baskets"], locale=locale), "order"),
            (_("Products"), words.figure(outcome["products"], locale=locale), "package"),
            (_("Frequent sets"), words.figure(outcome["sets"], locale=locale), "list"),
            (_("Strong rules"), words.figure(outcome["rules"], locale=locale), "bolt"),
        ],
        "rules": [
            {
                "left": names(rule.left),
                "right": names(rule.right),
                "confidence": words.percent(rule.confidence, locale=locale),
                "support": words.percent(rule.support, locale=locale, digits=2),
                "lift": words.figure(rule.lift, locale=locale, digits=1),
                "count": words.figure(rule.count, locale=locale),
            }
            for rule in strong
        ],
        "number": outcome["rules"],
    }
