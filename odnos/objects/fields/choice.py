"""Yes or no, one of several, several of several."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from markupsafe import Markup

from odnos.lib import html, text
from odnos.objects.context import Context
from odnos.objects.fields.base import Field, Invalid, Keeps, SideCondition
from odnos.objects.labels import Label

MOST = 1000
"""Values in one field of one record: more would be a table, and a write that never ends."""
YES = frozenset(text.fold(word) for word in ("1", "true", "yes", "y", "on", "да", "истина", "da", "x", "✓"))
NO = frozenset(text.fold(word) for word in ("0", "false", "no", "n", "off", "нет", "ложь", "ne"))


@dataclass(frozen=True)
class Boolean(Field):
    """Yes or no; never empty."""

    kind: ClassVar[str] = "boolean"
    operators: ClassVar[tuple[str, ...]] = ("is",)
    column_type: ClassVar[str] = "BOOLEAN"
    keeps: ClassVar[tuple[Keeps, ...]] = ("flag",)
    empty: ClassVar[Any] = False

    def parse(self, raw: Any, ctx: Context) -> bool:
        if raw is None or raw == "" or isinstance(raw, bool):
            return bool(raw)
        word = text.fold(str(raw))
        if word in YES or word in NO:
            return word in YES
        raise Invalid(_("“%(written)s” is neither yes nor no.") % {"written": str(raw)[:40]})

    def is_empty(self, value: Any) -> bool:
        return value is None

    def text(self, value: bool | None, ctx: Context) -> str:
        return str(_("Yes") if value else _("No"))

    def csv(self, value: bool | None, ctx: Context) -> Any:
        return bool(value)

    def index_text(self, value: bool | None) -> str:
        return ""

    def schema(self) -> dict[str, Any]:
        return {"type": "boolean"}

    def widget(self, value: Any, ctx: Context, *, prefix: str = "") -> Markup:
        attributes = self.attributes(prefix) | {"class_": "checkbox", "required": False}
        return html.tag("input", **attributes, type="checkbox", value="1", checked=bool(value))


@dataclass(frozen=True)
class Choice(Field):
    """One of `choices` (key, label, tone). An `open` one takes any other text too and offers the known ones.

    What was offered once stands in `former`: records that have it keep it under its name, programs may write it back by
    its key, and conditions find it; it is offered to nobody.
    """

    choices: tuple[tuple[str, Label], ...] = ()
    former: tuple[tuple[str, Label], ...] = ()
    tones: Mapping[str, str] | None = None
    open: bool = False

    kind: ClassVar[str] = "choice"
    empty: ClassVar[Any] = ""

    def value(self, columns: Any) -> Any:
        return columns[self.column] or None

    def parse(self, raw: Any, ctx: Context) -> Any:
        written = "" if raw is None else str(raw).strip()
        if not written or written in self.names:
            return written or None
        folded = text.fold(written)
        for key, label in self.choices:
            if folded in (text.fold(key), text.fold(str(label))):
                return key
        if self.open and len(written) <= 100 and "\x00" not in written:
            return written
        offered = ", ".join(str(label) for _key, label in self.choices)
        raise Invalid(
            _("“%(written)s” is not one of: %(offered)s.") % {"written": written[:60], "offered": offered}
        )

    @property
    def names(self) -> dict[str, Label]:
        """What each value is called, also of those that are offered no more."""
        return dict((*self.choices, *self.former))

    def offered_beside(self, chosen: Sequence[str]) -> tuple[tuple[str, Label], ...]:
        """Return what a form offers where `chosen` stands: that may stay, also if it is offered no more."""
        return (*self.choices, *(item for item in self.former if item[0] in chosen))

    def text(self, value: str | None, ctx: Context) -> str:
        return str(self.names.get(value or "", value or ""))

    def html(self, value: str | None, ctx: Context) -> Markup:
        if not value:
            return Markup()
        return html.tag(
            "span", self.text(value, ctx), class_="badge", data_tone=(self.tones or {}).get(value, "plain")
        )

    def schema(self) -> dict[str, Any]:
        if self.open:
            return {"type": ["string", "null"], "maxLength": 100}
        return {"type": ["string", "null"], "enum": [*self.names, None]}

    def widget(self, value: Any, ctx: Context, *, prefix: str = "") -> Markup:
        attributes = self.attributes(prefix)
        if self.open:
            name = f"list-{attributes['id']}"
            known = html.tag(
                "datalist", *(html.tag("option", value=str(label)) for _key, label in self.choices), id=name
            )
            return (
                html.tag("input", **attributes, type="text", list=name, value=self.text(value, ctx)) + known
            )
        blank = [] if self.required and value else [html.option("", "—", selected=not value)]
        beside = self.offered_beside([str(value)])
        offered = [html.option(key, str(label), selected=key == value) for key, label in beside]
        return html.tag("select", *blank, *offered, **attributes)


@dataclass(frozen=True)
class MultiChoice(Choice):
    """Several of `choices`, kept in a JSON list for reading and in the side table for filtering."""

    sortable: bool = False

    kind: ClassVar[str] = "multi_choice"
    operators: ClassVar[tuple[str, ...]] = ("is", "is_not", "in", "not_in", "empty", "not_empty")
    column_type: ClassVar[str] = "VARCHAR[]"
    keeps: ClassVar[tuple[Keeps, ...]] = ("json",)
    empty: ClassVar[Any] = ()

    def value(self, columns: Any) -> tuple[str, ...]:
        return tuple(columns[self.column] or ())

    def kept(self, value: Sequence[str] | None) -> list[str]:
        return list(value or ())

    def parse(self, raw: Any, ctx: Context) -> tuple[str, ...]:
        items = split(raw) if isinstance(raw, str) else raw or ()
        if not isinstance(items, Sequence):
            raise Invalid(_("This takes a list of values."))
        if len(items) > MOST:
            raise Invalid(_("At most %(most)s values fit here.") % {"most": MOST})
        chosen = (super(MultiChoice, self).parse(item, ctx) for item in items)
        return tuple(dict.fromkeys(key for key in chosen if key))

    def text(self, value: Sequence[str] | None, ctx: Context) -> str:
        return ", ".join(str(self.names.get(key, key)) for key in value or ())

    def html(self, value: Sequence[str] | None, ctx: Context) -> Markup:
        badges = (html.tag("span", str(self.names.get(key, key)), class_="badge") for key in value or ())
        return Markup(" ").join(badges)

    def json(self, value: Sequence[str] | None) -> list[str]:
        return list(value or ())

    def index_text(self, value: Sequence[str] | None) -> str:
        return " ".join(str(self.names.get(key, key)) for key in value or ())

    def side_values(self, value: Sequence[str] | None) -> tuple[str, ...]:
        """Return the folded values by which the side table finds a record."""
        return tuple(text.fold(item) for item in value or ())

    def schema(self) -> dict[str, Any]:
        item = {"type": "string"} if self.open else {"type": "string", "enum": list(self.names)}
        return {"type": "array", "items": item}

    def condition(self, operator: str, raw: Any, ctx: Context) -> SideCondition:
        if operator in ("empty", "not_empty"):
            return SideCondition(field=self, values=None, negate=operator == "empty")
        given = self.side_values(self.parse(raw if isinstance(raw, list | tuple) else [raw], ctx))
        return SideCondition(field=self, values=given, negate=operator in ("is_not", "not_in"))

    def widget(self, value: Any, ctx: Context, *, prefix: str = "") -> Markup:
        attributes = self.attributes(prefix)
        if self.open:
            shown = value if isinstance(value, str) else ", ".join(value or ())
            return html.tag("input", **attributes, type="text", value=shown)
        chosen = set(value or ())
        known = self.offered_beside(sorted(chosen))
        offered = [html.option(key, str(label), selected=key in chosen) for key, label in known]
        return html.tag("select", *offered, **attributes, multiple=True)

    def from_form(self, form: Any, *, prefix: str = "") -> Any:
        name = f"{prefix}{self.name}"
        several = form.getlist(name) if hasattr(form, "getlist") else [form.get(name, "")]
        return several if len(several) != 1 else several[0]


@dataclass(frozen=True)
class Tags(MultiChoice):
    """Free words that group records."""

    open: bool = True

    kind: ClassVar[str] = "tags"


def split(written: str) -> list[str]:
    """Return the values of a list typed as `a, b; c` or on lines."""
    separated = written.replace(";", ",").replace("\n", ",")
    return [item.strip() for item in separated.split(",") if item.strip()]
