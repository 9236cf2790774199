"""What the browser may do with our pages: no inline script, no foreign origin, no frame around us."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from odnos.web.shell import POLICY


class PolicyMiddleware:
    """Sets the content policy and keeps personal pages out of shared caches."""

    def __init__(self, respond: Callable[[HttpRequest], HttpResponse]) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.respond(request)
        answer.headers.setdefault("Content-Security-Policy", POLICY)
        answer.headers.setdefault("Cache-Control", "private, no-store")
        answer.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        return answer
