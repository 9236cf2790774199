"""What holds for every object: made, changed, deleted, restored, undone, audited, announced."""

import datetime as dt

import pytest

from odnos.engine.audit.models import Entry
from odnos.engine.outbox.models import Event
from odnos.engine.records import read, undo, write
from odnos.engine.records.errors import Conflict, Invalid, NotFound
from odnos.objects.access import Everyone
from odnos.objects.registry import ObjectType
from tests.contract.world import World
from tests.people import NOON

LATER = NOON + dt.timedelta(hours=1)


def last_entry(object_type: ObjectType, record_id: int) -> Entry:
    entry = Entry.objects.filter(object_key=object_type.key, record_id=record_id).last()
    assert entry is not None
    return entry


def shown(row, names) -> dict:
    return {name: row.type.field(name).json(row[name]) for name in names}


def test_what_is_made_comes_back_as_it_was_written(object_type: ObjectType, world: World):
    values = world.values(object_type)
    by = world.owner(object_type)
    ctx = by.context(NOON)

    row = write.create(object_type, values, by=by, at=NOON)

    kept = read.get(object_type, row.id, by=by)
    for name, raw in values.items():
        field = object_type.field(name)
        assert kept[name] == field.parse(raw, ctx), name
    assert (kept.version, kept["created_at"], kept["updated_at"]) == (1, NOON, NOON)
    assert (kept["created_by"], kept["updated_by"]) == (by.user_id, by.user_id)
    if not isinstance(object_type.access, Everyone):
        assert (kept["owner"], kept["team"]) == (world.cast.ada.user_id, world.cast.teams["North"])


def test_making_writes_the_trail_and_the_event(object_type: ObjectType, world: World):
    values = world.values(object_type)
    by = world.owner(object_type)
    before = Event.objects.count()

    row = write.create(object_type, values, by=by, at=NOON)

    entry = last_entry(object_type, row.id)
    assert (entry.action, entry.version, entry.actor_id, entry.at) == ("created", 1, by.user_id, NOON)
    for name in values:
        field = object_type.field(name)
        if field.audited and not field.is_empty(row[name]):
            assert entry.diff[name] == [None, field.json(row[name])], name
    events = Event.objects.filter(pk__gt=0, name=f"{object_type.key}.created").last()
    assert (events.records, events.actor_id, events.at) == ([row.id], by.user_id, NOON)
    assert Event.objects.count() > before


def test_a_change_keeps_old_and_new_in_the_trail(object_type: ObjectType, world: World):
    row = world.create(object_type)
    by = world.owner(object_type)
    values = world.values(object_type, change=True)

    after = write.update(object_type, row.id, values, version=1, by=by, at=LATER)

    assert (after.version, after["updated_at"], after["created_at"]) == (2, LATER, NOON)
    entry = last_entry(object_type, row.id)
    assert (entry.action, entry.version) == ("updated", 2)
    assert {name: entry.diff[name] for name in entry.diff} == {
        field.name: [field.json(row[field.name]), field.json(after[field.name])]
        for field in object_type.all_fields
        if field.audited and row[field.name] != after[field.name]
    }
    assert set(entry.diff) & set(values), "nothing was changed"
    event = Event.objects.filter(name=f"{object_type.key}.updated").last()
    assert event.records == [row.id]


def test_a_change_that_changes_nothing_writes_nothing(object_type: ObjectType, world: World):
    row = world.create(object_type)
    by = world.owner(object_type)
    counts = (Entry.objects.count(), Event.objects.count())
    same = {name: object_type.field(name).json(row[name]) for name in world.values(object_type, change=True)}

    after = write.update(object_type, row.id, same, version=1, by=by, at=LATER)

    assert after.columns == row.columns
    assert (Entry.objects.count(), Event.objects.count()) == counts


def test_a_stale_version_is_a_conflict_and_changes_nothing(object_type: ObjectType, world: World):
    row = world.create(object_type)
    by = world.owner(object_type)
    theirs = write.update(
        object_type, row.id, world.values(object_type, change=True), version=1, by=by, at=LATER
    )

    with pytest.raises(Conflict) as conflict:
        write.update(object_type, row.id, {object_type.title: "Mine"}, version=1, by=by, at=LATER)

    assert conflict.value.fields == set(last_entry(object_type, row.id).diff)
    assert conflict.value.current.columns == theirs.columns
    assert read.get(object_type, row.id, by=by).columns == theirs.columns


