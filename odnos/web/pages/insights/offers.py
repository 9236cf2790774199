"""What to offer beside a deal or an order: products that go with those in its lines."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from odnos.analytics.findings import offering
from odnos.engine.access import rights
from odnos.engine.filters.tree import Condition
from odnos.engine.records import read
from odnos.objects.registry import UnknownObject, registry
from odnos.web.jinja import render
from odnos.web.pages.insights import words

LINES = {"deal": "deal_line", "order": "order_line"}
"""Kinds of record that hold products, with their lines."""
MOST = 200


@require_GET
def show(request: HttpRequest, plural: str, record_id: int) -> HttpResponse:
    """Answer with the offers for a record's lines; with nothing where there are none."""
    visit = request.visit  # type: ignore[attr-defined]
    try:
        kind = registry.by_plural(plural)
    except UnknownObject:
        raise Http404 from None
    read.get(kind, record_id, by=visit.by)
    whole, lines = kind.key, registry.get(LINES.get(kind.key, "order_line"))
    products: list[int] = []
    if whole in LINES and rights.may(visit.by, "see", lines) != "none" and "product" in lines.by_name:
        asked = Condition((whole,), "is", record_id)
        page = read.query(
            lines, by=visit.by, at=visit.at, filter=asked, sort="id", columns=("product",), limit=MOST
        )
        products = [row["product"] for row in page.rows if row["product"]]
    found = offering.suggestions(products, by=visit.by)
    offers = [
        {
            "href": f"/products/{one.product}",
            "title": one.title,
            "because": ", ".join(title for _item, title in one.because),
            "confidence": words.percent(one.confidence, locale=visit.by.locale),
            "cases": one.cases,
        }
        for one in found
    ]
    return render(request, "pages/insights_offers.html", {"offers": offers}, block="offers")
