"""Parts of pages that look the same wherever the same is offered: each is drawn once for what it is given.

A part is a macro that reads nothing but its arguments and the reader's language. What differs from page to page stands in
slots: the token of forms, and whatever is given by name. They are filled in, escaped, each time.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Hashable
from contextvars import ContextVar
from typing import Any

from django.utils import translation
from markupsafe import Markup

from odnos.lib import html
from odnos.web import assets

MOST = 2000
MARK = secrets.token_hex(12)
"""Nobody outside this process knows what a slot is called, so nobody writes one."""
TOKEN = f"{MARK}-token"

csrf: ContextVar[str] = ContextVar("csrf", default="")
_drawn: dict[Hashable, str] = {}


class Under:
    """Something that is made only where a part is drawn, under the `name` that says all it is made of."""

    __slots__ = ("make", "name")

    def __init__(self, name: Hashable, make: Callable[[], Any]) -> None:
        self.name, self.make = name, make

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Under) and self.name == other.name

    def __hash__(self) -> int:
        return hash(self.name)


def once(macro: Callable[..., Markup], *given: Hashable, **slots: str) -> Markup:
    """Return what `macro` makes of `given`, with the values of `slots` in the places that it has for them."""
    key = (macro, translation.get_language(), assets.stamp(), given)
    part = _drawn.get(key)
    if part is None:
        part = drawn(macro, given, slots)
        if len(_drawn) >= MOST:
            _drawn.clear()
        _drawn[key] = part
    part = part.replace(TOKEN, html.escaped(csrf.get()))
    for name, value in slots.items():
        part = part.replace(slot(name), html.escaped(value))
    return Markup(part)  # noqa: S704 -- macros and what they are given are escaped, as are the slots


def drawn(macro: Callable[..., Markup], given: tuple[Hashable, ...], slots: dict[str, str]) -> str:
    before = csrf.set(TOKEN)
    try:
        made = (item.make() if isinstance(item, Under) else item for item in given)
        return str(macro(*made, **{name: slot(name) for name in slots}))
    finally:
        csrf.reset(before)


def slot(name: str) -> str:
    return f"{MARK}-{name}."
