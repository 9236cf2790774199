"""What stands around every page: places to go, the person, the language and the theme."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from odnos.domains.deals.gates.current import gates
from odnos.engine.access import fields, rights
from odnos.engine.access.actor import Actor
from odnos.objects.labels import Label
from odnos.objects.registry import ObjectType, registry
from odnos.web import at_hand, toasts
from odnos.web.help.places import key_for

THEMES = ("auto", "light", "dark")
MENU = ("deal", "task", "order", "company", "contact", "lead", "product")
LANGUAGE_NAMES = {"en": "English", "ru": "Русский", "sl": "Slovenščina"}
LANGUAGES = tuple((code, LANGUAGE_NAMES.get(code, code)) for code, _name in settings.LANGUAGES)
MOST_OFFERS = 1000
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


@dataclass(frozen=True, kw_only=True)
class Place:
    """One link of the sidebar. `key` is the letter after `g` that goes there."""

    href: str
    label: Label
    icon: str
    key: str = ""
    current: bool = False


Creatable = tuple[tuple[str, Label, str], ...]


@dataclass(frozen=True, kw_only=True)
class Offer:
    """What somebody may go to, use and create, in the words of their language."""

    objects: tuple[Place, ...]
    tools: tuple[Place, ...]
    creatable: Creatable


@dataclass(frozen=True, kw_only=True)
class Shell:
    """`person` is the signed-in user or None; `creatable` and `tools` hold only what that person may use.

    `theme` and `sidebar` come from cookies, so that the first paint is right. `help` is the key of the page's help.
    """

    by: Actor | None
    person: Any
    objects: tuple[Place, ...]
    tools: tuple[Place, ...]
    creatable: Creatable
    locale: str
    languages: tuple[tuple[str, str], ...]
    theme: str
    sidebar: str
    path: str
    help: str = "help"
    toasts: tuple[dict[str, str], ...] = ()

    @cached_property
    def views(self) -> tuple[Place, ...]:
        """The views kept at hand, asked for by the pages that show them."""
        kept = at_hand.views(self.by) if self.by else ()
        return tuple(
            Place(href=href, label=str(label), icon=icon, current=self.path == href)
            for href, label, icon in kept
        )


def shell_for(request: HttpRequest) -> Shell:
    """Return the frame of the page that `request` asks for."""
    user = getattr(request, "user", None)
    visit = getattr(request, "visit", None)
    offer = offer_to(visit.by if visit else None)
    theme = request.COOKIES.get("theme", "auto")
    return Shell(
        by=visit.by if visit else None,
        person=user if user is not None and user.is_authenticated else None,
        objects=marked(offer.objects, request.path),
        tools=marked(offer.tools, request.path),
        creatable=offer.creatable,
        locale=translation.get_language() or "en",
        languages=LANGUAGES,
        theme=theme if theme in THEMES else "auto",
        sidebar="slim" if request.COOKIES.get("sidebar") == "slim" else "open",
        path=request.get_full_path(),
        help=key_for(request),
        toasts=toasts.waiting(request),
    )


_offers: dict[Hashable, Offer] = {}


def offer_to(by: Actor | None) -> Offer:
    """Return what `by` is offered, worked out once for all whose role, rights and language are the same."""
    key = (
        translation.get_language(),
        registry.shape,
        fields.stamp(),
        needs_approvals(),
        by and offered_by(by),
    )
    found = _offers.get(key)
    if found is None:
        found = Offer(
            objects=tuple(map(worded, object_places(by))),
            tools=tuple(map(worded, tools_for(by))),
            creatable=tuple((href, str(label), icon) for href, label, icon in creatable_by(by)) if by else (),
        )
        if len(_offers) >= MOST_OFFERS:
            _offers.clear()
        _offers[key] = found
    return found


def offered_by(by: Actor) -> Hashable:
    """Return what a person's offer depends on beside the roles and objects as they are."""
    opened = frozenset(key for key, ids in by.shared.items() if ids)
    return by.role, by.narrow, frozenset(by.floor.items()), opened


def worded(place: Place) -> Place:
    return replace(place, label=str(place.label))


def object_places(by: Actor | None) -> list[Place]:
    """The objects of the sidebar that this person may see something of; each keeps its letter whoever asks."""
    places = [Place(href="/", label=_("Dashboard"), icon="dashboard", key="h")]
    taken = {"h", *(place.key for place in tool_places())}
    for kind in menu_objects():
        letter = next(
            (mark for mark in kind.key.removeprefix("c_") if mark.isalpha() and mark not in taken), ""
        )
        taken.add(letter)
        if by is not None and rights.sees_some(by, kind):
            places.append(Place(href=f"/{kind.plural_key}", label=kind.plural, icon=kind.icon, key=letter))
    return places


def menu_objects() -> list[ObjectType]:
    """The objects of the sidebar: what people open first stands first, new objects come last."""
    listed = [kind for kind in registry if kind.in_menu]
    return sorted(listed, key=lambda kind: MENU.index(kind.key) if kind.key in MENU else len(MENU))


def tool_places() -> list[Place]:
    return [
        Place(href="/insights", label=_("Insights"), icon="activity"),
        Place(href="/dashboards", label=_("Dashboards"), icon="layers"),
        Place(href="/reports", label=_("Reports"), icon="chart", key="r"),
        Place(href="/lists", label=_("Lists"), icon="list-view"),
        Place(href="/imports", label=_("Import"), icon="import", key="i"),
        Place(href="/history", label=_("History"), icon="history", key="y"),
        Place(href="/bin", label=_("Bin"), icon="bin", key="b"),
        Place(href="/settings", label=_("Settings"), icon="settings", key="s"),
    ]


def approvals() -> list[Place]:
    """The place of approvals, where a stage needs one."""
    if not needs_approvals():
        return []
    return [Place(href="/approvals", label=_("Approvals"), icon="shield")]


def needs_approvals() -> bool:
    return any(gate.needs_approval for gate in gates.by_stage.values())


def tools_for(by: Actor | None) -> list[Place]:
    """The tools of the sidebar, without the import for those who may bring nothing in, and without what is out of their sight."""
    may_import = by is not None and any(rights.may(by, "import", kind) != "none" for kind in registry)
    kept = {"/imports"} if not may_import else set()
    for kind in (registry.get("approval"), registry.get("list")):
        if by is None or not rights.sees_some(by, kind):
            kept.add(f"/{kind.plural_key}")
    return [place for place in (*approvals(), *tool_places()) if place.href not in kept]


def creatable_by(by: Actor) -> tuple[tuple[str, Label, str], ...]:
    """What the menu of new things offers: address, name and icon of each object that this person may create."""
    return tuple(
        (f"/{kind.plural_key}/new", kind.label, kind.icon)
        for kind in menu_objects()
        if rights.may(by, "create", kind) != "none"
    )


def marked(places: tuple[Place, ...], path: str) -> tuple[Place, ...]:
    """Return `places`, those current that `path` lies under."""
    return tuple(replace(place, current=True) if is_here(place, path) else place for place in places)


def is_here(place: Place, path: str) -> bool:
    return path == place.href or (place.href != "/" and path.startswith(place.href + "/"))
