"""Parts of records that stand in the same row: a deal's product line, a note about a company."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from odnos.engine.access.actor import Actor
from odnos.engine.access.fields import known_to
from odnos.engine.records import write
from odnos.engine.records.reach import reach
from odnos.engine.transfer import reasons
from odnos.engine.transfer.item import Item
from odnos.lib.money import Money
from odnos.objects import fields as f
from odnos.objects.fields import Field
from odnos.objects.registry import ObjectType


def save(
    object_type: ObjectType, items: Sequence[Item], *, by: Actor, at: dt.datetime, change_set: int | None
) -> None:
    """Make the parts of records that are there now; a part that is there already is left or brought up to date."""
    for key in sorted({key for item in items for key in item.children}):
        child = known_to(key, by=by)
        group = [item for item in items if item.children.get(key) and item.record_id is not None]
        parent = child.parent_field
        assert parent is not None
        known = existing(child, parent, object_type, [item for item in group if not item.errors], by=by)
        fresh: list[tuple[Item, dict[str, Any]]] = []
        changes: list[tuple[Item, write.Change]] = []
        for item in group:
            values = dict(item.children[key])
            record_id = known.get((item.record_id, mark_of(child, values)))
            if record_id is None:
                fresh.append(
                    (
                        item,
                        {
                            **values,
                            **price_of(child, object_type, item, values),
                            parent.name: named(parent, object_type, item),
                        },
                    )
                )
            else:
                changes.append((item, write.Change(id=record_id, values=values)))
        if fresh:
            outcomes = write.create_many(
                child, [values for _item, values in fresh], by=by, at=at, change_set=change_set
            )
            note([item for item, _values in fresh], child, outcomes)
        if changes:
            outcomes = write.update_many(
                child, [change for _item, change in changes], by=by, at=at, change_set=change_set
            )
            note([item for item, _change in changes], child, outcomes)


def note(items: Sequence[Item], child: ObjectType, outcomes: Sequence[write.Outcome]) -> None:
    """The record stands even if its part does not; the row says so."""
    for item, outcome in zip(items, outcomes, strict=True):
        if outcome.errors:
            item.notes.append(f"{child.label}: {reasons.of_errors(child, outcome.errors)}")


def named(parent: Field, object_type: ObjectType, item: Item) -> Any:
    return (object_type.key, item.record_id) if isinstance(parent, f.About) else item.record_id


def price_of(
    child: ObjectType, object_type: ObjectType, item: Item, values: Mapping[str, Any]
) -> dict[str, Any]:
    """A sole line costs what the whole does, where the file gives an amount and no price."""
    price = next((field for field in child.fields if isinstance(field, f.Money) and not field.readonly), None)
    amounts = [item.values.get(field.name) for field in object_type.fields if isinstance(field, f.Money)]
    sole = amounts[0] if len(amounts) == 1 else None
    if (
        price is None
        or price.name in values
        or values.get("quantity")
        or not isinstance(sole, Money)
        or not sole
    ):
        return {}
    return {price.name: sole}


def mark_of(child: ObjectType, values: Mapping[str, Any]) -> tuple[Any, ...]:
    """What tells parts of one record apart: what they link to, else their title."""
    links = tuple((name, values[name]) for name in sorted(values) if isinstance(child.by_name[name], f.Link))
    return links or ((child.title, values.get(child.title)),)


def existing(
    child: ObjectType, parent: Field, object_type: ObjectType, items: Sequence[Item], *, by: Actor
) -> dict[tuple[int | None, tuple[Any, ...]], int]:
    """Parts that the records have already, by record and mark."""
    old = [item for item in items if item.is_old]
    if not old:
        return {}
    mark = [name for name, _value in mark_of(child, old[0].children[child.key])]
    columns = [child.by_name[name].column for name in mark]
    about = {parent.columns[0]: object_type.key} if isinstance(parent, f.About) else {}
    number = parent.columns[-1]
    found = reach(child, by=by).filter(**about, **{f"{number}__in": [item.record_id for item in old]})
    return {
        (row[1], tuple(zip(mark, row[2:], strict=True))): row[0]
        for row in found.values_list("pk", number, *columns)
    }
