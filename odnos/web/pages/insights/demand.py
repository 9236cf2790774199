"""Insights into products: their classes, the demand to come, and what another price would do."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from odnos.analytics import store
from odnos.analytics.charts.chart import Chart, Series
from odnos.analytics.findings import asked, products
from odnos.analytics.findings.products import Sales
from odnos.analytics.findings.terms import Reading
from odnos.analytics.models.demand.forecast import Forecast, Way
from odnos.analytics.models.refused import Refused
from odnos.analytics.models.whatif import Change, NoOutcome, Outcome
from odnos.analytics.reports.labels import of_month
from odnos.analytics.reports.refusals import ReportError
from odnos.analytics.reports.result import Figure, Head
from odnos.analytics.store.answer import StoreError
from odnos.engine.access.rights import Denied
from odnos.engine.records import read
from odnos.objects import fields as f
from odnos.objects.context import Context
from odnos.objects.labels import Label
from odnos.web.jinja import render
from odnos.web.pages.insights import state, words

AHEAD, SHOWN = 6, 100
HUNDRED = Decimal(100)
WAYS: dict[Way, Label] = {
    Way.AS_LAST: gettext_lazy("as last time"),
    Way.AS_MEAN: gettext_lazy("the mean of the last year"),
    Way.SMOOTHED: gettext_lazy("simple smoothing"),
    Way.DAMPED: gettext_lazy("a trend that dies away"),
    Way.MIXED: gettext_lazy("the mean of all methods"),
}


@dataclass(frozen=True)
class Asked:
    """What the address says: the product, the purchases, and the price that is tried (parts of one; margin None where it is not known)."""

    product: int
    source: str
    change: Change
    margin: Decimal | None
    errors: dict[str, list[Any]]


@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """Show the products' classes; of the chosen one the demand to come, and what another price would do."""
    visit = request.visit  # type: ignore[attr-defined]
    given = read_asked(request)
    context: dict[str, Any] = {
        "tabs": state.tabs("demand"),
        "sources": [("order", _("Orders that were placed or paid")), ("deal", _("Deals that were won"))],
        "given": {**request.GET.dict(), "source": given.source, "product": given.product},
        "errors": given.errors,
    }
    try:
        source = asked.SOURCES[given.source]  # type: ignore[index]
        groups = asked.demand(source, by=visit.by, at=visit.at, store=store.store())
    except (Denied, ReportError, StoreError) as error:
        return render(request, "pages/insights_demand.html", {**context, "failed": str(error)})
    sold = products.sales(groups, today=visit.by.context(visit.at).today)
    context |= shown(sold, given, visit)
    context["as_of"] = f.Moment("as_of").text(groups.as_of, visit.ctx())
    return render(request, "pages/insights_demand.html", context)


def read_asked(request: HttpRequest) -> Asked:
    taken = Reading(request.GET.dict())
    product = taken.ids("product")
    price, lost = (
        taken.number(name, Decimal(0), least, Decimal(500))
        for name, least in (("price", Decimal(-99)), ("leaving", Decimal(0)))
    )
    change = Change(
        part=price / HUNDRED,
        elasticity=taken.number("elasticity", Decimal(0), Decimal(-10), Decimal(10)),
        leaving=min(lost, HUNDRED) / HUNDRED,
    )
    margin = (
        taken.number("margin", Decimal(0), Decimal(0), HUNDRED) / HUNDRED if taken.written("margin") else None
    )
    return Asked(
        product[0] if product else 0,
        taken.one_of("source", tuple(asked.SOURCES)),
        change,
        margin,
        taken.errors,
    )


def shown(sold: Sales, given: Asked, visit: Any) -> dict[str, Any]:
    locale, currency = visit.by.locale, visit.by.context(visit.at).currency
    found = products.classed(sold)
    known = read.titles(
        {("product", one.product) for one in found[:SHOWN]} | {("product", given.product)}, by=visit.by
    )
    named = {number: title for (_key, number), title in known.items() if title}
    chosen = (
        given.product
        if given.product in named
        else next((one.product for one in found if one.product in named), 0)
    )
    return {
        "products": [(one.product, named[one.product]) for one in found[:SHOWN] if one.product in named],
        "number": len(found),
        "chosen": chosen,
        "title": named.get(chosen, ""),
        "matrix": matrix(found, locale=locale),
        "rows": [
            {
                "href": f"/insights/demand?product={one.product}&source={given.source}",
                "title": named[one.product],
                "class": f"{'ABC'[one.part]}{'XYZ'[one.evenness]}",
                "turnover": words.amount(one.turnover, currency, locale=locale),
                "variation": words.percent(one.variation, locale=locale) if one.variation < 100 else "—",
            }
            for one in found[:SHOWN]
            if one.product in named
        ],
        **ahead(sold, chosen, visit),
        **tried(sold, given, chosen, named.get(chosen, ""), locale=locale, currency=currency),
    }


def matrix(found: list[products.Classed], *, locale: str) -> list[dict[str, Any]]:
    """Return how many products are in each pair of classes."""
    return [
        {
            "name": "ABC"[part],
            "cells": [
                words.figure(
                    sum(1 for one in found if (one.part, one.evenness) == (part, even)), locale=locale
                )
                for even in range(3)
            ],
        }
        for part in range(3)
    ]


