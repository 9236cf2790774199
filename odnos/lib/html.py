"""The one place where HTML is written from Python; everything that goes in is escaped unless it is Markup."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from markupsafe import Markup, escape

SPECIAL = re.compile("[&<>\"']")
VOID = frozenset(("input", "br", "hr", "img", "link", "meta"))


def tag(name: str, /, *children: Any, **attributes: Any) -> Markup:
    """Return `<name …>children</name>`. `class_` is class, `data_x` is data-x; False and None leave an attribute out."""
    written = f"<{name}"
    for key, value in attributes.items():
        if value is True:
            written += attribute_name(key)
        elif value is not None and value is not False:
            written += f'{attribute_name(key)}="{escaped(value)}"'
    if name in VOID:
        return Markup(f"{written}>")  # noqa: S704 -- built of escaped parts only
    inside = "".join(map(escaped, children))
    return Markup(f"{written}>{inside}</{name}>")  # noqa: S704 -- as above


def escaped(value: Any) -> str:
    """Return `value` escaped, as a plain string: a list makes thousands, and most hold nothing to escape."""
    if type(value) is str and not SPECIAL.search(value):
        return value
    return str(value) if type(value) is Markup else str(escape(value))


@cache
def attribute_name(key: str) -> str:
    return f" {key.rstrip('_').replace('_', '-')}"


def option(value: str, label: str, *, selected: bool = False) -> Markup:
    """Return one `<option>` of a select."""
    return tag("option", label, value=value, selected=selected)
