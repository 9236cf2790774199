"""The pages of the financial rating: customers by what they bought, the largest deals of a period, and the records behind each figure."""

from __future__ import annotations

from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from odnos.analytics import store
from odnos.analytics.analyses import rated, rating
from odnos.analytics.analyses.purchases import KINDS
from odnos.analytics.analyses.rated import Figure, What
from odnos.analytics.analyses.rating import Asked, Rated, Rating
from odnos.engine.records import read
from odnos.objects.context import Reference
from odnos.objects.fields.naming import LARGEST_ID
from odnos.objects.labels import Label
from odnos.objects.registry import registry
from odnos.web.jinja import render
from odnos.web.pages.analyses import asking, behind
from odnos.web.pages.insights import state

PATH = "/insights/rating"
OF_CUSTOMER: tuple[What, ...] = ("orders", "best", "last")
TITLES: dict[What, Label] = {
    "orders": gettext_lazy("Purchases"),
    "best": gettext_lazy("Best purchase"),
    "last": gettext_lazy("Last purchase"),
    "won": gettext_lazy("Deals won"),
    "made": gettext_lazy("Deals made"),
    "customers": gettext_lazy("Customers"),
}
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
    asked, given = read_asked(request)
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
        "all_deals": link("won", given),
    }
    if found is not None:
        context |= shown(found, given, visit)
    return render(request, "pages/analysis_rating.html", context)


@require_http_methods(["GET", "POST"])
def records(request: HttpRequest) -> HttpResponse:
    """List the orders, deals or customers behind a figure."""
    visit = request.visit  # type: ignore[attr-defined]
    asked, given = read_asked(request)
    back = (_("Rating"), asking.address(PATH, **given))
    what = cast(What, asking.chosen(request.GET, "what", list(TITLES.items()), "orders"))
    figure = Figure(what=what, customer=customer_of(request))
    title = titled(figure, visit)
    put: dict[str, Any] = {"by": visit.by, "at": visit.at, "store": store.store()}
    kinds = KINDS if what == "customers" and not asked.customer else ()
    return behind.listed(
        request,
        lambda most: rated.records(asked, figure, most=most, **put),
        title=title,
        back=back,
        kinds=kinds,
    )


def customer_of(request: HttpRequest) -> Reference | None:
    """Return the customer that the address names. Raises Http404 for what is none."""
    key = request.GET.get("of", "")
    number = asking.whole(request.GET, "id", LARGEST_ID)
    if not key:
        return None
    if key not in KINDS or number is None:
        raise Http404
    return key, number


def titled(figure: Figure, visit: Any) -> str:
    if figure.customer is None:
        return str(TITLES[figure.what])
    name = read.titles({figure.customer}, by=visit.by).get(figure.customer) or _("Hidden")
    return f"{name} · {TITLES[figure.what]}"


def read_asked(request: HttpRequest) -> tuple[Asked, dict[str, str]]:
    """Return the question of an address, and its words."""
    given = {
        "by": asking.chosen(request.GET, "by", BY, "sum"),
        "span": asking.days_of(request.GET, "last_12_months"),
        "customer": asking.chosen(request.GET, "customer", asking.CUSTOMERS, ""),
        "first": request.GET.get("first", "")[:10],
        "last": request.GET.get("last", "")[:10],
    }
    asked = Asked(by=given["by"], span=given["span"], customer=given["customer"])  # type: ignore[arg-type]
    return asked, given


def link(what: What, given: dict[str, str], of: Reference | None = None) -> str:
    """Return the address of the records behind a figure."""
    named = {"of": of[0], "id": of[1]} if of else {}
    return asking.address(f"{PATH}/records", **given, what=what, **named)


def shown(found: Rating, given: dict[str, str], visit: Any) -> dict[str, Any]:
    locale = visit.by.locale
    return {
        "rows": [row(place, item, given, visit) for place, item in enumerate(found.rated, 1)],
        "customers": asking.count(found.customers, locale=locale),
        "orders": asking.count(found.orders, locale=locale),
        "amount": asking.amount(found.amount, visit),
        "all": {what: link(what, given) for what in ("customers", "orders")},
        "is_cut": found.customers > len(found.rated),
        "as_of": asking.as_of(found.as_of, visit),
    }


def row(place: int, item: Rated, given: dict[str, str], visit: Any) -> dict[str, Any]:
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
        "behind": {what: link(what, given, item.reference) for what in OF_CUSTOMER}
        | {"won": link("won", given, item.reference) if item.won else ""}
        | {"made": link("made", given, item.reference) if item.deals else ""},
    }


def deal_row(item: rating.Deal, visit: Any) -> dict[str, Any]:
    return {
        "title": item.title,
        "href": f"/deals/{item.id}",
        "company": item.company_title,
        "company_href": f"/companies/{item.company[1]}" if item.company and item.company_title else "",
        "amount": asking.amount(item.amount, visit),
        "closed": asking.day(item.closed_on, visit),
    }
