"""What administrators have added since the last request is there for this one, in every process."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from odnos.engine.tables import definitions


class DefinitionsMiddleware:
    """Lets every request see the fields as they are now."""

    def __init__(self, respond: Callable[[HttpRequest], HttpResponse]) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        definitions.refresh()
        return self.respond(request)
