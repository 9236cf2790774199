"""The demo company's one-click entrances: only in a demo, only from the machine that it runs on."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from odnos.domains.organisation.objects import USER
from odnos.engine.access.actor import organisation
from odnos.engine.access.models import Role, User
from odnos.web.given import whole
from odnos.web.pages.entry.places import is_local


def is_open(request: HttpRequest) -> bool:
    """Whether one may enter without a password here."""
    return organisation().is_demo and is_local(request)


def people(request: HttpRequest) -> list[dict[str, Any]]:
    """Return one person of each role to enter as; nobody outside of a demo."""
    if not is_open(request):
        return []
    found: dict[str, User] = {}
    for user in entrants().order_by("pk"):
        found.setdefault(user.role, user)
    roles = dict(USER.field("role").choices)  # type: ignore[attr-defined]
    return [
        {"id": found[role].pk, "name": found[role].name, "role": roles[role]}
        for role in Role.values
        if role in found
    ]


def person(request: HttpRequest, written: str) -> User | None:
    """Return whom to enter as, if that is open here."""
    number = whole(written)
    if not is_open(request) or number is None:
        return None
    return entrants().filter(pk=number).first()


def entrants() -> QuerySet[User]:
    return User.objects.filter(is_active=True, deleted_at__isnull=True).exclude(password="")
