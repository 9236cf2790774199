"""Two people changed one record: both values side by side, and the later one decides."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from markupsafe import Markup

from odnos.engine.records import read
from odnos.engine.records.errors import Conflict
from odnos.objects.context import Context
from odnos.objects.fields import Field, Invalid
from odnos.objects.registry import ObjectType
from odnos.web.jinja import render


def dialog(
    request: HttpRequest, kind: ObjectType, error: Conflict, values: Mapping[str, Any], *, action: str
) -> HttpResponse:
    """Answer with what stands there now beside what was to be written; sending it again writes over it."""
    visit = request.visit  # type: ignore[attr-defined]
    row = error.current
    ctx = visit.ctx()
    wanted = {name: parsed(kind.field(name), raw, ctx) for name, raw in values.items()}
    refs = {
        ref
        for name, value in wanted.items()
        for given in (value, row[name])
        for ref in kind.field(name).references(given)
    }
    ctx = visit.ctx(read.titles(refs, by=visit.by))
    names = read.titles(
        {("user", row.columns["updated_by_id"])} if row.columns.get("updated_by_id") else (), by=visit.by
    )
    context = {
        "action": action,
        "version": row.version,
        "title": row.title,
        "who": next(iter(names.values()), None) or "",
        "fields": [side_by_side(kind.field(name), row[name], value, ctx) for name, value in wanted.items()],
        "others": [
            kind.field(name).label for name in sorted(error.fields - values.keys()) if name in kind.by_name
        ],
        "values": flat(values),
        "page": not request.headers.get("HX-Request"),
    }
    block = "dialog" if request.headers.get("HX-Request") else ""
    return render(request, "pages/list_conflict.html", context, block=block, status=409)


def parsed(field: Field, raw: Any, ctx: Context) -> Any:
    try:
        return field.parse(raw, ctx)
    except Invalid:
        return None


def side_by_side(field: Field, theirs: Any, mine: Any, ctx: Context) -> dict[str, Markup | Any]:
    return {"label": field.label, "theirs": field.html(theirs, ctx), "mine": field.html(mine, ctx)}


def flat(values: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """Return form values as they came, so that the form can be sent again."""
    found: list[tuple[str, Any]] = []
    for name, raw in values.items():
        if isinstance(raw, Mapping):
            found += [(name, raw.get("amount", "")), (f"{name}_currency", raw.get("currency", ""))]
        elif isinstance(raw, list | tuple):
            found += [(name, item) for item in raw]
        else:
            found.append((name, "" if raw is None else raw))
    return found
