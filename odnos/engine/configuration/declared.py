"""The definitions of the engine that a configuration holds. Those of the domains are declared beside their objects."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from odnos.engine.custom.beginnings import ME
from odnos.objects.configurable import Configurable, add

POINTING = frozenset(("link", "links", "user"))


def without_records(values: Mapping[str, Any]) -> Mapping[str, Any]:
    """A link begins with one of the records here; there are others elsewhere. Whoever makes a record is there everywhere."""
    is_here = values["kind"] in POINTING and values["default"] != ME
    return {**values, "default": ""} if is_here else values


add(Configurable(object="custom_object", key=("code",), fixed=("access", "parent", "address"), place=10))
add(
    Configurable(
        object="custom_field",
        key=("object", "code"),
        group=("object",),
        fixed=("kind", "to"),
        filters={"only": "through"},
        moves=without_records,
        place=20,
    )
)
add(Configurable(object="custom_option", key=("code",), inside=("field", "options"), quiet=True, place=21))
add(Configurable(object="field_right", key=("object", "field", "role"), place=40))
add(
    Configurable(
        object="layout",
        key=("object", "role"),
        plain=frozenset(("drawing",)),
        leaves=frozenset(("code",)),
        place=50,
    )
)
add(
    Configurable(
        object="field_rule",
        key=("object", "code"),
        group=("object",),
        filters={"condition": "object"},
        place=60,
    )
)
add(
    Configurable(
        object="retention_rule",
        key=("code",),
        filters={"only": "object"},
        leaves=frozenset(("is_active",)),  # what takes records away is switched on by hand
        place=80,
    )
)
