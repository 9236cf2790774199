"""The rules of signing in, for administrators: who needs a second factor, single sign-on, and everybody's tries."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.utils.translation import gettext as _

from odnos.domains.organisation import entrance as own
from odnos.engine.access import roles as known_roles
from odnos.engine.access.entrance import knocks, policy
from odnos.engine.access.entrance.models import Identity, Provider
from odnos.engine.records.errors import Invalid, NotFound
from odnos.objects.context import Context
from odnos.web.given import whole
from odnos.web.pages.entry.confirm import confirmed
from odnos.web.pages.settings import tries
from odnos.web.pages.settings.sections import actor, administrator, now, saved, show

PAGE = "/settings/entrance"
FLAGS = ("is_active", "has_second_factor", "matches_email", "makes_people")
TEXTS = ("name", "issuer", "client_id", "default_role", "claim")


@confirmed("POST", back=PAGE)
def entrance(request: HttpRequest) -> HttpResponse:
    """Show the rules, or change them."""
    by = administrator(request)
    if request.method != "POST":
        return page(request)
    known = {code for code, _label in roles()}
    wanted = [code for code in request.POST.getlist("roles") if code in known]
    only_single = request.POST.get("only_single") == "1"
    try:
        own.change_policy(roles=wanted, only_single=only_single, by=by, at=now(request))
    except Invalid as refusal:
        return page(request, errors=refusal.errors, status=422)
    return saved(PAGE, _("Saved."))


def page(request: HttpRequest, *, errors: Any = None, status: int = 200) -> HttpResponse:
    by, rules = actor(request), policy.current()
    ctx = by.context(now(request))
    context = {
        "roles": [(code, label, code in rules.second_factor_roles) for code, label in roles()],
        "only_single": rules.only_single_sign_on,
        "providers": list(Provider.objects.order_by("name", "pk")),
        "errors": errors or {},
        "tries": [named(item, ctx) for item in knocks.every(most=10)],
    }
    return show(request, "pages/settings_entrance.html", "entrance", context, status=status)


def roles() -> list[tuple[str, str]]:
    """Return the roles that there are, by code and name."""
    return [(role.code, str(role.label)) for role in known_roles.known().values()]


def history(request: HttpRequest) -> HttpResponse:
    """Show everybody's tries, the newest first."""
    by = administrator(request)
    ctx = by.context(now(request))
    found = knocks.every(before=whole(request.GET.get("before", "")) or 0, most=101)
    older = found[99].pk if len(found) > 100 else 0
    context = {"tries": [named(item, ctx) for item in found[:100]], "older": older}
    return show(request, "pages/settings_tries.html", "entrance", context)


def named(knock: Any, ctx: Context) -> dict[str, Any]:
    return tries.told(knock, ctx) | {"who": knock.user.name if knock.user else "", "user_id": knock.user_id}


@confirmed()
def provider(request: HttpRequest, number: int | None = None) -> HttpResponse:
    """Show the form of a provider, or save it. The secret is taken and never given."""
    by = administrator(request)
    found = Provider.objects.filter(pk=number).first() if number else Provider()
    if found is None:
        raise NotFound(f"provider {number}")
    if request.method != "POST":
        return form(request, found, {name: getattr(found, name) for name in own.FIELDS})
    values = given(request)
    try:
        check_roles(values)
        kept = own.save_provider(
            number, values, secret=request.POST.get("secret", ""), by=by, at=now(request)
        )
    except Invalid as refusal:
        return form(request, found, values, errors=refusal.errors, status=422)
    return HttpResponseRedirect(f"{PAGE}/providers/{kept.pk}") if number is None else saved(PAGE, _("Saved."))


def given(request: HttpRequest) -> dict[str, Any]:
    """Return what the form says: lines «group = role» become pairs."""
    texts = {name: request.POST.get(name, "").strip()[:300] for name in TEXTS}
    flags = {name: request.POST.get(name) == "1" for name in FLAGS}
    domains = request.POST.get("domains", "").lower().replace(",", " ").split()
    return {
        **texts,
        **flags,
        "domains": domains,
        "roles": lines(request.POST.get("roles", "")),
        "teams": lines(request.POST.get("teams", "")),
    }


def check_roles(values: dict[str, Any]) -> None:
    """Raise Invalid unless every role that is named exists."""
    known = {code for code, _label in roles()}
    wrong = [
        code
        for code in (values["default_role"], *(role for _group, role in values["roles"]))
        if code not in known
    ]
    if wrong:
        offered = ", ".join(sorted(known))
        words = _("There is no role %(wrong)s. There are: %(offered)s.") % {
            "wrong": wrong[0],
            "offered": offered,
        }
        raise Invalid({"roles": [words]})


def lines(text: str) -> list[list[str]]:
    pairs = [line.rpartition("=") for line in text.splitlines()]
    return [
        [group.strip(), value.strip()] for group, _sign, value in pairs if group.strip() and value.strip()
    ]


def form(
    request: HttpRequest, kept: Provider, values: dict[str, Any], *, errors: Any = None, status: int = 200
) -> HttpResponse:
    context = {
        "kept": kept,
        "given": values,
        "errors": errors or {},
        "roles": roles(),
        "callback": f"{settings.BASE_URL}/sign-in/with/{kept.pk}/back" if kept.pk else "",
        "people": Identity.objects.filter(provider=kept).count() if kept.pk else 0,
    }
    return show(request, "pages/settings_provider.html", "entrance", context, status=status)


@confirmed("POST", back=PAGE)
def remove(request: HttpRequest, number: int) -> HttpResponse:
    """Take a provider away."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    try:
        own.remove_provider(number, by=administrator(request), at=now(request))
    except Invalid as refusal:
        return page(request, errors=refusal.errors, status=422)
    return saved(PAGE, _("The provider is removed."))
