"""What exists: every object, declared once and read by everything."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from odnos.objects import fields as f
from odnos.objects.access import Access, Everyone, OwnTeamAll, ParentDecides
from odnos.objects.fields import Field
from odnos.objects.fields.base import Keeps
from odnos.objects.labels import Label
from odnos.objects.layout import Layout
from odnos.objects.view import View

Rule = Callable[[Any], None]
Hold = Callable[[Any], Label | None]
Consequence = Callable[[Sequence[Any]], None]


CUSTOM_KEY = re.compile(r"c_[a-z][a-z0-9_]{0,36}")
"""The key of an object that an administrator made: one that no object of the product ever has."""


class UnknownObject(LookupError):
    """No object has this key."""


class UnknownField(LookupError):
    """The object has no field of this name."""


SYSTEM_FIELDS: tuple[Field, ...] = (
    f.Link("owner", _("Owner"), to="user", system=True),
    f.Link("team", _("Team"), to="team", readonly=True, audited=False, system=True),
    f.Text(
        "external_id",
        _("External id"),
        unique=True,
        system=True,
        sortable=False,
        help=_("The id this record has in another system."),
    ),
    f.Moment("created_at", _("Created"), readonly=True, audited=False, system=True),
    f.Moment("updated_at", _("Changed"), readonly=True, audited=False, system=True),
    f.Link("created_by", _("Created by"), to="user", readonly=True, audited=False, system=True),
    f.Link("updated_by", _("Changed by"), to="user", readonly=True, audited=False, system=True),
)

KNOWN_TO_ALL = ("owner", "team", "territory", "created_at", "updated_at", "created_by", "updated_by")
"""By these a record is reached, put in order, and told about in its history."""

TERRITORY = f.Link("territory", _("Territory"), to="territory", readonly=True, audited=False, system=True)
"""Of records with an owner: where rules placed them."""
ON_LISTS = f.Links("lists", _("Lists"), to="list", system=True, reverse_label=_("On this list"))


@dataclass(frozen=True, kw_only=True)
class ObjectType:
    """One kind of record. `fields` are the declared ones and those an administrator added; `all_fields` adds owner, moments and the like.

    `rules` run on every draft inside the write path; `held` say of a row why it may not go to the bin; `needs` names the links whose rows the rules read.
    `consequences` get the drafts that were written together, or went to the bin or out of it, before the transaction ends.
    `duplicates` names the fields by which a second entry of the same thing is recognised. Nobody who reaches a record is
    kept from the fields that are `open`: others tell the same, or what may be done with the record hangs on them.
    `narrowed_from` is the whole object, where this is what somebody may know of it (`objects/narrowed.py`). The records of
    those that administrators made (`is_custom`) stand together in one table, told apart by its column `object_key`.
    `counted_on` names the field whose day says at which rate amounts of other currencies count; `created_at` where it is empty.
    """

    key: str
    plural_key: str
    model: type[models.Model]
    label: Label
    plural: Label
    fields: tuple[Field, ...]
    icon: str = "box"
    title: str = "name"
    subtitle: tuple[str, ...] = ()
    layout: Layout = field(default_factory=Layout)
    views: tuple[View, ...] = ()
    access: Access = field(default_factory=OwnTeamAll)
    events: tuple[str, ...] = ()
    rules: tuple[Rule, ...] = ()
    held: tuple[Hold, ...] = ()
    consequences: tuple[Consequence, ...] = ()
    needs: tuple[str, ...] = ()
    duplicates: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    in_menu: bool = False
    is_custom: bool = False
    counted_on: str = ""
    narrowed_from: ObjectType | None = field(init=False, repr=False, compare=False, default=None)
    declared: tuple[Field, ...] = field(init=False, repr=False, compare=False)
    drawn: Layout = field(init=False, repr=False, compare=False)
    all_fields: tuple[Field, ...] = field(init=False, repr=False, compare=False)
    by_name: dict[str, Field] = field(init=False, repr=False, compare=False)
    added: tuple[Field, ...] = field(init=False, repr=False, compare=False)
    kept: dict[str, Keeps] = field(init=False, repr=False, compare=False)
    derived: tuple[Field, ...] = field(init=False, repr=False, compare=False)
    shape: int = field(init=False, repr=False, compare=False, default=0)

    def __post_init__(self) -> None:
        object.__setattr__(self, "declared", self.fields)
        object.__setattr__(self, "drawn", self.layout)
        self.extend((), self.layout)
        self._check_names()

    def redefine(self, *, fields: tuple[Field, ...], layout: Layout, **settings: Any) -> None:
        """Let an object that administrators made be called and guarded otherwise. It stays the same one; `extend` is to follow."""
        self.__dict__.update(settings, declared=fields, drawn=layout, shape=self.shape + 1)

    def extend(self, added: tuple[Field, ...], layout: Layout, views: tuple[View, ...] | None = None) -> None:
        """Let `added` stand behind the declared fields, in place of those added before. The object stays the same one.

        What is worked out from its fields and kept must be worked out anew when `shape` has changed.
        """
        declared = {item.name for item in self.declared}
        owned = () if isinstance(self.access, Everyone) else (TERRITORY,)
        system = (*SYSTEM_FIELDS, *owned, *((ON_LISTS,) if self.in_menu else ()))
        own = (*self.declared, *added)
        every = (*own, *(item for item in system if item.name not in declared))
        kept = {
            column: keeps for item in added for column, keeps in zip(item.columns, item.keeps, strict=False)
        }
        settled = {
            "fields": own,
            "added": added,
            "all_fields": every,
            "by_name": {item.name: item for item in every},
            "kept": kept,
            "derived": in_order_of_following(item for item in added if item.follows),
            "layout": layout,
            "views": self.views if views is None else views,
            "shape": self.shape + 1,
        }
        self.__dict__.update(
            settled
        )  # in one go: another thread reads the fields as they were, or as they are

    def _check_names(self) -> None:
        for name in (
            *self.layout.fields,
            *self.layout.card,
            *self.layout.quick,
            *self.needs,
            *self.duplicates,
            *self.open,
            self.title,
            *((self.counted_on,) if self.counted_on else ()),
        ):
            self.field(name)
        for view in self.views:
            for name in view.columns:
                self.field(name)

    def field(self, name: str) -> Field:
        """Return the field `name`. Raises UnknownField."""
        try:
            return self.by_name[name]
        except KeyError:
            raise UnknownField(f"{self.key} has no field {name!r}") from None

    @property
    def guard(self) -> ObjectType:
        """The object whose rights hold for these records: itself, but for what is only counted."""
        return self

    @property
    def always_seen(self) -> frozenset[str]:
        """Names of the fields that whoever reaches a record sees: by them it is known, and by them it is reached."""
        access = self.access
        guarding = {access.parent} if isinstance(access, ParentDecides) else set()
        also = () if isinstance(access, Everyone) else access.also
        stage = {self.drawn.path} - {""}
        return frozenset({self.title, *KNOWN_TO_ALL, *guarding, *also, *stage, *self.needs, *self.open})

    @property
    def table(self) -> str:
        return self.model._meta.db_table

    @property
    def title_field(self) -> Field:
        return self.field(self.title)

    @property
    def parent_field(self) -> Field | None:
        """The field that names the record which decides who may see this one."""
        return self.field(self.access.parent) if isinstance(self.access, ParentDecides) else None

    @property
    def path(self) -> str:
        """The field of the stages along which a record goes, if it has one."""
        return self.layout.path

    @property
    def view(self) -> View:
        """The view that opens first."""
        return (
            self.views[0]
            if self.views
            else View(key="all", label=_("All"), columns=(self.title, "owner", "updated_at"))
        )

    @property
    def lists(self) -> tuple[View, ...]:
        return self.views or (self.view,)


def in_order_of_following(fields: Iterable[Field]) -> tuple[Field, ...]:
    """Return fields so that each stands behind those of them that it follows from. None follows from itself."""
    waiting = {item.name: item for item in fields}
    ordered: list[Field] = []

    def place(name: str) -> None:
        item = waiting.pop(name, None)
        if item is not None and item.follows:
            for path in item.follows.reads:
                place(path[0])
            ordered.append(item)

    for name in list(waiting):
        place(name)
    return tuple(ordered)


class Registry:
    """Every object by its key."""

    def __init__(self) -> None:
        self._types: dict[str, ObjectType] = {}
        self.roster = 0
        """A number that grows whenever an object comes or goes."""

    def add(self, object_type: ObjectType) -> ObjectType:
        if object_type.key in self._types:
            raise ValueError(f"object {object_type.key!r} is already registered")
        self._types = {**self._types, object_type.key: object_type}  # those who walk along it finish in peace
        self.roster += 1
        return object_type

    def arrange(self, keys: Iterable[str]) -> None:
        """Let the objects `keys` stand behind all others, in this order."""
        last = {key: self._types[key] for key in keys}
        self._types = {key: item for key, item in self._types.items() if key not in last} | last

    def remove(self, key: str) -> None:
        """Know the object `key` no more."""
        self._types = {known: item for known, item in self._types.items() if known != key}
        self.roster += 1

    def get(self, key: str) -> ObjectType:
        """Return the object `key`. Raises UnknownObject."""
        try:
            return self._types[key]
        except KeyError:
            raise UnknownObject(key) from None

    def by_plural(self, plural_key: str) -> ObjectType:
        """Return the object whose addresses begin with `plural_key`. Raises UnknownObject."""
        for object_type in self:
            if object_type.plural_key == plural_key:
                return object_type
        raise UnknownObject(plural_key)

    def children(self, key: str) -> list[tuple[ObjectType, f.Link]]:
        """Return the objects that are parts of the object `key`, with the link that says so."""
        found = ((item, item.parent_field) for item in self)
        return [(item, link) for item, link in found if isinstance(link, f.Link) and link.to == key]

    def links_to(self, key: str) -> list[tuple[ObjectType, Field]]:
        """Return every field of any object that names records of the object `key`."""
        return [(item, link) for item in self for link in item.all_fields if getattr(link, "to", None) == key]

    @property
    def shape(self) -> int:
        """A number that is another whenever an object came, went or got other fields."""
        return self.roster << 32 | sum(item.shape for item in self)

    def __contains__(self, key: object) -> bool:
        return key in self._types

    def __iter__(self) -> Iterator[ObjectType]:
        return iter(self._types.values())


registry = Registry()
