"""The name of one record of any object."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from markupsafe import Markup

from odnos.lib import html
from odnos.objects.context import Context, Reference
from odnos.objects.fields.base import Field, Invalid, Keeps
from odnos.objects.fields.naming import id_of, shown_record


@dataclass(frozen=True)
class About(Field):
    """One record of any object, kept as `<name>_object` and `<name>_id`."""

    parent: bool = False
    sortable: bool = False

    kind: ClassVar[str] = "reference"
    names_records: ClassVar[bool] = True
    operators: ClassVar[tuple[str, ...]] = ("is", "empty", "not_empty")
    column_type: ClassVar[str] = "STRUCT"
    keeps: ClassVar[tuple[Keeps, ...]] = ("text", "whole")

    @property
    def columns(self) -> tuple[str, ...]:
        return (f"{self.stem}_object", f"{self.stem}_id")

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
