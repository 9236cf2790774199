"""Keyset pages visit every row exactly once, in order, for every sort in both directions, gaps and ties included."""

import pytest

from odnos.engine.records import paging, read, together, write
from odnos.objects.registry import ObjectType
from tests.contract.world import RIGHTS_OF, World
from tests.people import NOON

ROWS = 9


def fill(object_type: ObjectType, world: World) -> None:
    """Make rows with ties and gaps: every third alike, every fourth with as little as may be."""
    by = world.owner(object_type)
    needed = {item.name for item in object_type.fields if item.required} | {object_type.title}
    if object_type.parent_field is not None:
        needed.add(object_type.parent_field.name)
    unique = {item.name for item in object_type.all_fields if item.unique}
    unique |= {name for item in object_type.all_fields if item.unique for name in item.made_of}
    unique |= {item.name for fields in together.unique_together(object_type) for item in fields}
    before: dict[str, object] = {}
    for number in range(ROWS):
        values = world.values(object_type)
        if number % 3 == 0 and number:
            values |= {name: raw for name, raw in before.items() if name not in unique}
        if number % 4 == 0:
            values = {name: raw for name, raw in values.items() if name in needed | unique}
        if object_type.key == "stage":
            values["name"] = f"Stage {number}"
        if object_type.key == "field_right":
            values |= {
                "role": ("analyst", "manager")[number // len(RIGHTS_OF)],
                "field": RIGHTS_OF[number % len(RIGHTS_OF)],
            }
        if object_type.key == "layout":
            values["role"] = f"role {number}"
        before = values
        write.create(object_type, values, by=by, at=NOON.replace(hour=number))


def walk(object_type: ObjectType, sort: str, *, by, limit: int, backward: bool = False) -> list[int]:
    """Return the ids in the order in which pages show them; backward from the last page."""
    found: list[int] = []
    cursor: str | None = None
    if backward:
        page = read.query(object_type, by=by, at=NOON, sort=sort, limit=500)
        found = [page.rows[-1].id]
        order = paging.order_of(object_type, sort)
        cursor = read.edge(page.rows[-1].columns, order, backward=True)
    while True:
        page = read.query(object_type, by=by, at=NOON, sort=sort, limit=limit, after=cursor)
        ids = [row.id for row in page.rows]
        found = [*ids, *found] if backward else [*found, *ids]
        cursor = page.previous if backward else page.next
        if cursor is None:
            return found


def test_pages_visit_every_row_once_in_order(object_type: ObjectType, world: World):
    fill(object_type, world)
    by = world.owner(object_type)
    every = {row.id for row in read.query(object_type, by=by, at=NOON, limit=500).rows}
    assert len(every) >= ROWS

    for field in object_type.all_fields:
        if not field.sortable:
            continue
        for sort in (field.name, f"-{field.name}"):
            whole = read.query(object_type, by=by, at=NOON, sort=sort, limit=500).rows
            column = field.sort_column
            keys = [row.columns[column] for row in whole]
            filled = [key for key in keys if key is not None]
            assert keys == filled + [None] * (len(keys) - len(filled)), f"{sort}: gaps come last"
            is_text = any(isinstance(key, str) for key in filled)
            if not is_text:  # the order of letters is the database's
                assert filled == sorted(filled, reverse=sort.startswith("-")), sort
            ids = [row.id for row in whole]
            assert (len(ids), set(ids)) == (len(every), every)
            for limit in (1, 4):
                assert walk(object_type, sort, by=by, limit=limit) == ids, (sort, limit)
            assert walk(object_type, sort, by=by, limit=2, backward=True) == ids, sort


@pytest.mark.parametrize("sort", ["id", "-id"])
def test_pages_by_age_visit_every_row_once(object_type: ObjectType, world: World, sort: str):
    fill(object_type, world)
    by = world.owner(object_type)
    ids = sorted(
        (row.id for row in read.query(object_type, by=by, at=NOON, limit=500).rows), reverse=sort == "-id"
    )

    assert walk(object_type, sort, by=by, limit=2) == ids
    assert walk(object_type, sort, by=by, limit=3, backward=True) == ids


def test_iterating_visits_every_row_once(object_type: ObjectType, world: World):
    fill(object_type, world)
    by = world.owner(object_type)

    found = [row.id for batch in read.iterate(object_type, by=by, at=NOON, batch=2) for row in batch]

    assert found == sorted({row.id for row in read.query(object_type, by=by, at=NOON, limit=500).rows})
