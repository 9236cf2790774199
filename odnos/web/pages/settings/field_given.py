"""What the form of an added field says and shows: its settings, its options, who sees and edits it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from odnos.domains.organisation.field_right_actions import Right
from odnos.domains.organisation.field_rights import takes_rights
from odnos.engine.access import roles
from odnos.engine.access.models import Role
from odnos.engine.custom.kinds import KINDS
from odnos.engine.custom.labels import LANGUAGES
from odnos.engine.records.row import Row
from odnos.objects.registry import ObjectType
from odnos.web.pages.settings import gathering

ALWAYS = ("name", "name_en", "name_ru", "name_sl", "section", "help", "default", "is_required")
NAMES = tuple(f"name_{language}" for language in LANGUAGES)
BLANK_OPTIONS = 3
FREE = "new-"


def given(request: HttpRequest, chosen: str) -> dict[str, Any]:
    """Return what the form says of the settings that mean something for this kind of field."""
    kind = KINDS[chosen]
    names = [*ALWAYS, *kind.settings, *switches(chosen)]
    values = {name: request.POST.get(name, "").strip() for name in names}
    return values | gathering.given(request) if chosen == "rollup" else values


def switches(chosen: str) -> list[str]:
    kind = KINDS[chosen]
    offered = {
        "is_unique": kind.can_be_unique,
        "is_searchable": kind.can_be_searched,
        "is_fast": kind.can_be_fast,
        "is_sensitive": True,
    }
    return [name for name, is_offered in offered.items() if is_offered]


def given_options(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the options as the form sends them, in its order. What the form does not ask of an option, it does not say."""
    return [
        {
            "id": int(key) if key.isascii() and key.isdigit() else None,
            "key": key,
            "name": request.POST.get(f"option-name-{key}", "").strip(),
            "tone": request.POST.get(f"option-tone-{key}", ""),
            **{
                name: request.POST[f"option-{name}-{key}"].strip()
                for name in NAMES
                if f"option-{name}-{key}" in request.POST
            },
        }
        for key in request.POST.getlist("option")[:500]
    ]


def filled(options: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {name: value for name, value in option.items() if name != "key"}
        for option in options
        if option["name"]
    ]


def written(option: Row) -> dict[str, Any]:
    names = {name: option[name] or "" for name in (*NAMES, "tone")}
    return {"id": option.id, "key": str(option.id), "code": option["code"], "name": option.title, **names}


def blank_options() -> list[dict[str, Any]]:
    return [{"id": None, "key": f"{FREE}{place}", "name": "", "tone": ""} for place in range(BLANK_OPTIONS)]


def shown_beginning(chosen: str, kept: str, options: list[dict[str, Any]]) -> str:
    """Return what new records begin with as people write it: options by their names."""
    if not KINDS[chosen].has_options:
        return kept
    names = {option.get("code"): option["name"] for option in options}
    return ", ".join(str(names.get(code, code)) for code in kept.split(", "))


def ruled_roles(request: HttpRequest, kind: ObjectType, row: Row | None) -> list[dict[str, Any]]:
    """Return the roles whose sight of a new field can be chosen with it; of one that is there its own page tells."""
    if row is not None or not takes_rights(kind):
        return []
    said = given_rights(request)
    return [
        {"code": code, "label": role.label or code, "sees": said[code][0], "edits": said[code][1]}
        for code, role in roles.known().items()
        if code != Role.ADMINISTRATOR
    ]


def given_rights(request: HttpRequest) -> dict[str, Right]:
    """Return which roles see and edit a new field: all, unless the form says otherwise."""
    asked = set(request.POST.getlist("role"))
    sees, edits = set(request.POST.getlist("sees")), set(request.POST.getlist("edits"))
    return {
        code: (code not in asked or code in sees, code not in asked or code in sees & edits)
        for code in roles.known()
        if code != Role.ADMINISTRATOR
    }
