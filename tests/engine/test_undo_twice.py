"""Two clicks on Undo undo once."""

import threading

import pytest
from django.db import connection

from odnos.engine.access.rights import Denied
from odnos.engine.audit.models import ChangeSet, Entry
from odnos.engine.records import batch, read, undo, write
from odnos.engine.records.outcome import Change
from odnos.objects.registry import registry
from tests.people import NOON


@pytest.mark.django_db(transaction=True)
def test_two_undos_at_once_are_one(cast):
    company = registry.get("company")
    ids = [write.create(company, {"name": f"Acme {n}"}, by=cast.ada, at=NOON).id for n in range(5)]
    changes = [Change(id=number, values={"name": f"New {number}"}, version=None) for number in ids]
    made = batch.apply(company, batch.Batch(update=changes, create=[{"name": "Fresh"}]), by=cast.ada, at=NOON)
    assert made.change_set
    results: list[object] = []
    ready = threading.Barrier(3)

    def click() -> None:
        ready.wait()
        try:
            results.append(undo.change_set(made.change_set or 0, by=cast.ada, at=NOON).records)
        except Denied:
            results.append("denied")
        finally:
            connection.close()

    threads = [threading.Thread(target=click) for _number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(results) == 3
    assert set(results) <= {6, "denied"}
    assert 6 in results
    rows = read.query(company, by=cast.ada, at=NOON, sort="id").rows
    assert [row.title for row in rows] == [f"Acme {n}" for n in range(5)]
    assert Entry.objects.filter(action="undone").count() == 5
    assert ChangeSet.objects.filter(kind="undo").count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "field, raw", [("tags", [f"t{n}" for n in range(1001)]), ("lists", list(range(1, 1002)))]
)
def test_one_field_holds_no_more_than_a_thousand_values(cast, field, raw):
    from odnos.engine.records.errors import Invalid

    with pytest.raises(Invalid) as refusal:
        write.create(registry.get("company"), {"name": "Acme", field: raw}, by=cast.ada, at=NOON)

    assert [str(reason) for reason in refusal.value.errors[field]] == ["At most 1000 values fit here."]
