"""Which help belongs to which page: its address says so, so that a new page has help as soon as it has a file."""

from __future__ import annotations

import re

from django.http import HttpRequest

from odnos.web.help import texts

PARAMETER = re.compile(r"<[^>]+>")
RECORD = "<kind:kind>/<int:record_id>"


def key_for(request: HttpRequest) -> str:
    """Return the key of the help for the page that `request` asks for."""
    found = request.resolver_match
    return key_of(found.route) if found else "help"


def key_of(route: str) -> str:
    """Return the key of a page's help: `settings/fields/<str:key>/new` has `settings-fields`, unless `settings-fields-new` is there."""
    parts = parts_of(route)
    while parts:
        key = "-".join(parts)
        if key in texts.every("en"):
            return key
        parts.pop()
    return "dashboard" if not route else "help"


def parts_of(route: str) -> list[str]:
    """Return the words of an address, with `record` and `list` for the pages that every object has."""
    if route.startswith(RECORD):
        route = "record" + route[len(RECORD) :]
    elif route.startswith("<kind:kind>"):
        route = "list" + route[len("<kind:kind>") :]
    return [part for part in PARAMETER.sub("", route).split("/") if part]
