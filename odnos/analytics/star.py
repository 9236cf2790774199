"""The tables of the analytical store: one for each object and each fact, with a column for each column of their fields.

A field that an administrator added is a column like any other. Names are those of the operational base, so that a
condition that a field type makes holds in both. Beside them stand the links and the values of many-valued fields, told
apart by object and field, and the calendar.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from odnos.objects.facts import Fact, facts
from odnos.objects.fields import Field
from odnos.objects.fields.base import Keeps
from odnos.objects.registry import ObjectType, registry

LEFT_OUT = frozenset(("file",))
"""Kinds of field that nothing is counted by."""
RATES = "exchange_rate"
"""The object whose records say what a currency was worth, by the day."""


COUNTED_ON = "counted_on"


@dataclass(frozen=True)
class Whole:
    """What a part is of: the column `link` that names it, its object and table, and the column of the day it counts on."""

    link: str
    object_key: str
    source: str
    day: str
    keeps: Keeps


@dataclass(frozen=True)
class Column:
    """A column of the store. `field` is the name of the field that it belongs to; technical ones have none.

    One that is `added` is a key in the operational table's custom column. One that is `converted` from an amount and its
    currency is worked out on the way into the store: the amount in the organisation's currency, NULL without a rate. One
    `of` a whole is the day that the whole counts on; without any, that on which it was created.
    """

    name: str
    keeps: Keeps
    field: str = ""
    added: bool = False
    converted: tuple[str, str] | None = None
    of: Whole | None = None


@dataclass(frozen=True)
class Table:
    """A table of the store, its rows being those of the operational table `source`.

    Rows belong to the records whose ids are in the column `about`, of the object `object_key`; without one, to those of
    any object, which the column `object_key` tells. `shared` says that the source holds records of other objects too.
    `day` is the column whose day an amount is converted at; where it is empty, that of `created_at`. Amounts of a part
    are those of its whole: they count on its day.
    """

    name: str
    columns: tuple[Column, ...]
    source: str = ""
    object_key: str = ""
    about: str = "id"
    shared: bool = False
    day: str = ""

    def column(self, name: str) -> Column:
        """Return the column `name`. Raises LookupError."""
        for item in self.columns:
            if item.name == name:
                return item
        raise LookupError(f"{self.name} has no column {name!r}")

    @property
    def read(self) -> tuple[Column, ...]:
        """The columns that the operational table has."""
        return tuple(item for item in self.columns if item.converted is None)

    @property
    def whole(self) -> Whole | None:
        """What the rows are parts of, where their amounts count on its day."""
        return next((item.of for item in self.columns if item.of), None)

    @property
    def amounts(self) -> tuple[Column, ...]:
        """The columns that are worked out from amounts."""
        return tuple(item for item in self.columns if item.converted)


TECHNICAL = (Column("id", "whole"), Column("deleted_at", "moment"))
LINK = Table(
    "record_link",
    (
        Column("object_key", "text"),
        Column("record_id", "whole"),
        Column("field", "text"),
        Column("to_key", "text"),
        Column("to_id", "whole"),
        Column("role", "text"),
        Column("position", "whole"),
    ),
    source="records_recordlink",
    about="record_id",
)
VALUE = Table(
    "record_value",
    (
        Column("object_key", "text"),
        Column("field", "text"),
        Column("value", "text"),
        Column("record_id", "whole"),
    ),
    source="records_recordvalue",
    about="record_id",
)
CALENDAR = Table(
    "calendar",
    (
        Column("day", "date"),
        Column("year", "whole"),
        Column("quarter", "whole"),
        Column("month", "whole"),
        Column("week", "whole"),
        Column("week_year", "whole"),
        Column("weekday", "whole"),
        Column("week_start", "date"),
        Column("month_start", "date"),
        Column("quarter_start", "date"),
        Column("year_start", "date"),
    ),
    about="day",
)
"""Every day of 1970 to 2069; weeks are those of ISO 8601, Monday is weekday 1."""


def converted(column: str) -> str:
    """Return the name of the column that holds what `column` holds, in the organisation's currency."""
    return f"{column}_converted"


def table(object_type: ObjectType) -> Table:
    """Return the table of an object as it is now; its name is the object's key."""
    columns = {item.name: item for item in TECHNICAL}
    for field in object_type.all_fields:
        for item in columns_of(field):
            columns.setdefault(item.name, item)
    whole = whole_of(object_type)
    if whole and any(item.converted for item in columns.values()):
        columns[COUNTED_ON] = Column(COUNTED_ON, "date", of=whole)
    return Table(
        object_type.key,
        tuple(columns.values()),
        source=object_type.table,
        object_key=object_type.key,
        shared=object_type.is_custom,
        day=COUNTED_ON if COUNTED_ON in columns else day_of(object_type),
    )


def whole_of(object_type: ObjectType) -> Whole | None:
    """Return what the records of an object are parts of, if that counts on a day of its own."""
    link = object_type.parent_field
    key = str(getattr(link, "to", ""))
    if link is None or link.key or object_type.counted_on or key not in registry:
        return None
    whole = registry.get(key)
    if not whole.counted_on or whole.is_custom:
        return None
    day = whole.field(whole.counted_on)
    return Whole(link.column, whole.key, whole.table, day.column, day.keeps[0])


def day_of(object_type: ObjectType) -> str:
    """Return the column of the day that amounts of a record count at."""
    return object_type.field(object_type.counted_on).column if object_type.counted_on else ""


def columns_of(field: Field) -> Iterator[Column]:
    """Yield the columns of a field; those that stand in tables of their own, such as tags, have none here."""
    if field.kind in LEFT_OUT:
        return
    for name, keeps in zip(field.columns, field.keeps, strict=False):
        yield Column(name, keeps, field.name, added=bool(field.key))
    if field.kind == "money":
        amount, currency = field.columns
        yield Column(converted(amount), "exact", field.name, converted=(amount, currency))


def fact_table(fact: Fact) -> Table:
    """Return the table of a kind of fact; its name is the fact's key."""
    columns = tuple(Column(name, keeps) for name, keeps in fact.columns)
    return Table(
        fact.key, columns, source=fact.model._meta.db_table, object_key=fact.object_key, about=fact.about
    )


def tables() -> list[Table]:
    """Return every table that there is: of objects, of facts, of links and values, and the calendar."""
    objects = [table(object_type) for object_type in registry]
    return [*objects, *map(fact_table, facts.values()), LINK, VALUE, CALENDAR]
