"""Keyset pages: a page costs the same wherever it lies.

Rows without a value come last in either direction, as a second stretch of the walk, so that each stretch runs along
one index. Positions are (value, id), compared as SQL row values.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import orjson
from django.db import models
from django.db.models import BigIntegerField, BooleanField, F, Q, QuerySet
from django.db.models.expressions import Func
from django.utils.translation import gettext as _

from odnos.engine.access.tripwire import Mark
from odnos.engine.filters.tree import All, Condition, FilterError, Node
from odnos.engine.records.kept import aliased, real, spread
from odnos.engine.records.strands import FirstOf, Strand
from odnos.engine.tables.custom import OUTPUT
from odnos.engine.tables.prepared import Given, Prepared, Statements
from odnos.lib.money import to_units
from odnos.objects.fields.naming import LARGEST_ID
from odnos.objects.fields.text import UNSTORABLE
from odnos.objects.registry import ObjectType

FILLED = frozenset(("lt", "lte", "gt", "gte", "within", "not_empty"))
"""Operators that no empty value meets."""
PLACE = Given("place", BigIntegerField())


class Beyond(Func):
    """`(column, id) > (value, id)`, or `<`."""

    output_field = BooleanField()
    conditional = True

    def __init__(self, column: str, value: Given, record_id: Given, *, sign: str) -> None:
        super().__init__(F(column), F("pk"), value, record_id)
        self.sign = sign

    def as_sql(self, compiler: Any, connection: Any, **_extra: Any) -> Any:  # type: ignore[override]  # noqa: ARG002 -- Django's signature
        parts = [compiler.compile(expression) for expression in self.get_source_expressions()]
        (column, p1), (key, p2), (value, p3), (record_id, p4) = parts
        return f"({column}, {key}) {self.sign} ({value}, {record_id})", [*p1, *p2, *p3, *p4]


@dataclass(frozen=True, kw_only=True)
class Order:
    """A sort column and its direction; `column` "id" sorts by age alone. `output` is what its values are compared as."""

    column: str
    descending: bool
    nullable: bool
    output: models.Field[Any, Any]

    @property
    def written(self) -> str:
        return f"{'-' if self.descending else ''}{self.column}"


@dataclass(frozen=True, kw_only=True)
class Position:
    """Where a page begins: behind (or, going `backward`, before) the row of this value and id."""

    value: Any
    id: int
    backward: bool = False

    @property
    def given(self) -> dict[str, Any]:
        """What the walk's statement is to be given."""
        return {"value": self.value, "place": self.id}

    @property
    def kind(self) -> tuple[bool, bool]:
        """What else the statement depends on."""
        return self.value is None, self.backward


def order_of(object_type: ObjectType, sort: str, filter: Node | None = None) -> Order:
    """Return the order that `sort` (a field's name, `-` before it for descending) asks for. Raises FilterError.

    Where `filter` asks for a value of that field, rows without one are not looked for: no index leads to none.
    """
    name = sort.removeprefix("-")
    if name == "id":
        return Order(column="id", descending=sort.startswith("-"), nullable=False, output=BigIntegerField())
    field = object_type.by_name.get(name)
    if field is None or not field.sortable:
        raise FilterError(
            _("%(objects)s cannot be sorted by “%(name)s”.") % {"objects": object_type.plural, "name": name}
        )
    output = attribute(object_type, field.sort_column)
    return Order(
        column=field.sort_column,
        descending=sort.startswith("-"),
        nullable=bool(output.null) and not asks_for_value(filter, name),
        output=BigIntegerField() if isinstance(output, models.ForeignKey) else output,
    )


def asks_for_value(node: Node | None, name: str) -> bool:
    """Whether only records with a value in the field `name` can match."""
    if isinstance(node, All):
        return any(asks_for_value(inner, name) for inner in node.nodes)
    return isinstance(node, Condition) and node.path == (name,) and node.operator in FILLED


def attribute(object_type: ObjectType, column: str) -> models.Field[Any, Any]:
    """Return the table's column, or what a column within the custom one is compared as."""
    if column in object_type.kept:
        return OUTPUT[object_type.kept[column]]
    return next(item for item in object_type.model._meta.concrete_fields if item.attname == column)


def encode(position: Position) -> str:
    written = orjson.dumps([position.value, position.id, position.backward], default=str)
    return base64.urlsafe_b64encode(written).decode().rstrip("=")


def decode(order: Order, cursor: str) -> Position:
    """Return the position in `cursor`. Raises FilterError for one that Odnos did not write."""
    try:
        value, record_id, backward = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        typed = None if value is None else order.output.to_python(value)
        check_storable(typed, int(record_id))
        return Position(value=typed, id=int(record_id), backward=bool(backward))
    except Exception as error:
        raise FilterError(_("This page marker is not valid; start from the first page.")) from error


