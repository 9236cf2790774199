"""The record drawn again where it stands, on its page or in a panel, after something was done to it."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse

from odnos.engine.records import read
from odnos.engine.records.row import Row
from odnos.web import toasts
from odnos.web.jinja import render
from odnos.web.pages.lists.places import led
from odnos.web.pages.record import page
from odnos.web.pages.record.found import address_of, visit_of


def again(request: HttpRequest, row: Row, words: str, *, undo: str = "", tone: str = "good") -> HttpResponse:
    """Answer with the record as it is now and say `words`; from elsewhere, lead to its page."""
    now = read.get_many(row.type, [row.id], by=visit_of(request).by).get(row.id)
    if now is None:
        return led(request, f"/{row.type.plural_key}", words, undo=undo, tone=tone)
    if not stands(request, now):
        return led(request, address_of(now), words, undo=undo, tone=tone)
    response = render(request, "pages/record.html", page.context_of(request, now), block="record")
    response["HX-Retarget"], response["HX-Reswap"] = "#record", "outerHTML"
    response["HX-Trigger-After-Swap"] = "dialog-close"  # before the swap the form that asked must still stand
    toasts.trigger(response, "record-changed", {})
    return toasts.now(response, words, undo=undo, tone=tone)


def stands(request: HttpRequest, row: Row) -> bool:
    """Whether the record stands on the page that asks, or in its panel."""
    here = urlsplit(request.headers.get("HX-Current-URL", "")).path
    return bool(request.headers.get("HX-Request")) and here == address_of(row)
