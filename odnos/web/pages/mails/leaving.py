"""The way out of a mail: a page that asks, and a POST that ends it, for whoever has the mail."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from odnos.analytics.mailing import unsubscribing
from odnos.web.jinja import render
from odnos.web.middleware.visits import open_to_all


@open_to_all
@csrf_exempt  # mail readers post here by themselves (RFC 8058); the address is the proof
@require_http_methods(["GET", "POST"])
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whether to end a subscription; end it by POST."""
    row = unsubscribing.subscription(token)
    is_done = request.method == "POST"
    if is_done:
        unsubscribing.end(token, at=request.at)  # type: ignore[attr-defined]
    context = {"name": row["name"], "token": token, "is_done": is_done or not row["is_active"]}
    return render(request, "pages/unsubscribe.html", context)
