"""What the palette offers to do: make a record, go somewhere, bring a file in."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from odnos.engine.access import rights
from odnos.engine.access.actor import Actor
from odnos.lib import text
from odnos.web import shell
from odnos.web.pages.search.shown import Item

MOST_OF_A_NAME = 100
OFTEN_MADE = frozenset(("company", "contact", "lead", "deal", "task"))


def offered(typed: str, *, by: Actor) -> list[Item]:
    """Return the actions whose name has every word of `typed`, typed on whichever keyboard layout."""
    plain = text.words(typed)
    swapped = text.words(text.swap_layout(typed))
    return [item for item in every(by) if fits(str(item.title), plain) or fits(str(item.title), swapped)]


def creating(typed: str, *, by: Actor) -> list[Item]:
    """Return the ways to make a record that goes by what was typed: what was not found may not be there yet."""
    kinds = [kind for kind in shell.menu_objects() if rights.may(by, "create", kind) != "none"]
    return [
        Item(
            href=f"/{kind.plural_key}/new?{urlencode({kind.title: typed[:MOST_OF_A_NAME]})}",
            title=_("New: %(object)s") % {"object": kind.label},
            icon=kind.icon,
            sub=f"“{typed[:MOST_OF_A_NAME]}”",
        )
        for kind in kinds
        if kind.key in OFTEN_MADE
    ]


def fits(name: str, words: list[str]) -> bool:
    """Whether every word begins one of the name's; of no words, always."""
    begun = text.words(name)
    return all(any(part.startswith(word) for part in begun) for word in words)


def every(by: Actor) -> Iterator[Item]:
    for kind in shell.menu_objects():
        if rights.may(by, "create", kind) != "none":
            title = _("New: %(object)s") % {"object": kind.label}
            yield Item(href=f"/{kind.plural_key}/new", title=title, icon="plus")
    for place in [*shell.object_places(by), *shell.tools_for(by)]:
        hint = f"g {place.key}" if place.key else ""
        yield Item(
            href=place.href, title=_("Go to: %(place)s") % {"place": place.label}, icon=place.icon, hint=hint
        )
