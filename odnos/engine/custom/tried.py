"""A formula tried while it is written: of which kind its result is, and what it comes to for the newest record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from odnos.engine.access.actor import Actor
from odnos.engine.custom import formulas
from odnos.engine.records import read
from odnos.engine.records.row import Row
from odnos.lib.formula import names
from odnos.objects.fields.follows import Path
from odnos.objects.labels import Label
from odnos.objects.registry import ObjectType, registry


@dataclass(frozen=True, kw_only=True)
class Tried:
    """The kind of the result; the record that it was worked out for ("" for none) and what came out."""

    result: Label
    title: str = ""
    shown: str = ""


def tried(written: str, object_type: ObjectType, *, by: Actor, at: dt.datetime) -> Tried:
    """Return what a formula makes. Raises FormulaError. What is sensitive is not read for a try."""
    node, kind = formulas.checked(written, object_type.key)
    label = dict(formulas.RESULTS)[kind]
    rows = read.query(object_type, by=by, at=at, limit=1).rows
    if not rows or any(is_sensitive(object_type, path) for path in names(node)):
        return Tried(result=label)
    ctx = by.context(at)
    settings: dict[str, Any] = {"places": 4} if kind == "number" else {}
    field = formulas.TYPES[kind]("result", **settings)
    others = linked(rows[0], names(node), by=by)
    found = formulas.follows(node, kind).work(lambda path: value(rows[0], path, others), ctx.today)
    return Tried(result=label, title=rows[0].title, shown=field.text(found, ctx))


def is_sensitive(object_type: ObjectType, path: Path) -> bool:
    item = object_type.field(path[0])
    if len(path) == 1:
        return item.sensitive
    return item.sensitive or registry.get(str(getattr(item, "to", ""))).field(path[1]).sensitive


def linked(row: Row, paths: Iterable[Path], *, by: Actor) -> dict[str, Row | None]:
    """Return the records that a record names in the links of some paths."""
    links = {path[0] for path in paths if len(path) == 2 and row[path[0]]}
    kinds = {link: registry.get(str(getattr(row.type.field(link), "to", ""))) for link in links}
    return {link: read.get_many(kind, [row[link]], by=by).get(row[link]) for link, kind in kinds.items()}


def value(row: Row, path: Path, others: dict[str, Row | None]) -> Any:
    if len(path) == 1:
        return row[path[0]]
    other = others.get(path[0])
    return None if other is None else other[path[1]]
