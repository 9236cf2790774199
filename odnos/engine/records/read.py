"""The one read path: reach → filter → keyset page. Whoever wants records asks here, and gets of them what they may know."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db import connection
from django.db.models import CharField, Q, QuerySet, Value

from odnos.engine.access import rights, scope
from odnos.engine.access.actor import Actor
from odnos.engine.access.fields import safe, whole
from odnos.engine.filters.tree import Node
from odnos.engine.records import finding, paging
from odnos.engine.records.contains import Lookups
from odnos.engine.records.errors import NotFound
from odnos.engine.records.finding import CAP
from odnos.engine.records.kept import real
from odnos.engine.records.question import STATEMENTS, Question
from odnos.engine.records.reach import reach
from odnos.engine.records.row import Row, title_of
from odnos.engine.tables.among import Among, ids_given
from odnos.objects.context import Reference
from odnos.objects.fields import Linked
from odnos.objects.registry import ObjectType, registry

ALWAYS = ("id", "version", "owner_id", "team_id", "deleted_at")
LINKED = """SELECT record_id, field, to_id, role FROM records_recordlink
WHERE object_key = %s AND record_id IN ({}) AND field IN ({}) ORDER BY position, id"""


@dataclass(frozen=True, kw_only=True)
class Count:
    """How many records there are; `capped` when there are more than `number`."""

    number: int
    capped: bool


@dataclass(frozen=True, kw_only=True)
class Page:
    """Some records in their order, the cursors of the pages beside them, and how many there are in all."""

    rows: Sequence[Row]
    next: str | None
    previous: str | None
    count: Count

    def references(self, names: Iterable[str]) -> set[Reference]:
        """Return the records that the fields `names` of these rows name."""
        return references(self.rows, names)


def query(
    object_type: ObjectType,
    *,
    by: Actor,
    at: dt.datetime,
    filter: Node | None = None,
    sort: str | Sequence[str] = "-updated_at",
    columns: Iterable[str] | None = None,
    after: str | None = None,
    limit: int = 50,
    deleted: bool = False,
) -> Page:
    """Return one page of the records that `by` may see and that match `filter`. Raises FilterError.

    A small result is found by its conditions and then sorted; a large one is met soon enough by walking along the
    order's index. One probe of at most a thousand ids decides, and is the capped count as well.
    """
    asked = asking(object_type, by=by, at=at, filter=filter, lookups=Lookups(by=by, deleted=deleted))
    object_type = asked.object_type
    order = paging.order_of(object_type, sort if isinstance(sort, str) else sort[0], filter)
    position = paging.decode(order, after) if after else None
    ids = finding.probed(asked)
    names = column_names(object_type, columns, order.column)
    wanted = finding.Wanted(order=order, position=position, columns=names, limit=limit + 1)
    taken = finding.walked(asked, wanted) if len(ids) > CAP else finding.among(asked, wanted, ids)
    rows, before, behind = cut(taken, limit, position)
    return Page(
        rows=rows_of(object_type, rows, columns),
        next=edge(rows[-1], order, backward=False) if behind and rows else None,
        previous=edge(rows[0], order, backward=True) if before and rows else None,
        count=Count(number=min(len(ids), CAP), capped=len(ids) > CAP),
    )


def matching(
    object_type: ObjectType,
    *,
    by: Actor,
    at: dt.datetime,
    filter: Node | None,
    lookups: Lookups | None = None,
) -> QuerySet[Any]:
    """Return the query of records that `by` may see and that match `filter`."""
    lookups = lookups or Lookups(by=by)
    found = asked_for(object_type, by=by, at=at, filter=filter, lookups=lookups)
    reached = scope.condition(object_type, by=by)
    return found.filter(reached) if reached != Q() else found


def asked_for(
    object_type: ObjectType, *, by: Actor, at: dt.datetime, filter: Node | None, lookups: Lookups
) -> QuerySet[Any]:
    """Return the query of records that match `filter`, whosever they are: to be narrowed to what `by` reaches."""
    return asking(object_type, by=by, at=at, filter=filter, lookups=lookups).candidates


def asking(
    object_type: ObjectType, *, by: Actor, at: dt.datetime, filter: Node | None, lookups: Lookups
) -> Question:
    """Return what is asked of an object's records, as far as `by` may see any and knows their fields. Raises Denied."""
    rights.check(by, "see", object_type)
    return Question(object_type=safe(object_type, by=by), by=by, at=at, filter=filter, lookups=lookups)


def cut(
    taken: list[dict[str, Any]], limit: int, position: paging.Position | None
) -> tuple[list[dict[str, Any]], bool, bool]:
    """Return the page's rows out of one too many, and whether there is a page before and one behind."""
    more = len(taken) > limit
    if position and position.backward:
        return taken[1:] if more else taken, more, True
    return taken[:limit], position is not None, more


def edge(row: Mapping[str, Any], order: paging.Order, *, backward: bool) -> str:
    return paging.encode(paging.Position(value=row[order.column], id=row["id"], backward=backward))


def column_names(object_type: ObjectType, names: Iterable[str] | None, *also: str) -> list[str]:
    """Return the table's columns that hold the fields `names` (all of them for None), and those every row needs."""
    fields = (
        object_type.all_fields
        if names is None
        else [object_type.field(name) for name in (*names, object_type.title)]
    )
    placed = ("territory_id",) if "territory" in object_type.by_name else ()
    wanted = [*ALWAYS, *placed, *also, *(column for field in fields for column in field.columns)]
    parent = object_type.parent_field
    return real(object_type, [*wanted, *(parent.columns if parent else ())])