def check_storable(value: Any, record_id: int) -> None:
    """Refuse what no database can compare with. Raises ValueError."""
    units = to_units(value) if isinstance(value, Decimal) else value
    whole = [record_id, *([units] if isinstance(units, int) else [])]
    if any(abs(number) > LARGEST_ID for number in whole):
        raise ValueError("too large")
    if isinstance(value, str) and UNSTORABLE.search(value):
        raise ValueError("cannot be stored")


def take(
    object_type: ObjectType,
    walks: Sequence[Prepared],
    order: Order,
    position: Position | None,
    limit: int,
    **given: Any,
) -> list[dict[str, Any]]:
    """Return at most `limit` rows (as columns) of some walks behind `position`, in the order asked for."""
    rows: list[dict[str, Any]] = []
    for walk in walks:
        rows += walk.rows(**given, **(position.given if position else {}))
        if len(rows) >= limit:
            break
    del rows[limit:]
    if order.column in object_type.kept:
        rows = [spread(object_type, row) for row in rows]
    return rows[::-1] if position and position.backward else rows


def taken(
    object_type: ObjectType,
    found: QuerySet[Any],
    order: Order,
    position: Position | None,
    columns: list[str],
    limit: int,
) -> list[dict[str, Any]]:
    """The same, of a query that is asked this once."""
    asked = Statements().of(None, lambda: walks(object_type, found, order, position, columns, limit))
    return take(object_type, asked, order, position, limit)


def walks(
    object_type: ObjectType,
    found: QuerySet[Any],
    order: Order,
    position: Position | None,
    columns: list[str],
    limit: int,
    strands: Sequence[Strand] = (),
    *,
    ids_first: bool = False,
) -> Iterator[QuerySet[Any]]:
    """Yield the queries of at most `limit` rows behind `position` (which is to be given), one for each stretch of the order.

    With `strands`, they are looked for along each of these instead; with `ids_first`, their ids are looked for by
    themselves, along an index that says whose each record is.
    """
    backward = bool(position and position.backward)
    if strands:
        found = first_of(object_type, strands, order, position, limit)
    found = aliased(object_type, found, [order.column])
    columns = real(object_type, columns)
    for stretch, inside in stretches(found, order, position, backward=backward):
        descending = order.descending != backward if inside else backward
        walk = ordered(stretch, order, descending=descending, inside=inside)
        if ids_first:
            walk = walk_of(object_type, walk.values("pk")[:limit], walk)
        yield walk.values(*columns)[:limit]


def walk_of(object_type: ObjectType, ids: QuerySet[Any, Any], walk: QuerySet[Any]) -> QuerySet[Any]:
    """Return the records `ids` in the order of `walk`."""
    found: QuerySet[Any] = object_type.model._base_manager.filter(Mark(object_type), pk__in=ids)
    return found.order_by(*walk.query.order_by)


def first_of(
    object_type: ObjectType,
    strands: Sequence[Strand],
    order: Order,
    position: Position | None,
    limit: int,
) -> QuerySet[Any]:
    """Return the query of the first records of all strands behind `position`."""
    descending = order.descending != bool(position and position.backward)
    cut = [
        replace(
            strand,
            found=ordered(
                strand.found.filter(beyond(order, position)) if position else strand.found,
                order,
                descending=descending,
                inside=True,
            ).values("id", order.column)[:limit],
        )
        for strand in strands
    ]
    first = FirstOf(cut, by=order.column, descending=descending, limit=limit)
    found: QuerySet[Any] = object_type.model._base_manager.filter(Mark(object_type), first)
    return found


def stretches(
    found: QuerySet[Any], order: Order, position: Position | None, *, backward: bool
) -> list[tuple[QuerySet[Any], bool]]:
    """Return the stretches still to walk, first the one that the position lies in; True marks rows with a value."""
    filled = found.filter(**{f"{order.column}__isnull": False}) if order.nullable else found
    blank = found.filter(**{f"{order.column}__isnull": True})
    walk = [(filled, True), (blank, False)] if order.nullable else [(filled, True)]
    if backward:
        walk.reverse()
    if position is None:
        return walk
    if position.value is None and order.column != "id":
        rest = blank.filter(Q(pk__lt=PLACE) if backward else Q(pk__gt=PLACE))
        return [(rest, False), (filled, True)] if backward else [(rest, False)]
    rest = filled.filter(beyond(order, position))
    return [(rest, True), *([(blank, False)] if order.nullable and not backward else [])]


def beyond(order: Order, position: Position) -> Beyond | Q:
    downward = order.descending != position.backward
    if order.column == "id":
        return Q(pk__lt=PLACE) if downward else Q(pk__gt=PLACE)
    return Beyond(order.column, Given("value", order.output), PLACE, sign="<" if downward else ">")


def ordered(stretch: QuerySet[Any], order: Order, *, descending: bool, inside: bool) -> QuerySet[Any]:
    sign = "-" if descending else ""
    if not inside or order.column == "id":
        return stretch.order_by(f"{sign}pk")
    return stretch.order_by(f"{sign}{order.column}", f"{sign}pk")
