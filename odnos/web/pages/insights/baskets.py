"""Insights into baskets: what is bought together, as rules that the analyst calls strong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from odnos.analytics.findings import offering
from odnos.analytics.findings.baskets import rule_of
from odnos.analytics.findings.models import FindingRun
from odnos.analytics.findings.terms import SIDES
from odnos.engine.records import read
from odnos.web.jinja import render
from odnos.web.pages.insights import items, state, words

HREF = "/insights/baskets"
DEFAULTS = {"support": "1", "confidence": "50", "lift": "1", "size": "4", "right_size": "1"}
MOST = 100
LABELS = {
    "left_any": gettext_lazy("Left side has one of"),
    "left_none": gettext_lazy("Left side has none of"),
    "right_any": gettext_lazy("Right side has one of"),
    "right_none": gettext_lazy("Right side has none of"),
}


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
    asked = {**DEFAULTS, **(given or state.terms(run, answered))}
    context = {
        "tabs": state.tabs("baskets"),
        "run": run,
        "given": asked,
        "errors": errors or {},
        "sources": [("order", _("Orders that were placed or paid")), ("deal", _("Deals that were won"))],
        "found": shown(answered, visit) if answered else None,
        "sides": choosers(asked, visit),
    }
    block = "state" if "HX-Request" in request.headers else ""
    return render(request, "pages/insights_baskets.html", context, block=block, status=status)


def choosers(given: Mapping[str, Any], visit: Any) -> list[tuple[str, str, Any]]:
    """Return the fields of what each side of a rule has and has not: label, name, control."""
    sides = {name: list(given.get(name) or ()) for name in SIDES}
    names = items.named(sides.values(), visit)
    return [(str(LABELS[name]), name, items.chooser(name, sides[name], names)) for name in SIDES]


def sentences(run: FindingRun, visit: Any) -> list[str]:
    """Return in words what either side of the rules was to have, and to be without."""
    sides = {name: run.terms.get(name) or () for name in SIDES}
    names = items.named(sides.values(), visit)
    return [
        f"{LABELS[name]}: {', '.join(names[str(one)] for one in some)}"
        for name, some in sides.items()
        if some
    ]


def shown(run: FindingRun, visit: Any) -> dict[str, Any]:
    """Return a finished run as the page shows it; products that the reader may not see have no name."""
    locale, outcome = visit.by.locale, run.outcome
    strong = [rule_of(data, outcome["baskets"]) for data in outcome["strong"][:MOST]]
    named = read.titles(
        {("product", item) for rule in strong for item in (*rule.left, *rule.right)}, by=visit.by
    )

    def names(side: tuple[int, ...]) -> list[tuple[str, str]]:
        return [(f"/products/{item}", named.get(("product", item)) or _("(hidden)")) for item in side]

    return {
        "id": run.pk,
        "is_published": run.kept_at is not None,
        "may_publish": offering.may_publish(run, by=visit.by),
        "as_of": state.as_of(run, visit),
        "asked": sentences(run, visit),
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