def rows_of(
    object_type: ObjectType, found: Sequence[dict[str, Any]], names: Iterable[str] | None
) -> list[Row]:
    """Return rows with their links beside the columns."""
    rows = [Row(object_type, columns) for columns in found]
    every = object_type.by_name if names is None else names
    beside = [name for name in every if not object_type.field(name).columns]
    if beside and rows:
        load_links(object_type, rows, beside)
    return rows


def load_links(object_type: ObjectType, rows: Sequence[Row], names: Sequence[str]) -> None:
    kept: dict[tuple[int, str], list[Linked]] = defaultdict(list)
    with connection.cursor() as cursor:  # asked for every page: building a query takes longer than running it
        ids, fields = ", ".join(["%s"] * len(rows)), ", ".join(["%s"] * len(names))
        cursor.execute(LINKED.format(ids, fields), [object_type.key, *(row.id for row in rows), *names])
        for record_id, name, to_id, role in cursor.fetchall():
            kept[record_id, name].append(Linked(to_id, role))
    for row in rows:
        for name in names:
            row.columns[name] = tuple(kept[row.id, name])


def get(
    object_type: ObjectType,
    record_id: int,
    *,
    by: Actor,
    deleted: bool | None = False,
    as_kept: bool = False,
) -> Row:
    """Return one record with all its fields. Raises NotFound when there is none or `by` may not see it."""
    found = get_many(object_type, [record_id], by=by, deleted=deleted, as_kept=as_kept)
    if record_id not in found:
        raise NotFound(f"{object_type.key} {record_id}")
    return found[record_id]


def get_many(
    object_type: ObjectType,
    ids: Iterable[int],
    *,
    by: Actor,
    deleted: bool | None = False,
    columns: Iterable[str] | None = None,
    as_kept: bool = False,
) -> dict[int, Row]:
    """Return those of the records `ids` that `by` may see, by id.

    `as_kept` they have the fields that are hidden from `by` too: for rules and actions, which show nothing of them.
    """
    object_type = whole(object_type) if as_kept else safe(object_type, by=by)
    found = reach(object_type, by=by, deleted=deleted).filter(pk__in=list(ids))
    names = None if columns is None else list(columns)
    rows = rows_of(object_type, list(found.values(*column_names(object_type, names))), names)
    return {row.id: row for row in rows}


def count(
    object_type: ObjectType, *, by: Actor, at: dt.datetime, filter: Node | None = None, cap: int = CAP
) -> Count:
    """Return how many records match, counting no further than `cap`."""
    asked = asking(object_type, by=by, at=at, filter=filter, lookups=Lookups(by=by))
    number = len(finding.probed(asked, cap=cap))
    return Count(number=min(number, cap), capped=number > cap)


def ids(
    object_type: ObjectType,
    *,
    by: Actor,
    at: dt.datetime,
    filter: Node | None = None,
    limit: int | None = None,
) -> list[int]:
    """Return the ids of all records that match, oldest first: what a mass edit works through."""
    found = matching(object_type, by=by, at=at, filter=filter).order_by("pk").values_list("pk", flat=True)
    return list(found[:limit] if limit else found)


def iterate(
    object_type: ObjectType,
    *,
    by: Actor,
    at: dt.datetime,
    filter: Node | None = None,
    sort: str = "id",
    columns: Iterable[str] | None = None,
    batch: int = 1000,
) -> Iterator[list[Row]]:
    """Yield all matching records in batches, each found by its place, so that any number streams in steady memory."""
    object_type = safe(object_type, by=by)
    found = matching(object_type, by=by, at=at, filter=filter)
    order = paging.order_of(object_type, sort)
    names = column_names(object_type, columns, order.column)
    wanted = None if columns is None else list(columns)
    position: paging.Position | None = None
    while taken := paging.taken(object_type, found, order, position, names, batch):
        yield rows_of(object_type, taken, wanted)
        if len(taken) < batch:
            return
        position = paging.Position(value=taken[-1][order.column], id=taken[-1]["id"])


def references(rows: Iterable[Row], names: Iterable[str]) -> set[Reference]:
    """Return every record that the fields `names` of `rows` name."""
    wanted = list(names)
    found: set[Reference] = set()
    for kind, some in groupby(rows, lambda row: row.type):
        naming = [item for item in map(kind.field, wanted) if item.names_records]
        found.update(named for row in some for item in naming for named in item.references(row[item.name]))
    return found


def titles(refs: Iterable[Reference], *, by: Actor) -> dict[Reference, str | None]:
    """Return the titles of records, None for those that `by` may not see. Deleted records keep their title."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for key, record_id in refs:
        wanted[key].add(record_id)
    shown: dict[Reference, str | None] = {
        (key, record_id): None for key, ids_ in wanted.items() for record_id in ids_
    }
    keys = sorted(key for key in wanted if key in registry)

    def parts() -> list[QuerySet[Any, Any]]:
        first, *rest = (named(registry.get(key), by=by) for key in keys)
        return [first.union(*rest, all=True)]

    if keys:
        [statement] = STATEMENTS.of(("titles", tuple(keys), scope.standing(by)), parts)
        found = statement.tuples(**{key: wanted[key] for key in keys})
        shown.update({(key, record_id): title_of(title) for key, record_id, title in found})
    return shown


def named(object_type: ObjectType, *, by: Actor) -> QuerySet[Any, Any]:
    """Return key, id and title of records, whose ids are given under their key, to be asked for together with those of other objects."""
    found = reach(object_type, by=by, deleted=None).filter(Among(ids_given(object_type.key)))
    key = Value(object_type.key, output_field=CharField())
    column = object_type.title_field.column
    asked: QuerySet[Any, Any] = found.order_by().annotate(kind_=key).values_list("kind_", "pk", column)
    return asked