def ahead(sold: Sales, product: int, visit: Any) -> dict[str, Any]:
    """Return the picture of the demand to come, and what to think of it."""
    if not product:
        return {}
    locale = visit.by.locale
    try:
        found = products.foretold(sold, product, ahead=AHEAD)
    except Refused as refusal:
        return {"no_forecast": words.refusal(refusal.reason.value, refusal.facts, locale=locale)}
    return {
        "chart": chart_of(sold, product, found, visit.ctx()),
        "quality": quality(found, locale=locale),
        "answer": answer_of(sold, product, locale=locale),
    }


def chart_of(sold: Sales, product: int, found: Forecast, ctx: Context) -> Chart:
    place = sold.place(product)
    assert place is not None
    last = sold.months[-1]
    months = [*sold.months[-24:], *(products.later(last, step) for step in range(1, AHEAD + 1))]
    past: list[Figure] = list(sold.exact[place][-24:])
    head, none = Head(label=_("Quantity")), (None,) * len(past)

    def coming(values: Any) -> tuple[Figure, ...]:
        return (*none, *(Decimal(str(round(value, 1))) for value in values.tolist()))

    part = words.percent(found.part, locale=ctx.locale)
    return Chart(
        kind="line",
        title=_("Demand by month"),
        categories=tuple(of_month(month, ctx) for month in months),
        series=(
            Series(_("Sold"), (*past, *((None,) * AHEAD)), head),
            Series(_("Expected"), coming(found.values), head, is_dashed=True),
            Series(_("At least (%(part)s)") % {"part": part}, coming(found.low), head, is_dashed=True),
            Series(_("At most (%(part)s)") % {"part": part}, coming(found.high), head, is_dashed=True),
        ),
        in_time=True,
    )


def quality(found: Forecast, *, locale: str) -> str:
    """Return by which method it was foretold, and how wrong that would have been."""
    return _(
        "Foretold by %(method)s, which would have erred least in the last months: by %(error)s a month, %(share)s of the "
        "mean, and %(against)s of what “as last time” would have. %(part)s of the errors lie within the range."
    ) % {
        "method": WAYS[found.way],
        "error": words.figure(found.error, locale=locale, digits=1),
        "share": words.percent(found.share, locale=locale),
        "against": words.percent(found.against, locale=locale),
        "part": words.percent(found.part, locale=locale),
    }


def tried(
    sold: Sales, given: Asked, product: int, title: str, *, locale: str, currency: str
) -> dict[str, Any]:
    """Return the effect of another price on the last twelve months, with what was assumed."""
    if not (given.change.part or given.change.leaving) or given.errors:
        return {}
    try:
        found = products.what_if(sold, given.change, product=product or None, margin=given.margin)
    except NoOutcome as why:
        return {"no_effect": words.no_outcome(why)}
    return {
        "effect": effect_of(found, locale=locale, currency=currency),
        "assumed": assumed(given, title, locale=locale),
        "break_even": break_even(found, locale=locale),
    }


def effect_of(found: Outcome, *, locale: str, currency: str) -> list[dict[str, str]]:
    pairs = [(_("Turnover"), found.turnover_before, found.turnover_after)]
    if found.effects and not found.without_cost:
        pairs.append((_("Margin"), found.margin_before, found.margin_after))
    return [
        {
            "name": name,
            "before": words.amount(before, currency, locale=locale),
            "after": words.amount(after, currency, locale=locale),
            "change": words.amount(after - before, currency, locale=locale),
        }
        for name, before, after in pairs
    ]


def break_even(found: Outcome, *, locale: str) -> str:
    """Return how much of the quantity may be lost before the margin is smaller than it was."""
    parts = [one.break_even for one in found.effects if one.break_even is not None]
    if len(parts) != 1 or parts[0] <= 0:
        return ""
    said = _("The margin stays above what it was as long as less than %(part)s of the quantity is lost.")
    return said % {"part": words.percent(float(parts[0]), locale=locale, digits=1)}


def answer_of(sold: Sales, product: int, *, locale: str) -> str:
    """Return what the data say of the elasticity, or why they say nothing."""
    try:
        found = products.answered(sold, product)
    except Refused as refusal:
        why = words.refusal(refusal.reason.value, refusal.facts, locale=locale)
        return _("The data do not tell an elasticity. %(why)s") % {"why": why}
    figures = {
        name: words.figure(getattr(found, name), locale=locale, digits=1) for name in ("value", "low", "high")
    }
    return _(
        "Over %(periods)s months the data look like an elasticity of %(value)s, between %(low)s and %(high)s; "
        "seasons and all else that moved demand are in it."
    ) % {**figures, "periods": found.periods}


def assumed(given: Asked, title: str, *, locale: str) -> list[str]:
    """Return the assumptions in words."""
    change = given.change
    said = [
        _("The last twelve whole months of %(product)s are taken for the measure.") % {"product": title},
        _("The price changes by %(part)s.")
        % {"part": words.percent(float(change.part), locale=locale, digits=1)},
        _("The quantity follows with an elasticity of %(number)s: your assumption, not found in the data.")
        % {"number": words.figure(float(change.elasticity), locale=locale)},
    ]
    if change.leaving:
        said.append(
            _("%(part)s of the quantity is lost whatever the price.")
            % {"part": words.percent(float(change.leaving), locale=locale)}
        )
    if given.margin is not None:
        said.append(
            _("%(part)s of the turnover is margin now, and the cost of a piece stays.")
            % {"part": words.percent(float(given.margin), locale=locale)}
        )
    return said
