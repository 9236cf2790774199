"""The one place where HTML is written from Python; everything that goes in is escaped unless it is Markup."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup, escape

VOID = frozenset(("input", "br", "hr", "img", "link", "meta"))


def tag(name: str, /, *children: Any, **attributes: Any) -> Markup:
    """Return `<name …>children</name>`. `class_` is class, `data_x` is data-x; False and None leave an attribute out."""
    written = "".join(attribute(key, value) for key, value in attributes.items())
    if name in VOID:
        return Markup(f"<{name}{written}>")  # noqa: S704 -- built of escaped parts only
    inside = "".join(escape(child) for child in children)
    return Markup(f"<{name}{written}>{inside}</{name}>")  # noqa: S704 -- built of escaped parts only


def attribute(key: str, value: Any) -> str:
    if value is None or value is False:
        return ""
    name = key.rstrip("_").replace("_", "-")
    return f" {name}" if value is True else f' {name}="{escape(value)}"'


def option(value: str, label: str, *, selected: bool = False) -> Markup:
    """Return one `<option>` of a select."""
    return tag("option", label, value=value, selected=selected)
