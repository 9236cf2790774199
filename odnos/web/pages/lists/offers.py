"""Records to choose from where there are few: stages, pipelines, teams, people, products."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from odnos.engine.access.actor import Actor
from odnos.engine.filters.tree import Node
from odnos.engine.records import read
from odnos.engine.records.row import Row
from odnos.objects.access import Everyone
from odnos.objects.context import Context
from odnos.objects.registry import ObjectType

Option = tuple[str, str]


def of(kind: ObjectType, *, by: Actor, ctx: Context, limit: int, filter: Node | None = None) -> list[Option]:
    """Return (id, title) of every record, in their order; none where there are more than `limit`, or not for everyone."""
    if not isinstance(kind.access, Everyone):
        return []
    sort = "position" if "position" in kind.by_name else kind.title
    belongs = next((field.name for field in kind.fields if field.required and field.kind == "link"), "")
    columns = (kind.title, *((belongs,) if belongs else ()))
    rows = next(
        read.iterate(kind, by=by, at=ctx.at, sort=sort, columns=columns, filter=filter, batch=limit + 1), []
    )
    return [] if len(rows) > limit else named(rows, belongs, by=by, ctx=ctx)


def named(rows: Sequence[Row], belongs: str, *, by: Actor, ctx: Context) -> list[Option]:
    """Say of records that share their title what they belong to: “Offer · Renewals”."""
    shared = {title for title, number in Counter(row.title for row in rows).items() if number > 1}
    if not (shared and belongs):
        return [(str(row.id), row.title) for row in rows]
    field = rows[0].type.field(belongs)
    known = by.context(ctx.at, read.titles(read.references(rows, [belongs]), by=by))
    ordered = sorted(rows, key=lambda row: row[belongs] or 0)
    return [(str(row.id), f"{row.title} · {field.text(row[belongs], known)}") for row in ordered]
