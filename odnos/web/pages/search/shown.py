"""Hits as the palette and the page draw them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from odnos.engine.search.hits import Hit
from odnos.engine.search.marks import Span
from odnos.lib import html
from odnos.objects.labels import Label
from odnos.objects.registry import registry


@dataclass(frozen=True, kw_only=True)
class Item:
    """One line of results: `title` may carry marks."""

    href: str
    title: Label | Markup
    icon: str
    sub: Label | Markup = ""
    hint: str = ""


@dataclass(frozen=True, kw_only=True)
class Group:
    """Results of one kind. `more` is where all of them are listed."""

    label: Label
    items: Sequence[Item]
    more: str = ""


def grouped(hits: Iterable[Hit]) -> dict[str, list[Hit]]:
    """Return hits by object, the object with the best hit first."""
    groups: dict[str, list[Hit]] = {}
    for hit in hits:
        groups.setdefault(hit.object_key, []).append(hit)
    return groups


def item(hit: Hit) -> Item:
    kind = registry.get(hit.object_key)
    parts = [escape(hit.subtitle), marked(hit.snippet, hit.snippet_highlights)]
    return Item(
        href=f"/{kind.plural_key}/{hit.record_id}",
        title=marked(hit.title, hit.highlights),
        icon=kind.icon,
        sub=Markup(" · ").join(part for part in parts if part),
    )


def marked(shown: str, spans: Iterable[Span]) -> Markup:
    """Return a text with what was looked for marked in it."""
    parts: list[str | Markup] = []
    reached = 0
    for start, end in spans:
        parts += [shown[reached:start], html.tag("mark", shown[start:end])]
        reached = end
    return Markup("").join([*parts, shown[reached:]])
