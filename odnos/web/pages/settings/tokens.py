"""API tokens: made, shown once, ended."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils.translation import gettext as _

from odnos.domains.organisation import keys
from odnos.lib import dates
from odnos.objects.registry import registry
from odnos.web.pages.entry.confirm import confirmed
from odnos.web.pages.settings.sections import actor, now, saved, show


@confirmed("POST", back="/settings/tokens")
def tokens(request: HttpRequest) -> HttpResponse:
    """List the tokens, or make one and show its secret this once."""
    if request.method != "POST":
        return page(request)
    name = request.POST.get("name", "").strip()
    if not name or not name.isprintable():
        return page(request, errors={"name": [_("Say what the token is for.")]}, status=422)
    objects = [key for key in request.POST.getlist("objects") if key in registry]
    is_read_only = request.POST.get("read_only") == "1"
    secret = keys.make(name, read_only=is_read_only, objects_only=objects, by=actor(request), at=now(request))
    return page(request, secret=secret)


def end(request: HttpRequest, number: int) -> HttpResponse:
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    keys.end(number, by=actor(request), at=now(request))
    return saved("/settings/tokens", _("The token no longer works."))


def page(request: HttpRequest, *, secret: str = "", errors: Any = None, status: int = 200) -> HttpResponse:
    ctx = request.visit.ctx()  # type: ignore[attr-defined]

    def moment(value: Any) -> str:
        return dates.ago(value, at=ctx.at, locale=ctx.locale, zone=ctx.timezone) if value else ""

    found = [
        {
            "id": item.pk,
            "name": item.name,
            "user": item.user.name,
            "made": moment(item.created_at),
            "used": moment(item.used_at),
            "read_only": item.read_only,
            "objects": [str(registry.get(key).plural) for key in item.objects_only if key in registry],
        }
        for item in keys.tokens_of(actor(request))
    ]
    context = {
        "tokens": found,
        "secret": secret,
        "errors": errors or {},
        "kinds": [(kind.key, kind.plural) for kind in registry],
    }
    return show(request, "pages/settings_tokens.html", "tokens", context, status=status)
