"""What the editor of a layout shows, and what its form says.

The form says everything in one list `at`, in the order of the page: `panel:p1` begins a panel, `unused:`, `key:`, `card:`,
`quick:` and `related:deal:company` begin the other places, and `field:amount` puts a field into the place begun last.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from odnos.engine.access import roles
from odnos.engine.access.actor import Actor
from odnos.engine.access.fields import safe
from odnos.engine.custom import drawing, layouts
from odnos.engine.custom.drawing import TITLES, Drawing, DrawnPanel, DrawnRelated
from odnos.engine.custom.rules import extendable
from odnos.objects.fields import Field, Invalid
from odnos.objects.labels import Label
from odnos.objects.registry import ObjectType, registry

LISTS = ("key", "card", "quick", "unused")
MOST = 5000
OPEN = {"": None, "open": True, "closed": False}


def given(form: QueryDict) -> dict[str, Any]:
    """Return the drawing that the form says, as plain values."""
    made: dict[str, Any] = {"panels": [], "related": [], **{name: [] for name in LISTS}}
    into: list[str] = []
    for item in form.getlist("at")[:MOST]:
        place, _colon, rest = item.partition(":")
        if place == "field":
            into.append(rest)
        elif place == "panel":
            into = []
            made["panels"].append({**given_panel(form, rest), "fields": into})
        elif place == "related":
            into = []
            made["related"].append({**given_list(form, rest), "columns": into})
        elif place in LISTS:
            into = made[place]
    return made


def given_panel(form: QueryDict, key: str) -> dict[str, Any]:
    columns = form.get(f"columns-{key}", "")
    return {
        **{name: form.get(f"{name}-{key}", "").strip() for name in TITLES},
        "columns": int(columns) if columns in ("1", "2", "3") else 1,
        "open": OPEN.get(form.get(f"open-{key}", "")),
    }


def given_list(form: QueryDict, key: str) -> dict[str, Any]:
    name, _colon, through = key.partition(":")
    return {"object": name, "through": through, "hidden": not form.get(f"shown-{key}")}


def readable(plain: Mapping[str, Any]) -> Drawing:
    """Return a refused drawing as far as it can be shown again: a panel without a title keeps its fields."""
    panels = [
        {**item, "name": item["name"][: drawing.MOST_SIGNS] or _("Panel")}
        for item in plain["panels"][: drawing.MOST_PANELS]
    ]
    try:
        return drawing.made({**plain, "panels": panels})
    except Invalid:
        return Drawing()


def kinds(kind: ObjectType) -> list[dict[str, Any]]:
    return [
        {"label": item.plural, "href": f"/settings/layouts/{item.key}", "current": item is kind}
        for item in extendable()
    ]


def roles_of(kind: ObjectType, chosen: str) -> list[dict[str, Any]]:
    """Return everybody and each role, with whether a layout was drawn for it."""
    drawn = layouts.drawn_roles(kind.key)
    return [
        {"code": code, "label": role_label(code), "current": code == chosen, "drawn": code in drawn}
        for code in ("", *roles.known())
    ]


def role_label(code: str) -> Label:
    return roles.get(code).label if code else _("Everybody")


def as_role(by: Actor, role: str) -> Actor:
    """Return an actor that knows the fields which people of a role know; it reads no records."""
    return dataclasses.replace(by, role=role) if role else by


def canvas(kind: ObjectType, shown: Drawing, *, by: Actor) -> dict[str, Any]:
    """Return everything that is drawn on, by its place."""
    needed = set(layouts.needed(kind))
    every = list(kind.all_fields)
    titles = {(item.object, item.through): item.title for item in layouts.made(kind, None).related}
    return {
        "panels": [panel(kind, f"p{place}", item, by=by) for place, item in enumerate(shown.panels)],
        "unused": chips(kind, shown.unused, by=by),
        "key": chips(kind, shown.key, by=by),
        "card": chips(kind, shown.card, by=by),
        "quick": [{**chip, "fixed": chip["name"] in needed} for chip in chips(kind, shown.quick, by=by)],
        "offered": offers(every),
        "offered_quick": offers(field for field in every if field.by_hand),
        "related": [
            related(item, titles[item.object, item.through], by=by)
            for item in shown.related
            if (item.object, item.through) in titles
        ],
        "blank": {"key": "NEW", "titles": dict.fromkeys(TITLES, ""), "columns": 1, "open": "", "fields": []},
    }


def panel(kind: ObjectType, key: str, item: DrawnPanel, *, by: Actor) -> dict[str, Any]:
    return {
        "key": key,
        "titles": item.titles,
        "columns": item.columns,
        "open": {None: "", True: "open", False: "closed"}[item.open],
        "fields": chips(kind, item.fields, by=by),
    }


def chips(kind: ObjectType, names: Iterable[str], *, by: Actor) -> list[dict[str, Any]]:
    """Return fields as they lie on the canvas. An archived one keeps its place unseen."""
    seen = safe(kind, by=by).by_name
    return [
        {
            "name": name,
            "label": field.label if field else name,
            "archived": field is None,
            "hidden": field is not None and name not in seen,
            "required": field is not None and field.required,
        }
        for name in names
        for field in (kind.by_name.get(name),)
    ]


def offers(fields: Iterable[Field]) -> list[tuple[str, Label]]:
    """Return fields to choose from, by their labels."""
    return sorted(((field.name, field.label) for field in fields), key=lambda pair: str(pair[1]).lower())


def related(item: DrawnRelated, title: Label, *, by: Actor) -> dict[str, Any]:
    other = registry.get(item.object)
    return {
        "key": f"{item.object}:{item.through}",
        "title": title or other.plural,
        "shown": not item.hidden,
        "columns": chips(other, item.columns, by=by),
        "offered": offers(other.all_fields),
    }
