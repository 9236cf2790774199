"""What the write path does beyond one record: batches, conflicts, change sets, money."""

import dataclasses
import datetime as dt
from decimal import Decimal

from odnos.engine.audit.models import ChangeSet, Entry
from odnos.engine.records import batch, read, undo, write
from odnos.engine.records.batch import Batch
from odnos.lib.money import Money
from odnos.objects.registry import registry
from tests.people import NOON

LATER = NOON + dt.timedelta(days=1)


def company(by, **values):
    return write.create(registry.get("company"), {"name": "Acme", **values}, by=by, at=NOON)


def test_two_people_changing_different_fields_still_conflict(cast):
    made = company(cast.ada)
    write.update(made.type, made.id, {"employees": 5}, version=1, by=cast.ben, at=LATER)

    [outcome] = write.update_many(
        made.type, [write.Change(id=made.id, values={"name": "B"}, version=1)], by=cast.ada, at=LATER
    )

    assert outcome.conflict is not None
    assert outcome.conflict.fields == {"employees"}
    assert [entry.actor_id for entry in outcome.conflict.since] == [cast.ben.user_id]
    assert read.get(made.type, made.id, by=cast.ada)["name"] == "Acme"


def test_a_batch_does_the_good_and_tells_the_bad(cast):
    object_type = registry.get("company")
    made = [company(cast.ada, name=name) for name in ("A", "B", "C")]

    done = batch.apply(
        object_type,
        Batch(
            create=[{"name": "D"}, {}],
            update=[
                write.Change(id=made[0].id, values={"name": "A2"}),
                write.Change(id=made[1].id, values={"employees": -1}),
                write.Change(id=999, values={"name": "X"}),
            ],
            delete=[made[2].id, 1000],
        ),
        by=cast.ada,
        at=LATER,
    )

    assert [bool(item.errors) for item in (*done.create, *done.update, *done.delete)] == [
        False, True, False, True, True, False, True,
    ]  # fmt: skip
    assert ChangeSet.objects.get(pk=done.change_set).entries == 3
    assert Entry.objects.filter(change_set_id=done.change_set).count() == 3
    names = [row["name"] for row in read.query(object_type, by=cast.ada, at=LATER, sort="name").rows]
    assert names == ["A2", "B", "D"]


def test_undoing_a_batch_leaves_what_others_changed_since(cast):
    object_type = registry.get("company")
    first, second = company(cast.ada, name="A"), company(cast.ada, name="B")
    changes = [write.Change(id=row.id, values={"employees": 7}) for row in (first, second)]
    done = batch.apply(object_type, Batch(update=changes), by=cast.ada, at=LATER)
    write.update(object_type, second.id, {"employees": 9}, version=None, by=cast.ben, at=LATER)

    undone = undo.change_set(done.change_set, by=cast.ada, at=LATER)

    assert read.get(object_type, first.id, by=cast.ada)["employees"] is None
    assert read.get(object_type, second.id, by=cast.ada)["employees"] == 9
    assert [record_id for _key, record_id, _reason in undone.kept] == [second.id]


def test_undo_gives_back_exact_numbers_whatever_the_language(cast):
    made = company(cast.ada, annual_revenue={"amount": "1.234", "currency": "EUR"}, employees=1234)
    ada = dataclasses.replace(cast.ada, locale="ru")
    write.update(made.type, made.id, {"annual_revenue": None, "employees": None}, version=1, by=ada, at=LATER)
    entry = Entry.objects.filter(object_key="company", record_id=made.id, action="updated").latest("pk")

    undo.entry(entry.pk, by=ada, at=LATER)

    back = read.get(made.type, made.id, by=ada)
    assert back["annual_revenue"] == Money(Decimal("1.234"), "EUR")
    assert back["employees"] == 1234


def test_an_amount_of_nothing_is_an_amount(cast):
    made = company(cast.ada, annual_revenue="0 EUR")

    kept = read.get(made.type, made.id, by=cast.ada)

    assert kept["annual_revenue"] == Money(Decimal(0), "EUR")
    assert kept.columns["annual_revenue_currency"] == "EUR"


def test_an_undo_can_be_undone(cast):
    made = company(cast.ada)
    done = batch.apply(
        made.type, Batch(update=[write.Change(id=made.id, values={"employees": 7})]), by=cast.ada, at=NOON
    )
    undone = undo.change_set(done.change_set, by=cast.ada, at=LATER)
    assert read.get(made.type, made.id, by=cast.ada)["employees"] is None

    undo.change_set(undone.change_set, by=cast.ada, at=LATER)

    assert read.get(made.type, made.id, by=cast.ada)["employees"] == 7


def test_a_stages_name_is_unique_within_its_pipeline(cast):
    pipeline, stage = registry.get("pipeline"), registry.get("stage")
    first, second = (write.create(pipeline, {"name": name}, by=cast.dora, at=NOON) for name in ("A", "B"))
    made = write.create(stage, {"name": "New", "pipeline": first.id}, by=cast.dora, at=NOON)

    outcomes = write.create_many(
        stage,
        [
            {"name": "New", "pipeline": first.id},
            {"name": "New", "pipeline": second.id},
            {"name": "New", "pipeline": second.id},
        ],
        by=cast.dora,
        at=NOON,
    )

    assert [list(outcome.errors) for outcome in outcomes] == [["name"], [], ["name"]]
    assert write.update(stage, made.id, {"name": "New"}, version=1, by=cast.dora, at=NOON).version == 1
    assert write.update(stage, made.id, {"name": "Newer"}, version=1, by=cast.dora, at=NOON).version == 2
