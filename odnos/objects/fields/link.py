"""The name of one other record."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from markupsafe import Markup

from odnos.lib import html
from odnos.objects.context import Context, Reference
from odnos.objects.fields.base import Field, Keeps
from odnos.objects.fields.naming import id_of, shown_record
from odnos.objects.labels import Label


@dataclass(frozen=True)
class Link(Field):
    """One record of the object `to`, kept as `<name>_id`. A condition may go on through it: `company.industry`.

    `parent` links decide who may see and change the record that holds them. With a `reverse_label` the records that name
    one stand on its page, under that name.
    """

    to: str = ""
    parent: bool = False
    reverse_label: Label = ""
    sortable: bool = False

    kind: ClassVar[str] = "link"
    names_records: ClassVar[bool] = True
    column_type: ClassVar[str] = "BIGINT"
    keeps: ClassVar[tuple[Keeps, ...]] = ("whole",)

    @property
    def column(self) -> str:
        return f"{self.stem}_id"

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
