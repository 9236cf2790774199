"""Asking for doubles costs no more for a name that somebody made long."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from odnos.engine.records import duplicates, write
from odnos.objects.registry import registry
from tests.people import NOON

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["lamps " * 33, "a " * 100, " ".join(f"word{n}" for n in range(30))])
def test_a_long_name_asks_no_more_than_a_dozen_questions(cast, name):
    company = registry.get("company")
    for word in ("lampa", "lampy", "lamp", "damps", "camps"):
        write.create(company, {"name": word}, by=cast.ada, at=NOON)

    with CaptureQueriesContext(
        connection,
    ) as asked:
        duplicates.find(company, {"name": name}, by=cast.ada, ctx=cast.ada.context(NOON))

    assert len(asked) <= 24


def test_a_long_name_is_still_known(cast):
    company = registry.get("company")
    name = " ".join(f"department{n}" for n in range(12))
    kept = write.create(company, {"name": name}, by=cast.ada, at=NOON)

    found = duplicates.find(company, {"name": name}, by=cast.ada, ctx=cast.ada.context(NOON))

    assert [(item.id, item.certainty) for item in found] == [(kept.id, 100)]


def test_a_thousand_addresses_are_one_question(cast):
    many = ", ".join(f"a{n}@odnos.example" for n in range(1000))

    found = duplicates.find(
        registry.get("contact"), {"other_emails": many}, by=cast.ada, ctx=cast.ada.context(NOON)
    )

    assert found == []
