"""Requests that wait for figures hold threads: one person has at most half of those of a process, and one stays for other pages."""

from __future__ import annotations

import os
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from odnos.analytics.store.turns import Turns
from odnos.analytics.store.waiting import in_turn

AGAIN = 4
"""Seconds after which a page that was refused asks again by itself."""


class TurnMiddleware:
    """Gives each request that asks the store a turn, to its end; a whole page that got none comes again."""

    def __init__(self, respond: Callable[[HttpRequest], HttpResponse]) -> None:
        self.respond = respond
        self.turns = Turns(max(2, int(os.environ.get("ODNOS_THREADS", "4")) - 1))

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with in_turn(self.turns) as turn:
            answer = self.respond(request)
        is_page = request.method == "GET" and "HX-Request" not in request.headers
        if turn.was_refused and is_page and answer["Content-Type"].startswith("text/html"):
            answer["Refresh"] = str(AGAIN)
        return answer
