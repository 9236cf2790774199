"""What is exported can be brought in again: every field that an import takes comes back as it was."""

import pytest

from odnos.engine.filters.tree import Condition
from odnos.engine.records import read, write
from odnos.engine.transfer import export, imports, targets
from odnos.engine.transfer.run import work
from odnos.engine.transfer.steps import with_clock
from odnos.objects import fields as f
from odnos.objects.registry import ObjectType
from tests.contract.world import DERIVED, World
from tests.people import NOON

WORKBOOKS = ("contact", "deal", "product")
TOLD_BY_NAME = (f.Links, f.About, f.File, f.Rank)
"""Kinds that a flat file cannot hold whole: roles of links, records of any object, the bytes of a file."""


@pytest.mark.parametrize("format_", ["csv", "xlsx"])
def test_what_is_exported_is_imported_again(object_type: ObjectType, world: World, format_: str):
    by = world.owner(object_type)
    if object_type.key in ("user", "team") or (format_ == "xlsx" and object_type.key not in WORKBOOKS):
        return  # people and teams are named by everything else; they are not made twice
    rows = [world.create(object_type) for _number in range(3)]
    names = [
        field.name
        for field in object_type.all_fields
        if not field.readonly
        and not isinstance(field, TOLD_BY_NAME)
        and field.name not in DERIVED.get(object_type.key, frozenset()) | {"owner"}
    ]
    made = Condition(("id",), "in", [row.id for row in rows])
    file = b"".join(export.blocks(object_type, format=format_, by=by, at=NOON, columns=names, filter=made))
    columns = {
        column.label: column.name
        for column in export.columns_of(object_type, names)
        if column.name != "id" and is_taken(object_type, column.name)
    }
    write.delete(object_type, [row.id for row in rows], by=by, at=NOON)

    run = imports.upload(object_type, f"x.{format_}", [file], by=by, at=NOON)
    run.mapping = {}
    imports.remap(run, columns, by=by)
    imports.configure(run, by=by, duplicates="create")
    imports.start(run, by=by, at=NOON, in_background=False)
    work(run, by=by, step=with_clock(lambda: NOON))

    run.refresh_from_db()
    problems = [problem.reason for problem in run.problems.filter(is_fatal=True)]
    assert (run.created, run.failed, problems) == (3, 0, [])
    again = [
        row
        for row in read.query(object_type, by=by, at=NOON, sort="id", limit=500).rows
        if row.id > rows[-1].id
    ]
    assert len(again) == 3
    for before, after in zip(rows, again, strict=True):
        for name in names:
            if name in columns.values() or any(column.startswith(f"{name}.") for column in columns.values()):
                assert after[name] == before[name], name


def is_taken(object_type: ObjectType, name: str) -> bool:
    try:
        target = targets.parse(object_type, name)
    except targets.UnknownTarget:
        return False
    return target.field is None or not target.field.readonly
