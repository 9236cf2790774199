"""What the menu “Group” offers: fields to group by, their grain, and totals."""

from __future__ import annotations

import dataclasses
from typing import Any

from django.utils.translation import gettext as _

from odnos.objects.registry import registry
from odnos.web.pages.lists import grouped, ways
from odnos.web.pages.lists.asked import Asked
from odnos.web.render.once import Under

TOLD = frozenset(("group", "totals", "order"))


def context_of(asked: Asked) -> dict[str, Any]:
    """Return the context of the menu, and how the groups are called."""
    name = (asked.kind.key, registry.shape, tuple(asked.kind.by_name), asked.way)
    ungrouped = bare(asked)
    return {
        "menu": Under(name, lambda: offered(asked)),
        "label": ", ".join(str(asked.kind.field(name).label) for name, _grain in chosen(asked)),
        "keep": {key: value for key, value in ungrouped.parameters().items() if key not in TOLD},
        "ungrouped": ungrouped.href(),
    }


def offered(asked: Asked) -> dict[str, Any]:
    """Return two choices of a field, two of a grain, and the totals that could be shown."""
    now = chosen(asked)
    return {
        "fields": [(field.name, str(field.label)) for field in ways.groups_of(asked.kind)],
        "days": [field.name for field in ways.days_of(asked.kind)],
        "grains": grains(),
        "chosen": now + [("", "")] * (ways.MOST_GROUPS - len(now)),
        "is_grouped": bool(now),
        "totals": totals(asked),
    }


def chosen(asked: Asked) -> list[tuple[str, str]]:
    """Return the fields of the groups with their grains."""
    parts = [part.partition(":") for part in asked.group.split(",") if part]
    return [(name, grain) for name, _colon, grain in parts]


def bare(asked: Asked) -> Asked:
    return dataclasses.replace(asked, way=ways.Way())


def grains() -> list[tuple[str, str]]:
    words = {
        "day": _("by day"),
        "week": _("by week"),
        "month": _("by month"),
        "quarter": _("by quarter"),
        "year": _("by year"),
    }
    return [(grain, words[grain]) for grain in ways.GRAINS]


def totals(asked: Asked) -> list[tuple[str, str, bool]]:
    """Return every total that could be shown, with whether it is."""
    words = grouped.words()
    return [
        (f"{field.name}.{how}", f"{words[how]}: {field.label}", f"{field.name}.{how}" in asked.way.totals)
        for field in ways.measured_of(asked.kind)
        for how in ways.MEASURES
    ]
