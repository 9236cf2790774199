"""Insights into customers: the grid of recency and frequency, clusters, and lifetime value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Avg, Count, Sum
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from odnos.analytics.charts.chart import Chart, Series
from odnos.analytics.findings import keeping
from odnos.analytics.findings.models import FindingRun, FoundCustomer
from odnos.analytics.findings.names import group_name
from odnos.analytics.reports.result import Head
from odnos.objects.registry import registry
from odnos.web.jinja import render
from odnos.web.pages.insights import state, words

HREF = "/insights"
DEFAULTS = {"count": "5", "clusters": "0", "months": "12", "interest": "10", "margin": "100"}


@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """Show what was found about customers; while it is worked out, the part that asks again."""
    return page(request)


def page(
    request: HttpRequest,
    *,
    given: Mapping[str, Any] | None = None,
    errors: Mapping[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    visit = request.visit  # type: ignore[attr-defined]
    run, answered = state.of("customers", visit)
    context = {
        "tabs": state.tabs("customers"),
        "run": run,
        "given": {**DEFAULTS, **(given or state.terms(run, answered))},
        "errors": errors or {},
        "choices": choices(),
        "found": shown(answered, visit) if answered else None,
    }
    block = "state" if "HX-Request" in request.headers else ""
    return render(request, "pages/insights.html", context, block=block, status=status)


def choices() -> dict[str, list[tuple[str, Any]]]:
    return {
        "customer": [(key, registry.get(key).plural) for key in ("contact", "company")],
        "source": [("order", _("Orders that were placed or paid")), ("deal", _("Deals that were won"))],
        "way": [
            ("equal", _("Groups of one size")),
            ("quantiles", _("Between quantiles, equal values together")),
            ("limits", _("My own limits")),
        ],
        "clusters": [("0", _("As many as part best")), *((str(k), str(k)) for k in range(2, 9))],
        "model": list(words.MODELS),
    }


def shown(run: FindingRun, visit: Any) -> dict[str, Any]:
    """Return a finished run as the page shows it."""
    locale, outcome = visit.by.locale, run.outcome
    life, spending = outcome["lifetime"], outcome["spending"]
    kind = registry.get(run.terms.get("customer") or "contact")
    return {
        "id": run.pk,
        "is_kept": run.kept_at is not None,
        "may_keep": keeping.may_keep(run, by=visit.by),
        "who": str(kind.plural),
        "as_of": state.as_of(run, visit),
        "until": outcome["until"],
        "unconverted": outcome["unconverted"],
        "tiles": tiles(outcome, locale=locale),
        "grid": grid(run, str(kind.plural)),
        "parts": parts(run, locale=locale),
        "groups": groups(run, locale=locale),
        "no_groups": words.refused(outcome["clusters"], locale=locale),
        "no_life": words.refused(life, locale=locale),
        "no_worth": words.refused(spending, locale=locale),
        "model": dict(words.MODELS).get(life.get("model", ""), ""),
        "parameters": parameters(life, spending, locale=locale),
        "quality": words.quality(life.get("check", {}), locale=locale),
        "months": run.terms.get("months") or "12",
    }


def tiles(outcome: Mapping[str, Any], *, locale: str) -> list[tuple[str, str, str]]:
    """Return the figures at the top: label, text, icon."""
    life, spending = outcome["lifetime"], outcome["spending"]
    found = [
        (_("Customers"), words.figure(outcome["customers"], locale=locale), "users"),
        (_("Purchases"), words.figure(outcome["purchases"], locale=locale), "order"),
        (_("Turnover"), words.amount(outcome["turnover"], outcome["currency"], locale=locale), "coins"),
    ]
    if "active" in life:
        found.append(
            (_("Still customers, probably"), words.figure(life["active"], locale=locale, digits=0), "user")
        )
        found.append(
            (_("Purchases expected"), words.figure(life["expected"], locale=locale, digits=0), "chart")
        )
    if "worth" in spending:
        found.append(
            (
                _("Value expected"),
                words.amount(spending["worth"], outcome["currency"], locale=locale),
                "coins",
            )
        )
    return found


def grid(run: FindingRun, who: str) -> Chart:
    """Return the heat map of how recently by how often; each cell leads to its people."""
    counted = (
        FoundCustomer.objects.filter(run=run).order_by().values_list("r", "f").annotate(number=Count("pk"))
    )
    numbers = {(r, f): number for r, f, number in counted}
    most_r, most_f = (max((pair[place] for pair in numbers), default=1) for place in (0, 1))
    head = Head(label=who)
    columns = range(1, most_f + 1)
    return Chart(
        kind="heat",
        title=_("How recently, and how often"),
        categories=tuple(
            _(
                "Frequency %(score)s",
            )
            % {"score": f}
            for f in columns
        ),
        series=tuple(
            Series(
                name=_("Recency %(score)s") % {"score": r},
                figures=tuple(numbers.get((r, f), 0) for f in columns),
                head=head,
                links=tuple(f"/insights/runs/{run.pk}/people?r={r}&f={f}" for f in columns),
            )
            for r in range(most_r, 0, -1)
        ),
        words=_("The higher the score, the more recent, and the more often."),
    )


def parts(run: FindingRun, *, locale: str) -> list[dict[str, Any]]:
    """Return the classes A, B and C with their number and their part of the turnover."""
    rows = (
        FoundCustomer.objects.filter(run=run)
        .order_by("part")
        .values_list("part")
        .annotate(Count("pk"), Sum("money"))
    )
    currency = run.outcome["currency"]
    return [
        {
            "name": "ABC"[part],
            "number": words.figure(number, locale=locale),
            "money": words.amount(total or 0, currency, locale=locale),
            "href": f"/insights/runs/{run.pk}/people?part={part}",
        }
        for part, number, total in rows
    ]


def groups(run: FindingRun, *, locale: str) -> list[dict[str, Any]]:
    """Return the clusters, the worthiest first, with what is expected of them."""
    currency = run.outcome["currency"]
    rows = FoundCustomer.objects.filter(run=run, cluster__isnull=False).order_by().values_list("cluster")
    ahead = {place: rest for place, *rest in rows.annotate(Avg("alive"), Sum("worth"))}
    return [
        {
            "name": group_name(group["name"], group["rank"]),
            "number": words.figure(group["size"], locale=locale),
            "recency": words.figure(group["recency"], locale=locale, digits=0),
            "frequency": words.figure(group["frequency"], locale=locale, digits=1),
            "money": words.amount(group["money"], currency, locale=locale),
            "alive": words.percent(alive, locale=locale) if alive is not None else "—",
            "worth": words.amount(worth, currency, locale=locale) if worth is not None else "—",
            "href": f"/insights/runs/{run.pk}/people?cluster={place}",
        }
        for place, group in enumerate(run.outcome["clusters"].get("groups", ()))
        for alive, worth in [ahead.get(place, (None, None))]
    ]


def parameters(life: Mapping[str, Any], spending: Mapping[str, Any], *, locale: str) -> str:
    """Return the parameters of the models, for those who know them."""
    known = {**life.get("parameters", {}), **{name: spending[name] for name in "pqv" if name in spending}}
    return " · ".join(
        f"{name} {words.figure(value, locale=locale, digits=3)}" for name, value in known.items()
    )
