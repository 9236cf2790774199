"""A batch is written field by field, and each of its records is as if it had been written alone."""

import pytest
from django.db import connection

from odnos.engine.audit.models import Entry
from odnos.engine.records import read, write
from odnos.engine.tables import room
from odnos.objects.registry import registry
from tests.people import NOON

pytestmark = pytest.mark.django_db
COMPANY = registry.get("company")
BATCH = (
    {"name": "Lumen"},
    {"name": "Nova", "annual_revenue": "5 EUR", "tags": "light"},
    {"name": ""},
    {"name": "Orbita", "industry": None, "address": {"city": "Koper"}, "employees": "7"},
)


def test_records_of_one_batch_may_speak_of_different_fields(cast):
    together = write.create_many(COMPANY, BATCH, by=cast.ada, at=NOON)
    alone = [write.create(COMPANY, values, by=cast.ada, at=NOON) for values in BATCH if values["name"]]

    made = read.get_many(COMPANY, [item.id for item in together if item.id], by=cast.ada)
    names = [name for name in COMPANY.by_name if name != "domain"]
    assert [list(item.errors) for item in together] == [[], [], ["name"], []]
    assert [[row[name] for name in names] for row in made.values()] == [
        [row[name] for name in names] for row in alone
    ]


def test_the_trail_of_a_batch_tells_of_each_record_what_it_was_given(cast):
    made = write.create_many(COMPANY, BATCH, by=cast.ada, at=NOON)

    diffs = {entry.record_id: entry.diff for entry in Entry.objects.filter(object_key="company", version=1)}
    assert diffs[made[0].id] == {"name": [None, "Lumen"], "owner": [None, cast.ada.user_id]}
    assert diffs[made[1].id] == {
        "name": [None, "Nova"],
        "annual_revenue": [None, {"amount": "5", "currency": "EUR"}],
        "tags": [None, ["light"]],
        "owner": [None, cast.ada.user_id],
    }
    assert len(diffs) == 3


def test_room_to_write_is_given_back():
    if connection.vendor != "sqlite":
        pytest.skip("only on sqlite")

    def pages():
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA cache_size")
            return cursor.fetchone()[0]

    def cut_off():
        with room.to_write():
            seen.append(pages())
            raise RuntimeError

    seen, before = [], pages()
    with pytest.raises(RuntimeError):
        cut_off()

    assert seen == [-room.KIBIBYTES]
    assert pages() == before != -room.KIBIBYTES