def test_deleting_and_restoring_leaves_everything_as_it_was(object_type: ObjectType, world: World):
    row = world.create(object_type)
    by = world.owner(object_type)

    write.delete(object_type, [row.id], by=by, at=LATER)

    with pytest.raises(NotFound):
        read.get(object_type, row.id, by=by)
    assert [item.id for item in read.query(object_type, by=by, at=LATER, deleted=True).rows] == [row.id]
    assert last_entry(object_type, row.id).action == "deleted"

    [outcome] = write.restore(object_type, [row.id], by=by, at=LATER)

    back = read.get(object_type, row.id, by=by)
    assert outcome.id == row.id
    for field in object_type.all_fields:
        if field.name not in ("updated_at", "updated_by"):
            assert back[field.name] == row[field.name], field.name
    assert back.version == 3
    assert last_entry(object_type, row.id).action == "restored"


def test_every_write_can_be_undone(object_type: ObjectType, world: World):
    row = world.create(object_type)
    by = world.owner(object_type)
    write.update(object_type, row.id, world.values(object_type, change=True), version=1, by=by, at=LATER)

    undone = undo.entry(last_entry(object_type, row.id).pk, by=by, at=LATER)

    back = read.get(object_type, row.id, by=by)
    assert (undone.records, undone.kept) == (1, [])
    for field in object_type.all_fields:
        if field.audited and not field.readonly:
            assert back[field.name] == row[field.name], field.name

    undo.entry(
        Entry.objects.get(object_key=object_type.key, record_id=row.id, action="created").pk, by=by, at=LATER
    )
    with pytest.raises(NotFound):
        read.get(object_type, row.id, by=by)

    undo.entry(last_entry(object_type, row.id).pk, by=by, at=LATER)
    assert read.get(object_type, row.id, by=by).id == row.id


def test_what_is_required_is_asked_for(object_type: ObjectType, world: World):
    by = world.owner(object_type)
    required = [
        field.name
        for field in object_type.fields
        if field.required and field.default is None and not field.readonly
    ]

    with pytest.raises(Invalid) as refusal:
        write.create(object_type, {}, by=by, at=NOON)

    assert set(required) <= set(refusal.value.errors)
    assert read.query(object_type, by=by, at=NOON).rows == [] or object_type.key in (
        "user",
        "team",
        "role",
        "role_right",
    )


def test_unique_values_stay_unique(object_type: ObjectType, world: World):
    row = world.create(object_type)
    by = world.owner(object_type)

    typed = [field for field in object_type.all_fields if field.unique and not field.readonly]
    for field in typed:
        with pytest.raises(Invalid) as refusal:
            world.create(object_type, **{field.name: field.json(row[field.name])})
        assert list(refusal.value.errors) == [field.name]

    write.delete(object_type, [row.id], by=by, at=NOON)
    again = {field.name: field.json(row[field.name]) for field in typed}
    world.create(object_type, **again)
    if again:
        [outcome] = write.restore(object_type, [row.id], by=by, at=NOON)
        assert outcome.id is None
        assert set(outcome.errors) <= set(again)


def test_the_table_has_the_columns_that_the_fields_declare(object_type: ObjectType):
    attributes = {field.attname: field for field in object_type.model._meta.concrete_fields}
    declared = {column for field in object_type.all_fields for column in field.columns}

    assert declared <= set(attributes)
    kept_aside = {"id", "version", "deleted_at", "custom", "password"}
    assert set(attributes) - declared - kept_aside == set()
    for field in object_type.all_fields:
        if field.readonly:
            continue
        blank = field.store(field.parse(None, world_context()))
        for column in field.columns:
            kept = attributes[column]
            if blank[column] is None:
                assert kept.null or field.required, f"{field.name} can be empty, {column} cannot"
            if getattr(field, "max_length", None) and kept.max_length:
                assert kept.max_length >= field.max_length, field.name
    assert object_type.field(object_type.title).columns == (object_type.title_field.column,)


def world_context():
    from tests.contract.matrix import CTX

    return CTX
