"""How a process learns that something administrators define has changed: kind by kind, in their order."""

import pytest

from odnos.engine.custom import actions
from odnos.engine.tables import definitions
from odnos.engine.tables.definitions import Definitions
from tests.people import NOON


@pytest.fixture
def told(cast, monkeypatch):
    """What was read and forgotten, by kinds that stand upon the tables of fields and of options."""
    heard = []

    def kind(name, table):
        return Definitions(
            name=name,
            tables=(table,),
            read=lambda: heard.append(f"read {name}"),
            forget=lambda: heard.append(f"forgot {name}"),
        )

    kinds = [
        kind("teams", "access_team"),
        kind("fields", "custom_customfield"),
        kind("options", "custom_customoption"),
    ]
    monkeypatch.setattr(definitions, "_kinds", kinds)
    monkeypatch.setattr(definitions, "_known", {})
    definitions.refresh()
    heard.clear()
    return heard


def made(cast, **values):
    return actions.make({"object": "company", "kind": "text", "name": "Tax", **values}, by=cast.dora, at=NOON)


def test_what_has_not_changed_is_not_read(told):
    definitions.refresh()
    definitions.refresh()

    assert told == []


def test_what_changed_is_read_and_all_that_may_stand_upon_it(cast, told):
    made(cast)
    definitions.refresh()
    assert told == ["read fields", "read options"]

    definitions.refresh()
    assert told == ["read fields", "read options"]


def test_a_change_is_known_by_the_sum_of_versions_too(cast, told):
    field = made(cast)
    definitions.refresh()
    told.clear()

    actions.save(field.id, {"name": "VAT"}, version=None, by=cast.dora, at=NOON)
    definitions.refresh()

    assert told == ["read fields", "read options"]


def test_it_is_all_forgotten_in_the_opposite_order_and_read_again(told):
    definitions.forget()
    assert told == ["forgot options", "forgot fields", "forgot teams"]

    definitions.refresh()
    assert told[3:] == ["read teams", "read fields", "read options"]


def test_it_costs_one_statement(told, django_assert_num_queries):
    with django_assert_num_queries(1):
        definitions.refresh()
