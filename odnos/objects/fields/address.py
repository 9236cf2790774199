"""A postal address in five columns, so that a city or a country can be sorted and asked for by itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from markupsafe import Markup

from odnos.lib import countries, html, text
from odnos.objects.context import Context
from odnos.objects.fields.base import Field, Invalid, Keeps, Part

PARTS = (
    ("street", _("Street")),
    ("postcode", _("Postcode")),
    ("city", _("City")),
    ("region", _("Region")),
    ("country", _("Country")),
)
LONGEST = 200


@dataclass(frozen=True)
class Address(Field):
    """A mapping of street, postcode, city, region and country; the missing parts are absent."""

    kind: ClassVar[str] = "address"
    operators: ClassVar[tuple[str, ...]] = ("contains", "empty", "not_empty")
    column_type: ClassVar[str] = "STRUCT"
    keeps: ClassVar[tuple[Keeps, ...]] = ("text", "text", "text", "text", "text")

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(f"{self.stem}_{part}" for part, _label in PARTS)

    @property
    def sort_column(self) -> str:
        return f"{self.stem}_city"

    @property
    def parts(self) -> tuple[Part, ...]:
        return tuple(Part(name=name, label=label) for name, label in PARTS)

    def value(self, columns: Any) -> dict[str, str] | None:
        found = {part: columns[f"{self.stem}_{part}"] for part, _label in PARTS}
        return {part: written for part, written in found.items() if written} or None

    def store(self, value: Mapping[str, str] | None) -> dict[str, Any]:
        return {f"{self.stem}_{part}": (value or {}).get(part, "") for part, _label in PARTS}

    def parse(self, raw: Any, ctx: Context) -> dict[str, str] | None:
        if raw is None or raw == "":
            return None
        given = {"street": raw} if isinstance(raw, str) else raw
        known = {part for part, _label in PARTS}
        if not isinstance(given, Mapping) or not set(given) <= known:
            raise Invalid(_("An address has a street, postcode, city, region and country."))
        written = {part: str(words).strip() for part, words in given.items() if words is not None}
        if any(len(words) > LONGEST or "\x00" in words for words in written.values()):
            raise Invalid(
                _("Use at most %(most)s characters for each part of an address.") % {"most": LONGEST}
            )
        return {part: words for part, words in written.items() if words} or None

    def text(self, value: Mapping[str, str] | None, ctx: Context) -> str:
        """Return one line; the reader's own country goes without saying."""
        country = (value or {}).get("country", "")
        return line(value or {}, "" if country == ctx.country else countries.name(country, ctx.locale))

    def csv(self, value: Mapping[str, str] | None, ctx: Context) -> str:
        return line(value or {}, (value or {}).get("country", ""))

    def index_text(self, value: Mapping[str, str] | None) -> str:
        return " ".join((value or {}).values())

    def schema(self) -> dict[str, Any]:
        properties = {part: {"type": "string", "maxLength": LONGEST} for part, _label in PARTS}
        return {"type": ["object", "null"], "properties": properties, "additionalProperties": False}

    def condition(self, operator: str, raw: Any, ctx: Context) -> Q:
        if operator == "contains":
            needle = text.fold(str(raw))
            return Q.create([Q(**{f"{column}__folded_contains": needle}) for column in self.columns], Q.OR)
        blank = Q(**dict.fromkeys(self.columns, ""))
        return blank if operator == "empty" else ~blank

    def widget(self, value: Any, ctx: Context, *, prefix: str = "") -> Markup:
        given = value or {}
        name = f"{prefix}{self.name}"
        inputs = (
            html.tag(
                "input",
                class_="input",
                type="text",
                name=f"{name}_{part}",
                id=f"field-{name}" if position == 0 else None,
                value=given.get(part, ""),
                placeholder=str(label),
                aria_label=str(label),
            )
            for position, (part, label) in enumerate(PARTS)
        )
        return html.tag("span", *inputs, class_="input-address")

    def from_form(self, form: Mapping[str, str], *, prefix: str = "") -> Any:
        return {part: form.get(f"{prefix}{self.name}_{part}", "") for part, _label in PARTS}


def line(given: Mapping[str, str], country: str) -> str:
    place = " ".join(filter(None, (given.get("postcode"), given.get("city"))))
    return ", ".join(filter(None, (given.get("street"), place, given.get("region"), country)))
