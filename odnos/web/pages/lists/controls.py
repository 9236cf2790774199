"""The control for a value: the field's own, or a plain choice where there are few records to choose from."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from markupsafe import Markup

from odnos.engine.filters.tree import Condition, Node
from odnos.engine.records import read
from odnos.engine.records.row import Row
from odnos.lib import html
from odnos.objects.context import Context
from odnos.objects.fields import Field
from odnos.objects.registry import registry
from odnos.web.pages.lists import offers

FEW = 60


def control(request: HttpRequest, row: Row | None, field: Field, value: Any) -> Markup:
    """Return the form control of `field`, for a row or for many."""
    visit = request.visit  # type: ignore[attr-defined]
    known = value if not isinstance(value, str) or not field.names_records else None
    ctx = visit.ctx(read.titles(field.references(known), by=visit.by))
    if offered := options(field, row, visit.by, ctx):
        return choice(field, offered, value, ctx)
    return field.widget(value, ctx)


def options(field: Field, row: Row | None, by: Any, ctx: Context) -> list[tuple[str, str]]:
    """Return the records to choose from, or nothing where there are too many to list."""
    if field.kind not in ("link", "stage"):
        return []
    return offers.of(registry.get(field.to), by=by, ctx=ctx, limit=FEW, filter=narrowed(field, row))  # type: ignore[attr-defined]


def narrowed(field: Field, row: Row | None) -> Node | None:
    """A stage is chosen among those of the record's own pipeline."""
    through = getattr(field, "pipeline", "")
    if not through or row is None or row[through] is None:
        return None
    return Condition((through,), "is", str(row[through]))


def choice(field: Field, offered: list[tuple[str, str]], value: Any, ctx: Context) -> Markup:
    chosen = str(value or "")
    blank = [] if field.required and chosen else [html.option("", "—", selected=not chosen)]
    if chosen and chosen not in dict(offered):
        offered = [(chosen, field.text(value, ctx)), *offered]
    listed = [html.option(key, label, selected=key == chosen) for key, label in offered]
    return html.tag("select", *blank, *listed, **field.attributes(""))
