"""People: invited, given a role and a team, let out again."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from odnos.domains.organisation.objects import TEAM, USER
from odnos.engine.access import roles, sign_in
from odnos.engine.access.actor import Actor
from odnos.engine.access.models import User
from odnos.engine.records import read, write
from odnos.engine.records.errors import Invalid
from odnos.objects.labels import Label
from odnos.web.pages.settings.access import invited
from odnos.web.pages.settings.sections import administrator, now, saved, show

EXPLAINED = {
    "administrator": gettext_lazy("Sees and changes everything, and these settings."),
    "manager": gettext_lazy("Sees everything, changes what belongs to the team."),
    "representative": gettext_lazy("Sees and changes what belongs to the team."),
    "analyst": gettext_lazy("Sees everything, changes nothing."),
}
FIELDS = ("name", "email", "role", "team", "manager", "job_title", "phone")


def users(request: HttpRequest) -> HttpResponse:
    """List the people."""
    by = administrator(request)
    names = ("name", "email", "role", "team", "is_active", "job_title")
    rows = [
        row
        for batch in read.iterate(USER, by=by, at=now(request), sort="name", columns=names)
        for row in batch
    ]
    ctx = by.context(now(request), read.titles(read.references(rows, ("team",)), by=by))
    keyed = set(User.objects.exclude(password="").values_list("pk", flat=True))
    people = [
        {
            "id": row.id,
            "name": row.title,
            "email": row["email"] or "",
            "title": row["job_title"] or "",
            "role": USER.field("role").text(row["role"], ctx),
            "team": USER.field("team").text(row["team"], ctx),
            "state": state(is_active=row["is_active"], has_key=row.id in keyed),
        }
        for row in rows
    ]
    return show(request, "pages/settings_users.html", "users", {"people": people})


def offered() -> list[tuple[str, Label, Label]]:
    """Return the roles that somebody can be given, with what each is for."""
    return [
        (role.code, role.label, role.description or (EXPLAINED[code] if roles.is_as_delivered(code) else ""))
        for code, role in roles.known().items()
    ]


def state(*, is_active: bool, has_key: bool) -> tuple[str, str]:
    """Return the tone and the word for whether somebody can sign in."""
    if not is_active:
        return "none", _("Deactivated")
    return ("good", _("Active")) if has_key else ("warn", _("Cannot sign in yet"))


def new(request: HttpRequest) -> HttpResponse:
    """Show the form for a new person, or add them."""
    by = administrator(request)
    given = {name: request.POST.get(name, "").strip() for name in FIELDS}
    if request.method != "POST":
        return form(request, by, given | {"role": "representative"}, {})
    if not given["email"]:
        return form(request, by, given, {"email": [_("Fill this in.")]}, status=422)
    values = {**given, "name": given["name"] or given["email"].partition("@")[0]}
    try:
        made = write.create(
            USER, {**values, "locale": by.locale, "timezone": by.timezone}, by=by, at=now(request)
        )
    except Invalid as refusal:
        return form(request, by, given, refusal.errors, status=422)
    return invited(request, made.id, by=by)


def user(request: HttpRequest, number: int) -> HttpResponse:
    """Show a person, or change them."""
    by = administrator(request)
    row = read.get(USER, number, by=by)
    given = {name: row[name] if row[name] is not None else "" for name in FIELDS}
    if request.method != "POST":
        return form(
            request,
            by,
            given,
            {},
            number=number,
            active=row["is_active"],
        )
    given = {name: request.POST.get(name, "").strip() for name in FIELDS}
    is_active = request.POST.get("is_active") == "1"
    try:
        write.update(USER, number, {**given, "is_active": is_active}, version=None, by=by, at=now(request))
    except Invalid as refusal:
        return form(request, by, given, refusal.errors, number=number, active=is_active, status=422)
    if not is_active:
        sign_in.end_all(number)
    return saved("/settings/users", _("Saved."))


def form(  # noqa: PLR0913 -- everything the page shows
    request: HttpRequest,
    by: Actor,
    given: dict[str, Any],
    errors: Any,
    *,
    number: int | None = None,
    active: bool = True,
    status: int = 200,
) -> HttpResponse:
    at = now(request)
    teams = [
        row for batch in read.iterate(TEAM, by=by, at=at, sort="name", columns=("name",)) for row in batch
    ]
    people = [
        row for batch in read.iterate(USER, by=by, at=at, sort="name", columns=("name",)) for row in batch
    ]
    context = {
        "given": given,
        "errors": errors,
        "number": number,
        "active": active,
        "roles": offered(),
        "teams": [("", "—"), *((row.id, row.title) for row in teams)],
        "managers": [("", "—"), *((row.id, row.title) for row in people if row.id != number)],
    }
    return show(request, "pages/settings_user.html", "users", context, status=status)
