"""The reference pages of docs/reference, written from the registry: what they say is what the program does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module

PAGES = ("objects", "fields", "filters", "reports", "actions", "api", "commands", "settings")
NOTE = "<!-- Written by `make docs` from the registry. Do not edit. -->"


def pages() -> Mapping[str, str]:
    """Return every page by the name of its file."""
    from django.utils import translation

    with translation.override("en"):
        return {f"{name}.md": page(name) for name in PAGES}


def page(name: str) -> str:
    write: Callable[[], str] = import_module(f"{__name__}.{name}").page
    title, _newline, rest = write().partition("\n")
    return f"{title}\n\n{NOTE}\n{rest}".rstrip() + "\n"
