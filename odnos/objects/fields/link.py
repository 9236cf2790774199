"""Names of other records: one, several with a role each, or one of any kind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from markupsafe import Markup

from odnos.lib import html
from odnos.objects.context import Context, Reference
from odnos.objects.fields.base import Field, Invalid, SideCondition
from odnos.objects.labels import Label

LARGEST_ID = 2**63 - 1


@dataclass(frozen=True)
class Link(Field):
    """One record of the object `to`, kept as `<name>_id`. A condition may go on through it: `company.industry`.

    `parent` links decide who may see and change the record that holds them.
    """

    to: str = ""
    parent: bool = False
    sortable: bool = False

    kind: ClassVar[str] = "link"
    names_records: ClassVar[bool] = True
    column_type: ClassVar[str] = "BIGINT"

    @property
    def column(self) -> str:
        return f"{self.name}_id"

    def parse(self, raw: Any, ctx: Context) -> int | None:
        return id_of(raw)

    def operand(self, raw: Any, ctx: Context) -> Any:
        if self.to == "user" and raw == "me":
            return ctx.user_id or 0
        if self.to == "team" and raw == "mine":
            return ctx.team_id or 0
        return self.parse(raw, ctx)

    def text(self, value: int | None, ctx: Context) -> str:
        if value is None:
            return ""
        title = ctx.titles.get((self.to, value))
        return str(_("Hidden")) if title is None else title

    def html(self, value: int | None, ctx: Context) -> Markup:
        return Markup() if value is None else shown_record((self.to, value), ctx)

    def references(self, value: int | None) -> Iterable[Reference]:
        return () if value is None else ((self.to, value),)

    def index_text(self, value: Any) -> str:
        return ""

    def schema(self) -> dict[str, Any]:
        return {"type": ["integer", "null"], "x-links-to": self.to}

    def widget(self, value: Any, ctx: Context, *, prefix: str = "") -> Markup:
        attributes = self.attributes(prefix)
        chosen = value if isinstance(value, int) else None
        hidden = html.tag(
            "input", type="hidden", name=attributes["name"], value=chosen if chosen is not None else ""
        )
        typed = html.tag(
            "input",
            **attributes | {"name": None},
            type="text",
            value=self.text(chosen, ctx),
            role="combobox",
            autocomplete="off",
        )
        return html.tag("x-combo", hidden, typed, object=self.to, name=attributes["name"])


@dataclass(frozen=True)
class Stage(Link):
    """The stage of a pipeline; shown with the colour of its kind and drawn as a path on the record page."""

    to: str = "stage"
    pipeline: str = "pipeline"

    kind: ClassVar[str] = "stage"


@dataclass(frozen=True)
class About(Field):
    """One record of any object, kept as `<name>_object` and `<name>_id`."""

    parent: bool = False
    sortable: bool = False

    kind: ClassVar[str] = "reference"
    names_records: ClassVar[bool] = True
    operators: ClassVar[tuple[str, ...]] = ("is", "empty", "not_empty")
    column_type: ClassVar[str] = "STRUCT"

    @property
    def columns(self) -> tuple[str, ...]:
        return (f"{self.name}_object", f"{self.name}_id")

    def value(self, columns: Any) -> Reference | None:
        key, record_id = (columns[column] for column in self.columns)
        return (key, record_id) if key and record_id else None

    def store(self, value: Reference | None) -> dict[str, Any]:
        key, record_id = value or ("", None)
        return dict(zip(self.columns, (key, record_id), strict=True))

    def parse(self, raw: Any, ctx: Context) -> Reference | None:
        if raw is None or raw == "":
            return None
        number: Any
        if isinstance(raw, str):
            key, _colon, number = raw.partition(":")
        elif isinstance(raw, Mapping):
            key, number = str(raw.get("object", "")), raw.get("id")
        elif isinstance(raw, Sequence) and len(raw) == 2:
            key, number = raw
        else:
            key, number = "", None
        record_id = id_of(number)
        if not key or record_id is None:
            raise Invalid(_("Name a record as object:id, such as deal:12."))
        return key, record_id

    def text(self, value: Reference | None, ctx: Context) -> str:
        if value is None:
            return ""
        title = ctx.titles.get(value)
        return str(_("Hidden")) if title is None else title

    def html(self, value: Reference | None, ctx: Context) -> Markup:
        return Markup() if value is None else shown_record(value, ctx)

    def json(self, value: Reference | None) -> dict[str, Any] | None:
        return None if value is None else {"object": value[0], "id": value[1]}

    def references(self, value: Reference | None) -> Iterable[Reference]:
        return () if value is None else (value,)

    def index_text(self, value: Any) -> str:
        return ""

    def schema(self) -> dict[str, Any]:
        properties = {"object": {"type": "string"}, "id": {"type": "integer"}}
        return {"type": ["object", "null"], "properties": properties, "required": ["object", "id"]}

    def condition(self, operator: str, raw: Any, ctx: Context) -> Q:
        _key, number = self.columns
        if operator == "is":
            value = self.parse(raw, ctx)
            return Q(**self.store(value))
        blank = Q(**{f"{number}__isnull": True})
        return blank if operator == "empty" else ~blank

    def widget(self, value: Any, ctx: Context, *, prefix: str = "") -> Markup:
        shown = f"{value[0]}:{value[1]}" if isinstance(value, tuple) else value or ""
        return html.tag("input", **self.attributes(prefix), type="hidden", value=shown)


class Linked(NamedTuple):
    """A record named by a link with role."""

    id: int
    role: str = ""


@dataclass(frozen=True)
class Links(Field):
    """Several records of the object `to`, each with an optional role, in the side table that is indexed both ways."""

    to: str = ""
    roles: tuple[tuple[str, Label], ...] = ()
    reverse_label: Label = ""
    sortable: bool = False

    kind: ClassVar[str] = "links"
    names_records: ClassVar[bool] = True
    operators: ClassVar[tuple[str, ...]] = ("is", "is_not", "in", "not_in", "empty", "not_empty")
    column_type: ClassVar[str] = "BIGINT[]"
    empty: ClassVar[Any] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        return ()

    def value(self, columns: Any) -> tuple[Linked, ...]:
        return tuple(columns.get(self.name) or ())

    def store(self, value: Any) -> dict[str, Any]:
        return {}

    def parse(self, raw: Any, ctx: Context) -> tuple[Linked, ...]:
        if raw is None or raw == "":
            return ()
        items = raw.split(",") if isinstance(raw, str) else raw if isinstance(raw, Sequence) else [raw]
        linked = (self.linked(item) for item in items)
        return tuple({item.id: item for item in linked if item}.values())

    def linked(self, raw: Any) -> Linked | None:
        if isinstance(raw, Linked):
            return raw
        given = raw if isinstance(raw, Mapping) else {"id": raw}
        record_id, role = id_of(given.get("id")), str(given.get("role") or "")
        if role and role not in dict(self.roles):
            offered = ", ".join(key for key, _label in self.roles)
            raise Invalid(
                _("“%(written)s” is not one of: %(offered)s.") % {"written": role[:60], "offered": offered}
            )
        return None if record_id is None else Linked(record_id, role)

    def text(self, value: Sequence[Linked] | None, ctx: Context) -> str:
        return ", ".join(self.one(item, ctx) for item in value or ())

    def one(self, item: Linked, ctx: Context) -> str:
        title = ctx.titles.get((self.to, item.id)) or str(_("Hidden"))
        return f"{title} ({dict(self.roles)[item.role]})" if item.role else title

    def html(self, value: Sequence[Linked] | None, ctx: Context) -> Markup:
        return Markup(", ").join(shown_record((self.to, item.id), ctx) for item in value or ())

    def json(self, value: Sequence[Linked] | None) -> list[dict[str, Any]]:
        return [{"id": item.id, "role": item.role or None} for item in value or ()]

    def references(self, value: Sequence[Linked] | None) -> Iterable[Reference]:
        return ((self.to, item.id) for item in value or ())

    def index_text(self, value: Any) -> str:
        return ""

    def schema(self) -> dict[str, Any]:
        role = {"type": ["string", "null"], "enum": [*dict(self.roles), None]}
        item = {"type": "object", "properties": {"id": {"type": "integer"}, "role": role}, "required": ["id"]}
        return {"type": "array", "items": item, "x-links-to": self.to}

    def input_schema(self) -> dict[str, Any]:
        """A bare id is a link without a role."""
        whole = self.schema()
        item = {"anyOf": [{**whole["items"], "additionalProperties": False}, {"type": "integer"}]}
        return {**whole, "type": ["array", "null"], "items": item}

    def condition(self, operator: str, raw: Any, ctx: Context) -> SideCondition:
        if operator in ("empty", "not_empty"):
            return SideCondition(field=self, values=None, negate=operator == "empty")
        given = raw if isinstance(raw, list | tuple) else [raw]
        ids = tuple(id_of(item) or 0 for item in given)
        return SideCondition(field=self, values=ids, negate=operator in ("is_not", "not_in"))

    def widget(self, value: Any, ctx: Context, *, prefix: str = "") -> Markup:
        name = f"{prefix}{self.name}"
        chosen = value if isinstance(value, str) else ",".join(str(item.id) for item in value or ())
        hidden = html.tag("input", type="hidden", name=name, value=chosen)
        typed = html.tag(
            "input", class_="input", type="text", id=f"field-{name}", role="combobox", autocomplete="off"
        )
        return html.tag("x-combo", hidden, typed, object=self.to, name=name, multiple=True)


def id_of(raw: Any) -> int | None:
    """Return the record id that `raw` writes. Raises Invalid for anything but a whole positive number."""
    if raw is None or raw == "":
        return None
    if isinstance(raw, str) and len(raw) < 40 and raw.strip().isdecimal():
        raw = int(raw)
    if isinstance(raw, bool) or not isinstance(raw, int) or not 0 < raw <= LARGEST_ID:
        raise Invalid(_("Choose a record from the list."))
    return raw


def shown_record(reference: Reference, ctx: Context) -> Markup:
    """Return the linked title of a record, or a word for one that the reader may not see."""
    title = ctx.titles.get(reference)
    if title is None:
        return html.tag("span", _("Hidden"), class_="hidden-record")
    return html.tag("a", title, href=address_of(reference), class_="record-link")


def address_of(reference: Reference) -> str:
    """Return the address of a record's page."""
    from odnos.objects.registry import registry  # fields are read before the registry exists

    key, number = reference
    return f"/{registry.get(key).plural_key}/{number}" if key in registry else ""
