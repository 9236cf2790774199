"""The page of the financial rating: customers by what they bought, and the largest deals of a period."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from odnos.analytics import store
from odnos.analytics.analyses import rating
from odnos.analytics.analyses.rating import Asked, Rated, Rating
from odnos.objects.registry import registry
from odnos.web.jinja import render
from odnos.web.pages.analyses import asking
from odnos.web.pages.insights import state

BY = (
    ("sum", gettext_lazy("All purchases together")),
    ("best", gettext_lazy("Best purchase")),
    ("count", gettext_lazy("Number of purchases")),
    ("average", gettext_lazy("Average purchase")),
)


@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """Show the rating that the address asks for."""
    visit = request.visit  # type: ignore[attr-defined]
    given = {
        "by": asking.chosen(request.GET, "by", BY, "sum"),
        "span": asking.days_of(request.GET, "last_12_months"),
        "customer": asking.chosen(request.GET, "customer", asking.CUSTOMERS, ""),
        "first": request.GET.get("first", "")[:10],
        "last": request.GET.get("last", "")[:10],
    }
    asked = Asked(by=given["by"], span=given["span"], customer=given["customer"])  # type: ignore[arg-type]
    put: dict[str, Any] = {"by": visit.by, "at": visit.at, "store": store.store()}
    found, why = asking.tried(lambda: rating.rating(asked, **put))
    deals, no_deals = asking.tried(lambda: rating.top_deals(span=given["span"], **put))
    context: dict[str, Any] = {
        "tabs": state.tabs("rating"),
        "given": given,
        "choices": {"by": BY, "span": asking.SPANS, "customer": asking.CUSTOMERS},
        "failed": why,
        "no_deals": no_deals,
        "deals": [deal_row(item, visit) for item in deals or ()],
    }
    if found is not None:
        context |= shown(found, visit)
    return render(request, "pages/analysis_rating.html", context)


def shown(found: Rating, visit: Any) -> dict[str, Any]:
    locale = visit.by.locale
    return {
        "rows": [row(place, item, visit) for place, item in enumerate(found.rated, 1)],
        "customers": asking.count(found.customers, locale=locale),
        "orders": asking.count(found.orders, locale=locale),
        "amount": asking.amount(found.amount, visit),
        "is_cut": found.customers > len(found.rated),
        "as_of": asking.as_of(found.as_of, visit),
    }


def row(place: int, item: Rated, visit: Any) -> dict[str, Any]:
    locale = visit.by.locale
    key, record_id = item.reference
    return {
        "place": place,
        "title": item.title,
        "href": f"/{registry.get(key).plural_key}/{record_id}",
        "orders": asking.count(item.orders, locale=locale),
        "amount": asking.amount(item.amount, visit),
        "share": asking.percent(item.share, locale=locale),
        "best": asking.amount(item.best, visit),
        "average": asking.amount(item.average, visit),
        "last": asking.day(item.last, visit),
        "won": asking.count(item.won, locale=locale),
        "made": asking.count(item.deals, locale=locale),
    }


def deal_row(item: rating.Deal, visit: Any) -> dict[str, Any]:
    return {
        "title": item.title,
        "href": f"/deals/{item.id}",
        "company": item.company_title,
        "amount": asking.amount(item.amount, visit),
        "closed": asking.day(item.closed_on, visit),
    }
