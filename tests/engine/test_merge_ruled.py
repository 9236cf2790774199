"""A merge obeys the conditional rules: what it would leave behind is judged like any edit."""

import pytest

from odnos.engine.custom.ruling.declared import FIELD_RULE
from odnos.engine.records import merge, read, undo, write
from odnos.engine.records.errors import Invalid
from odnos.engine.tables import definitions
from odnos.objects.registry import registry
from tests.engine.merging import LATER, make, picture
from tests.people import NOON

COMPANY = registry.get("company")


def rule(cast, condition, effect, *targets):
    values = {"name": "R", "object": "company", "condition": condition, "effect": effect, "targets": targets}
    write.create(FIELD_RULE, values, by=cast.dora, at=NOON)
    definitions.refresh()


@pytest.fixture
def firms(cast):
    """A small firm without a telephone number, and a large one that has one."""
    small = make("company", cast.ada, name="Acme", employees=5)
    large = make("company", cast.ada, name="Acme Ltd", employees=500, phone="+38640123456")
    return small, large


def test_a_merge_that_would_break_a_rule_is_refused_and_changes_nothing(cast, firms):
    small, large = firms
    rule(cast, "employees.gt:100", "required", "phone")
    before = picture()

    picks = {"employees": "right", "phone": "left"}
    with pytest.raises(Invalid) as refusal:
        merge.merge(COMPANY, small.id, large.id, picks=picks, by=cast.ada, at=LATER)

    assert {name: [str(item) for item in every] for name, every in refusal.value.errors.items()} == {
        "phone": ["Required because: Employees more than 100."]
    }
    assert picture() == before


def test_a_merge_that_keeps_the_rule_passes_and_can_be_undone(cast, firms):
    small, large = firms
    rule(cast, "employees.gt:100", "required", "phone")
    before = picture()

    made = merge.merge(
        COMPANY, small.id, large.id, picks={"employees": "right", "phone": "right"}, by=cast.ada, at=LATER
    )

    assert read.get(COMPANY, small.id, by=cast.ada)["phone"] == "+38640123456"
    assert not undo.change_set(made.pk, by=cast.ada, at=LATER).kept
    assert picture() == before


def test_what_a_rule_closes_a_merge_does_not_change(cast, firms):
    small, large = firms
    rule(cast, "employees.lt:10", "readonly", "phone")
    before = picture()

    with pytest.raises(Invalid) as refusal:
        merge.merge(COMPANY, small.id, large.id, picks={"phone": "right"}, by=cast.ada, at=LATER)

    assert list(refusal.value.errors) == ["phone"]
    assert picture() == before
