"""What every address of the API does alike: method, caller, language, and refusals as problem details."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import translation
from django.utils.translation import gettext as _

from odnos.api import problems
from odnos.api.callers import caller
from odnos.api.problems import Problem
from odnos.engine.access.actor import Actor
from odnos.engine.access.fields import safe
from odnos.objects.registry import ObjectType, registry

log = logging.getLogger(__name__)
Verb = Callable[..., HttpResponseBase]


class Call:
    """One request of a known caller: `by` asks `at` a moment."""

    def __init__(self, request: HttpRequest, *, by: Actor, at: dt.datetime) -> None:
        self.request = request
        self.by = by
        self.at = at

    def kind(self, plural: str) -> ObjectType:
        """Return the object of an address, as the caller may know it. Raises UnknownObject."""
        return safe(registry.by_plural(plural), by=self.by)


def endpoint(*, public: bool = False, **verbs: Verb) -> Callable[..., HttpResponseBase]:
    """Return the view of one address: `endpoint(get=…, post=…)`. Verbs take a Call; of a `public` address, the request.

    GET answers HEAD too. The cookie's CSRF check is made where a cookie is what lets the caller in.
    """
    by_method = {name.upper(): verb for name, verb in verbs.items()}
    allowed = sorted({*by_method, "OPTIONS", *(["HEAD"] if "GET" in by_method else [])})

    def view(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        with translation.override(language_of(request)):
            try:
                return answer(request, by_method, allowed, kwargs, public=public)
            except Exception as refusal:  # noqa: BLE001 -- every failure is answered, none is swallowed
                return refused(request, refusal)

    view.csrf_exempt = True  # type: ignore[attr-defined]
    view.verbs = by_method  # type: ignore[attr-defined]
    return view


def answer(
    request: HttpRequest,
    verbs: Mapping[str, Verb],
    allowed: list[str],
    kwargs: Mapping[str, Any],
    *,
    public: bool,
) -> HttpResponseBase:
    allow = {"Allow": ", ".join(allowed)}
    if request.method == "OPTIONS":
        return HttpResponse(status=204, headers=allow)
    verb = verbs.get("GET" if request.method == "HEAD" else request.method or "")
    if verb is None:
        raise Problem(405, _("This address takes %(methods)s.") % {"methods": allow["Allow"]}, headers=allow)
    if public:
        return verb(request, **kwargs)
    at = dt.datetime.now(dt.UTC)
    return verb(Call(request, by=caller(request, at=at), at=at), **kwargs)


def refused(request: HttpRequest, refusal: Exception) -> HttpResponse:
    """Answer with the problem that `refusal` is; a defect is logged and owned up to."""
    problem = problems.of(refusal)
    if problem is None or problem.status >= 500:
        log.error("%s %s failed", request.method, request.path, exc_info=refusal)
    return (problem or Problem(500, _("Something went wrong here. It has been logged."))).answer()


def language_of(request: HttpRequest) -> str:
    language = translation.get_language_from_request(request)
    return language if language in dict(settings.LANGUAGES) else "en"


def nothing_here(request: HttpRequest) -> HttpResponse:
    """Answer for addresses that the API does not have."""
    return refused(request, Problem(404, _("The API has no such address; see /api/v1/openapi.json.")))


nothing_here.csrf_exempt = True  # type: ignore[attr-defined]
