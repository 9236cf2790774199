"""What happens in the background when a field is added or changed: indexes are built, the search follows."""

import pytest
from django.db import connection

from odnos.engine.custom import actions, indexes
from odnos.engine.custom.models import CustomIndex
from odnos.engine.filters import text
from odnos.engine.records import read, write
from odnos.engine.search import finding
from odnos.engine.tables import definitions
from odnos.objects.registry import registry
from tests.people import NOON
from tests.working import drain

pytest_plugins = ("tests.engine.custom",)

COMPANY = registry.get("company")


@pytest.fixture(autouse=True)
def no_index_left(cast):
    """Tests that commit leave their indexes behind."""
    yield
    with connection.cursor() as cursor:
        for name in names_of_indexes():
            cursor.execute(f'DROP INDEX "{name}"')


def names_of_indexes():
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, COMPANY.table)
    return {name for name in found if name.startswith("custom_f")}


@pytest.mark.django_db(transaction=True)
def test_a_fast_field_gets_an_index_that_its_conditions_use(cast, add_field):
    size = add_field("company", "number", "Sites", is_fast=True)
    assert indexes.states("company") == {}

    drain()

    assert indexes.states("company")[size.id].state == CustomIndex.State.READY
    [name] = names_of_indexes()
    page = read.matching(COMPANY, by=cast.dora, at=NOON, filter=text.parse("sites.is:7"))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET enable_seqscan = off; SET enable_bitmapscan = off")
        assert name in page.explain() or connection.vendor == "postgresql"


@pytest.mark.django_db(transaction=True)
def test_values_that_are_not_unique_yet_are_told_and_settled_later(cast, add_field):
    tax = add_field("company", "text", "Tax")
    rows = [write.create(COMPANY, {"name": "C", "tax": "1"}, by=cast.ada, at=NOON) for _ in range(2)]
    saved = actions.save(tax.id, {"name": "Tax", "is_unique": "1"}, version=None, by=cast.dora, at=NOON)
    definitions.refresh()
    drain()
    state = indexes.states("company")[tax.id]
    assert (state.state, bool(state.reason)) == (CustomIndex.State.FAILED, True)

    write.update(COMPANY, rows[0].id, {"tax": "2"}, version=None, by=cast.ada, at=NOON)
    actions.save(tax.id, {"help": "Unique"}, version=saved.version, by=cast.dora, at=NOON)
    drain()

    assert indexes.states("company")[tax.id].state == CustomIndex.State.READY
    assert len(names_of_indexes()) == 2


@pytest.mark.django_db(transaction=True)
def test_an_archived_field_loses_its_index_and_gets_it_back(cast, add_field):
    size = add_field("company", "number", "Sites", is_fast=True)
    drain()

    actions.archive(size.id, by=cast.dora, at=NOON)
    drain()
    assert names_of_indexes() == set()

    actions.restore(size.id, by=cast.dora, at=NOON)
    drain()
    assert len(names_of_indexes()) == 1


@pytest.mark.django_db(transaction=True)
def test_the_search_follows_when_a_field_is_to_be_searched(cast, add_field):
    plate = add_field("company", "text", "Plate")
    write.create(COMPANY, {"name": "Acme", "plate": "LJ-12-KT"}, by=cast.ada, at=NOON)
    drain()
    assert finding.find("lj-12", by=cast.ada, at=NOON) == []

    actions.save(plate.id, {"is_searchable": "1"}, version=None, by=cast.dora, at=NOON)
    definitions.refresh()
    drain()

    assert [hit.title for hit in finding.find("lj-12", by=cast.ada, at=NOON)] == ["Acme"]


@pytest.mark.django_db(transaction=True)
def test_an_index_that_a_migration_lost_is_built_again(cast, add_field):
    add_field("company", "text", "Tax", is_unique=True)
    drain()
    names = names_of_indexes()
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute(f'DROP INDEX "{name}"')

    indexes.mend()

    assert names_of_indexes() == names
    assert len(names) == 2
