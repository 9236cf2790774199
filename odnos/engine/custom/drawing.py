"""What an administrator draws of an object: read from JSON with every mistake told, and written in one form.

{"panels": [{"name": "Contract", "name_sl": "Pogodba", "columns": 2, "open": true, "fields": ["starts_on"]}],
 "key": ["owner"], "card": ["amount"], "quick": ["name"], "unused": ["description"],
 "related": [{"object": "deal", "through": "company", "columns": ["name"], "hidden": false}]}
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from odnos.engine.custom.labels import LANGUAGES, label_of
from odnos.objects.fields import Invalid
from odnos.objects.labels import Label

TITLES = ("name", *(f"name_{language}" for language in LANGUAGES))
MOST_PANELS, MOST_COLUMNS, MOST_SIGNS = 40, 3, 100
BROKEN = _("This is no layout: %(reason)s.")


@dataclass(frozen=True, kw_only=True)
class DrawnPanel:
    """A panel with its title in each language given; `open` None as in `objects.layout.Panel`."""

    titles: Mapping[str, str]
    fields: tuple[str, ...]
    columns: int = 1
    open: bool | None = None

    @property
    def title(self) -> Label:
        return label_of(self.titles)


@dataclass(frozen=True, kw_only=True)
class DrawnRelated:
    """A related list, by the object and the link that make it."""

    object: str
    through: str
    columns: tuple[str, ...] = ()
    hidden: bool = False


@dataclass(frozen=True, kw_only=True)
class Drawing:
    """`unused` are the fields that were put away: what is neither there nor in a panel was not known yet."""

    panels: tuple[DrawnPanel, ...] = ()
    key: tuple[str, ...] = ()
    card: tuple[str, ...] = ()
    quick: tuple[str, ...] = ()
    related: tuple[DrawnRelated, ...] = ()
    unused: tuple[str, ...] = ()

    @property
    def known(self) -> set[str]:
        return {*self.unused, *(name for panel in self.panels for name in panel.fields)}

    @property
    def names(self) -> set[str]:
        """Every field of the object itself that is named anywhere."""
        return {*self.known, *self.key, *self.card, *self.quick}


def parse(written: str) -> Drawing:
    """Return the drawing that JSON says. Raises Invalid."""
    try:
        given = json.loads(written)
    except (ValueError, RecursionError):
        raise Invalid(BROKEN % {"reason": _("it is not JSON")}) from None
    return made(given)


def made(given: Any) -> Drawing:
    """Return the drawing that plain values say. Raises Invalid."""
    if not isinstance(given, Mapping):
        raise Invalid(BROKEN % {"reason": _("it is not JSON")})
    panels = tuple(panel(item) for item in listed(given, "panels", MOST_PANELS))
    lists = {name: names(given, name) for name in ("key", "card", "quick", "unused")}
    drawing = Drawing(
        panels=panels, related=tuple(related(item) for item in listed(given, "related")), **lists
    )
    placed = [*drawing.unused, *(name for item in panels for name in item.fields)]
    if twice := repeated(placed):
        raise Invalid(_("The field “%(name)s” stands in two places.") % {"name": twice})
    return drawing


def panel(given: Any) -> DrawnPanel:
    if not isinstance(given, Mapping):
        raise Invalid(BROKEN % {"reason": "panels"})
    titles = {name: str(given.get(name) or "").strip() for name in TITLES}
    if not titles["name"]:
        raise Invalid(_("Every panel needs a title."))
    if max(len(title) for title in titles.values()) > MOST_SIGNS:
        raise Invalid(_("The title of a panel has at most 100 characters."))
    columns, is_open = given.get("columns", 1), given.get("open")
    if isinstance(columns, bool) or columns not in range(1, MOST_COLUMNS + 1):
        raise Invalid(_("A panel has one, two or three columns."))
    if is_open not in (True, False, None):
        raise Invalid(BROKEN % {"reason": "open"})
    return DrawnPanel(titles=titles, fields=names(given, "fields"), columns=columns, open=is_open)


def related(given: Any) -> DrawnRelated:
    if not isinstance(given, Mapping) or not all(
        isinstance(given.get(name), str) for name in ("object", "through")
    ):
        raise Invalid(BROKEN % {"reason": "related"})
    return DrawnRelated(
        object=given["object"],
        through=given["through"],
        columns=names(given, "columns"),
        hidden=given.get("hidden") is True,
    )


def names(given: Mapping[str, Any], key: str) -> tuple[str, ...]:
    found = listed(given, key)
    if not all(isinstance(name, str) for name in found):
        raise Invalid(BROKEN % {"reason": key})
    if twice := repeated(found):
        raise Invalid(_("The field “%(name)s” stands in two places.") % {"name": twice})
    return tuple(found)


def listed(given: Mapping[str, Any], key: str, most: int = 500) -> Sequence[Any]:
    found = given.get(key, [])
    if not isinstance(found, list) or len(found) > most:
        raise Invalid(BROKEN % {"reason": key})
    return found


def repeated(names_: Collection[str]) -> str:
    seen: set[str] = set()
    return next((name for name in names_ if name in seen or seen.add(name)), "")  # type: ignore[func-returns-value]


def dump(drawing: Drawing) -> str:
    """Return the one JSON of a drawing, from which `parse` makes it again."""
    return json.dumps(dict(plain(drawing)), ensure_ascii=False, separators=(",", ":"))


def plain(drawing: Drawing) -> Iterator[tuple[str, Any]]:
    yield "panels", [plain_panel(item) for item in drawing.panels]
    for name in ("key", "card", "quick", "unused"):
        yield name, list(getattr(drawing, name))
    yield (
        "related",
        [
            {
                "object": item.object,
                "through": item.through,
                "columns": list(item.columns),
                "hidden": item.hidden,
            }
            for item in drawing.related
        ],
    )


def plain_panel(item: DrawnPanel) -> dict[str, Any]:
    titles = {name: title for name, title in item.titles.items() if title}
    return {**titles, "columns": item.columns, "open": item.open, "fields": list(item.fields)}
