"""The trail is a chain: what is changed, taken out or put in afterwards is found, with its place."""

import datetime as dt
import threading

import pytest
from django.db import connection, connections, transaction

from odnos.config.command import check_
from odnos.engine.audit import erasing, sealing, trail, verifying
from odnos.engine.audit.models import Block, Entry
from odnos.engine.records import write
from odnos.objects.registry import registry
from tests.people import NOON


@pytest.fixture
def told(cast, monkeypatch):
    """Twenty entries in blocks of six, the last ones unsealed."""
    monkeypatch.setattr(sealing, "SIZE", 6)
    for number in range(20):
        trail.note("tested", object_key="company", record_id=number, by=cast.ada, at=NOON)
    sealing.seal(at=NOON)
    trail.note("tested", object_key="company", record_id=99, by=cast.ada, at=NOON)
    return cast


def ids():
    return list(Entry.objects.order_by("pk").values_list("pk", flat=True))


def test_every_entry_is_sealed_once_and_those_behind_wait(told):
    verdict = verifying.verify()

    assert verdict.broken is None
    assert (verdict.entries, verdict.waiting) == (len(ids()) - 1, 1)
    assert sum(Block.objects.values_list("count", flat=True)) == len(ids()) - 1
    assert sealing.seal(at=NOON) == 1
    assert sealing.seal(at=NOON) == 0
    assert verifying.verify().waiting == 0


@pytest.mark.parametrize(
    "column", ["at", "actor_id", "source", "address", "record_id", "version", "action", "diff", "token_id"]
)
def test_a_changed_entry_is_found_with_the_record_concerned(told, column):
    place = ids()[9]
    record = Entry.objects.get(pk=place).record_id
    value = {"at": NOON + dt.timedelta(seconds=1), "diff": {"x": [1, 2]}, "source": "z", "address": "z"}.get(
        column, "z" if column == "action" else 77
    )
    Entry.objects.filter(pk=place).update(**{column: value})

    broken = verifying.verify().broken

    assert (broken.entry, broken.object_key, broken.record_id) == (place, "company", record)
    assert broken.what == "it was changed"
    assert broken.block == Block.objects.filter(upto_id__gte=place).order_by("number").first().number


def test_the_check_of_an_installation_tells_where_the_trail_is_broken(told):
    [(is_well, words)] = check_._trail()
    assert is_well
    assert words.startswith(f"trail: {len(ids()) - 1} entries in ")
    place = ids()[9]
    Entry.objects.filter(pk=place).update(action="other")

    [(is_well, words)] = check_._trail()

    record = Entry.objects.get(pk=place).record_id
    assert not is_well
    assert words.endswith(f"entry {place} about company {record}: it was changed")


def test_an_entry_taken_out_is_found(told):
    place = ids()[12]
    record = Entry.objects.get(pk=place).record_id
    Entry.objects.filter(pk=place).delete()

    broken = verifying.verify().broken

    assert (broken.entry, broken.record_id, broken.what) == (place, record, "it was taken out")


def test_an_entry_put_in_afterwards_is_found(told):
    place = ids()[12]
    kept = Entry.objects.get(pk=place)
    Entry.objects.filter(pk=place).delete()
    Block.objects.all().delete()
    sealing.seal(at=NOON)
    kept.save(force_insert=True)

    broken = verifying.verify().broken

    assert (broken.entry, broken.what) == (place, "it was put in afterwards")


def test_a_block_taken_out_changed_or_made_elsewhere_is_found(told, settings):
    second = Block.objects.get(number=2)
    Block.objects.filter(number=2).delete()
    assert str(verifying.verify().broken) == "block 2: the block is missing"
    second.save(force_insert=True)
    Block.objects.filter(number=2).update(count=5)
    assert str(verifying.verify().broken) == "block 2: the block was changed"
    Block.objects.filter(number=2).update(count=6, previous="0" * 64)
    assert str(verifying.verify().broken) == "block 2: it does not follow from the block before"
    Block.objects.filter(number=2).update(previous=second.previous)
    assert verifying.verify().broken is None
    settings.SECRET_KEY = "another"
    assert str(verifying.verify().broken).endswith("it was not sealed with the key of this installation")
    settings.SECRET_KEY_FALLBACKS = ["tests-only"]
    assert verifying.verify().broken is None


def test_values_are_erased_without_breaking_the_chain(told):
    places = ids()[3:9]
    Entry.objects.create(
        at=NOON, object_key="company", record_id=5, version=1, action="updated", diff={"name": ["a", "b"]}
    )
    sealing.seal(at=NOON)
    places.append(ids()[-1])
    before = bytes(Block.objects.order_by("number").last().salts)

    done = erasing.wipe(places, object_key="company", record_id=5, by=told.dora, at=NOON)

    sealing.seal(at=NOON)
    verdict = verifying.verify()
    assert (done, verdict.broken, verdict.erased) == (7, None, 7)
    assert Entry.objects.get(pk=places[-1]).diff == {}
    salts = [bytes(block.salts) for block in Block.objects.order_by("number")]
    assert before not in salts
    assert sum(salt[at : at + 16] == bytes(16) for salt in salts for at in range(0, len(salt), 16)) == 7


def test_what_claims_to_be_erased_needs_an_erasure_that_names_it(told):
    place = ids()[5]
    Entry.objects.filter(pk=place).update(diff={}, erased_by_id=ids()[0])
    assert verifying.verify().broken.what == "its values were taken away, and no erasure says so"
    Entry.objects.filter(pk=place).update(erased_by_id=None)
    erasing.wipe([place], object_key="company", record_id=5, by=told.dora, at=NOON)
    assert verifying.verify().broken is None
    Entry.objects.filter(pk=place).update(action="other")
    assert verifying.verify().broken.entry == place


def test_where_a_change_came_from_is_kept(cast):
    import dataclasses

    by = dataclasses.replace(cast.ada, address="192.0.2.7", token_id=12, source="api")
    row = write.create(registry.get("company"), {"name": "A"}, by=by, at=NOON)

    entry = Entry.objects.get(object_key="company", record_id=row.id)

    assert (entry.source, entry.address, entry.token_id) == ("api", "192.0.2.7", 12)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_an_entry_that_commits_late_is_waited_for():
    begun, go_on = threading.Event(), threading.Event()

    def late() -> None:
        with transaction.atomic():
            insert("late")
            begun.set()
            go_on.wait(20)
        connections.close_all()

    def insert(action: str) -> None:
        Entry.objects.create(at=NOON, object_key="company", record_id=1, version=1, action=action)

    writer = threading.Thread(target=late)
    writer.start()
    begun.wait(20)
    insert("early")
    assert Entry.objects.filter(action="early").exists()

    assert sealing.seal(at=NOON, patience=0) == 0
    go_on.set()
    writer.join()
    assert sealing.seal(at=NOON, patience=5) >= 2
    assert verifying.verify().broken is None
    assert verifying.verify().waiting == 0
    early, late_ = (Entry.objects.get(action=action).pk for action in ("early", "late"))
    assert late_ < early


@pytest.mark.django_db(transaction=True)
def test_two_who_seal_at_once_make_each_block_once(monkeypatch):
    monkeypatch.setattr(sealing, "SIZE", 5)
    for number in range(60):
        Entry.objects.create(at=NOON, object_key="company", record_id=number, version=1, action="tested")

    def work() -> None:
        sealing.seal(at=NOON)
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    sealing.seal(at=NOON)

    verdict = verifying.verify()
    assert (verdict.broken, verdict.waiting) == (None, 0)
    assert verdict.entries == Entry.objects.count()
