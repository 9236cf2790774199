"""Records as JSON, and JSON as answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import orjson
from django.http import HttpResponse

from odnos.engine.access.actor import Actor
from odnos.engine.records import read
from odnos.engine.records.row import Row
from odnos.objects.registry import ObjectType


def json(
    body: Any,
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    media_type: str = "application/json",
) -> HttpResponse:
    """Return `body` as an answer."""
    return HttpResponse(
        orjson.dumps(body), status=status, content_type=media_type, headers=dict(headers or {})
    )


def etag(version: int) -> str:
    return f'"{version}"'


def address(row: Row) -> str:
    """Return where the API has this record."""
    return f"/api/v1/{row.type.plural_key}/{row.id}"


def records(
    object_type: ObjectType, rows: Iterable[Row], names: Sequence[str] | None = None
) -> list[dict[str, Any]]:
    """Return rows as JSON objects of the fields `names`, of all for None. What every row needs is looked up once."""
    cells = [
        (field.name, field.value, field.json)
        for field in (object_type.all_fields if names is None else map(object_type.field, names))
    ]
    found = []
    for row in rows:
        columns = row.columns
        shown: dict[str, Any] = {"id": columns["id"], "version": columns["version"]}
        for name, value, written in cells:
            shown[name] = written(value(columns))
        found.append(shown)
    return found


def record(row: Row, names: Sequence[str] | None = None) -> dict[str, Any]:
    """Return one row as a JSON object."""
    return records(row.type, [row], names)[0]


def titles(rows: Sequence[Row], names: Iterable[str], *, by: Actor) -> dict[str, str | None]:
    """Return the titles of the records that the fields `names` name, by `object:id`; None for what `by` may not see."""
    linked = [name for name in names if rows and rows[0].type.field(name).names_records]
    shown = read.titles(read.references(rows, linked), by=by)
    return {f"{key}:{record_id}": title for (key, record_id), title in shown.items()}
