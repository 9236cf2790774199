"""The kinds of field that can be added: what each is called, which settings it has, and how it is made from a definition."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from odnos.engine.custom.beginnings import beginning_with
from odnos.engine.custom.labels import LANGUAGES, label_of
from odnos.objects import fields as f
from odnos.objects.fields import Field
from odnos.objects.labels import Label

Definition = Mapping[str, Any]
Options = Sequence[Definition]
REVERSE = ("reverse_name", *(f"reverse_name_{language}" for language in LANGUAGES))
Make = Callable[[Definition, Options], Mapping[str, Any]]


def nothing(_definition: Definition, _options: Options) -> Mapping[str, Any]:
    return {}


def masked(definition: Definition, _options: Options) -> Mapping[str, Any]:
    return {"mask": definition["mask"], "mask_hint": definition["mask_hint"]}


def bounded(definition: Definition, _options: Options) -> Mapping[str, Any]:
    given = {name: definition[name] for name in ("places", "least", "most") if definition[name] is not None}
    return {name: int(value) for name, value in given.items()} | {"unit": definition["unit"]}


def offered(definition: Definition, options: Options) -> Mapping[str, Any]:
    former = [option for option in options if option.get("deleted_at")]
    return {"choices": named(options), "former": pairs(former), "open": definition["is_open"]}


def named(options: Options) -> tuple[tuple[str, Label], ...]:
    """Return the options that are offered."""
    return pairs([option for option in options if not option.get("deleted_at")])


def pairs(options: Options) -> tuple[tuple[str, Label], ...]:
    return tuple((option["code"], label_of(option)) for option in options)


def toned(definition: Definition, options: Options) -> Mapping[str, Any]:
    tones = {option["code"]: option["tone"] for option in options if option["tone"]}
    return {**offered(definition, options), "tones": tones or None}


def leading(definition: Definition, _options: Options) -> Mapping[str, Any]:
    return {"to": definition["to"], "reverse_label": reverse_label(definition)}


def leading_to_several(definition: Definition, options: Options) -> Mapping[str, Any]:
    return {"to": definition["to"], "roles": named(options), "reverse_label": reverse_label(definition)}


def reverse_label(definition: Definition) -> Label:
    """Return how the records that name one are called on its page."""
    names = {f"name_{language}": definition[f"reverse_name_{language}"] for language in LANGUAGES}
    return label_of({"name": definition["reverse_name"], **names})


def to_a_person(_definition: Definition, _options: Options) -> Mapping[str, Any]:
    return {"to": "user"}


@dataclass(frozen=True, kw_only=True)
class Kind:
    """`settings` are the names of the definition's fields that mean something for it. One that is not `is_by_hand` is added where its values come from."""

    label: Label
    type: type[Field]
    example: Label
    make: Make = nothing
    settings: tuple[str, ...] = ()
    has_options: bool = False
    can_be_unique: bool = False
    can_be_searched: bool = False
    can_be_fast: bool = field(default=True)
    is_by_hand: bool = True


KINDS: Mapping[str, Kind] = {
    "text": Kind(
        label=_("Text"),
        type=f.Text,
        example=_("One line: a number of a contract, a plate"),
        make=masked,
        settings=("mask", "mask_hint"),
        can_be_unique=True,
        can_be_searched=True,
    ),
    "long_text": Kind(
        label=_("Long text"),
        type=f.LongText,
        example=_("Several lines: terms, wishes"),
        can_be_searched=True,
        can_be_fast=False,
    ),
    "number": Kind(
        label=_("Number"),
        type=f.Number,
        example=_("A count, a size, a share: 12.5 %"),
        make=bounded,
        settings=("places", "unit", "least", "most"),
        can_be_unique=True,
    ),
    "money": Kind(label=_("Money"), type=f.Money, example=_("An amount with its currency: €1,200")),
    "date": Kind(label=_("Date"), type=f.Date, example=_("A day: 31 March 2026")),
    "moment": Kind(label=_("Date and time"), type=f.Moment, example=_("A moment: 31 March 2026, 14:30")),
    "boolean": Kind(label=_("Yes or no"), type=f.Boolean, example=_("A tick")),
    "choice": Kind(
        label=_("Choice"),
        type=f.Choice,
        example=_("One of several"),
        make=toned,
        settings=("is_open",),
        has_options=True,
    ),
    "multi_choice": Kind(
        label=_("Several choices"),
        type=f.MultiChoice,
        example=_("Any of several"),
        make=offered,
        settings=("is_open",),
        has_options=True,
        can_be_fast=False,
    ),
    "tags": Kind(label=_("Tags"), type=f.Tags, example=_("Free words that group records"), can_be_fast=False),
    "link": Kind(
        label=_("Link to a record"),
        type=f.Link,
        example=_("One company, contact, deal …"),
        make=leading,
        settings=("to", *REVERSE),
    ),
    "links": Kind(
        label=_("Links to records"),
        type=f.Links,
        example=_("Several, each with a role if you like"),
        make=leading_to_several,
        settings=("to", *REVERSE),
        has_options=True,
        can_be_fast=False,
    ),
    "user": Kind(label=_("Person"), type=f.Link, example=_("A colleague"), make=to_a_person),
    "email": Kind(
        label=_("E-mail"),
        type=f.Email,
        example="name@example.com",
        can_be_unique=True,
        can_be_searched=True,
    ),
    "phone": Kind(
        label=_("Phone"),
        type=f.Phone,
        example="+386 40 123 456",
        can_be_unique=True,
        can_be_searched=True,
    ),
    "emails": Kind(
        label=_("Several e-mails"),
        type=f.Emails,
        example="office@example.com, sales@example.com",
        can_be_fast=False,
        can_be_searched=True,
    ),
    "phones": Kind(
        label=_("Several phones"),
        type=f.Phones,
        example="+386 40 123 456, +386 1 234 56 78",
        can_be_fast=False,
        can_be_searched=True,
    ),
    "url": Kind(label=_("Web address"), type=f.Url, example="example.com", can_be_searched=True),
    "address": Kind(
        label=_("Address"), type=f.Address, example=_("Street, postcode, city, country"), can_be_searched=True
    ),
    "formula": Kind(
        label=_("Formula"),
        type=f.Number,
        example=_("Worked out of other fields: amount * probability / 100"),
        settings=("formula",),
    ),
    "rollup": Kind(
        label=_("Roll-up"),
        type=f.Number,
        example=_("How many deals a company has, or what they come to"),
        settings=("through", "measure", "measured", "only"),
    ),
    "figure": Kind(
        label=_("Figure"),
        type=f.Number,
        example=_("What an analysis says of a customer"),
        settings=("measured", "unit"),
        is_by_hand=False,
    ),
    "file": Kind(label=_("File"), type=f.File, example=_("A contract, a picture"), can_be_fast=False),
}


def made(definition: Definition, options: Options) -> Field:
    """Return the field that a definition describes; a formula's is made by `formulas`. One whose kind was changed has its values under another key."""
    kind = KINDS[definition["kind"]]
    field = kind.type(
        definition["code"],
        label_of(definition),
        key=definition.get("slot") or f"f{definition['id']}",
        help=definition["help"],
        required=definition["is_required"],
        unique=definition["is_unique"] and kind.can_be_unique,
        searchable=definition["is_searchable"] and kind.can_be_searched,
        sensitive=definition["is_sensitive"],
        **kind.make(definition, options),
    )
    return beginning_with(field, definition["default"])
