"""`/api/v1/offers?products=`: what goes with the products in a basket, for a till or a shop."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _

from odnos.analytics.findings import offering
from odnos.api import answers, parameters
from odnos.api.endpoint import Call, endpoint
from odnos.api.problems import at_field
from odnos.engine.access import rights
from odnos.objects.registry import registry

MOST = 20
LARGEST = 200


def get(call: Call) -> HttpResponse:
    """Answer with the products to offer, the surest first, each with why."""
    rights.check(call.by, "see", registry.get("product"))
    given = parameters.taken(call.request, ("products", "limit"))
    limit = parameters.whole("limit", given.get("limit"), usual=offering.MOST, most=MOST)
    found = offering.suggestions(ids_of(given.get("products", "")), by=call.by, most=limit)
    return answers.json({"data": [shown(one) for one in found]})


def ids_of(written: str) -> list[int]:
    parts = [part.strip() for part in written.split(",") if part.strip()]
    if (
        not parts
        or len(parts) > LARGEST
        or not all(part.isascii() and part.isdigit() and len(part) < 19 for part in parts)
    ):
        raise at_field(
            400, "products", _("Name the products in the basket by their ids, with commas between them.")
        )
    return [int(part) for part in parts]


def shown(one: offering.Suggestion) -> dict[str, object]:
    return {
        "product": one.product,
        "title": one.title,
        "because": [{"product": item, "title": title} for item, title in one.because],
        "confidence": round(one.confidence, 4),
        "lift": round(one.lift, 4),
        "cases": one.cases,
    }


view = endpoint(get=get)
