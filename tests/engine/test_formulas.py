"""Formula fields: worked out with every write, anew when what they read changes, and refused where they cannot be."""

import json
from decimal import Decimal

import pytest

from odnos.engine.audit.models import Entry
from odnos.engine.custom import actions, formulas, renewing
from odnos.engine.filters import text
from odnos.engine.outbox.models import Job
from odnos.engine.records import read, write
from odnos.engine.records.errors import Invalid
from odnos.engine.tables import definitions
from odnos.lib.money import Money
from odnos.objects.registry import registry
from tests.people import NOON
from tests.web.sales import browser_of
from tests.working import drain

pytest_plugins = ("tests.engine.custom",)

COMPANY, CONTACT = registry.get("company"), registry.get("contact")


def value_of(object_type, row, name, by):
    return read.get(object_type, row.id, by=by)[name]


def test_a_formula_follows_from_the_fields_of_its_record(cast, add_field):
    add_field("company", "formula", "Per head", formula="round(annual_revenue / employees, 2)")
    row = write.create(
        COMPANY, {"name": "Acme", "annual_revenue": "1000 EUR", "employees": 3}, by=cast.ada, at=NOON
    )
    assert row["per_head"] == Money(Decimal("333.33"), "EUR")

    row = write.update(COMPANY, row.id, {"employees": 4}, version=row.version, by=cast.ada, at=NOON)
    assert row["per_head"] == Money(Decimal(250), "EUR")

    row = write.update(COMPANY, row.id, {"employees": ""}, version=row.version, by=cast.ada, at=NOON)
    assert row["per_head"] is None


def test_nobody_writes_into_it(cast, add_field):
    add_field("company", "formula", "Twice", formula="employees * 2")

    with pytest.raises(Invalid) as refusal:
        write.create(COMPANY, {"name": "Acme", "twice": 5}, by=cast.dora, at=NOON)

    assert list(refusal.value.errors) == ["twice"]


@pytest.mark.parametrize(
    ("formula", "kept", "asked"),
    [
        ("employees * 2.5", Decimal("7.5"), "is:7.5"),
        ('upper(name) & "-" & employees', "ACME-3", "contains:acme-3"),
        ("date(2026, employees, 1)", None, "within:this_year"),
        ("employees > 2", True, "is:true"),
    ],
)
def test_it_is_filtered_and_sorted_by_like_any_other_field(cast, add_field, formula, kept, asked):
    add_field("company", "formula", "Result", formula=formula)
    row = write.create(COMPANY, {"name": "Acme", "employees": 3}, by=cast.ada, at=NOON)
    write.create(COMPANY, {"name": "Empty"}, by=cast.ada, at=NOON)

    page = read.query(COMPANY, by=cast.ada, at=NOON, filter=text.parse(f"result.{asked}"), sort="-result")

    assert [found.id for found in page.rows] == [row.id]
    assert kept is None or page.rows[0]["result"] == kept


def test_formulas_follow_from_one_another_in_their_order(cast, add_field):
    base = add_field("company", "formula", "Base", formula="employees + 1")
    add_field("company", "formula", "Above", formula="base * 10")

    row = write.create(COMPANY, {"name": "Acme", "employees": 1}, by=cast.ada, at=NOON)
    assert row["above"] == 20

    actions.save(base.id, {"formula": "employees + 2"}, version=None, by=cast.dora, at=NOON)
    definitions.refresh()
    drain()
    assert value_of(COMPANY, row, "above", cast.ada) == 30


def test_records_that_are_there_get_it_without_an_edit(cast, add_field):
    row = write.create(COMPANY, {"name": "Acme", "employees": 3}, by=cast.ada, at=NOON)
    written = Entry.objects.count()

    add_field("company", "formula", "Twice", formula="employees * 2")
    drain()

    kept = read.get(COMPANY, row.id, by=cast.ada)
    assert (kept["twice"], kept.version) == (6, row.version)
    assert Entry.objects.exclude(object_key__startswith="custom").count() == written


@pytest.mark.parametrize("spread", [0, 3], ids=["ids far apart", "ids close together"])
def test_many_records_get_it_step_by_step(cast, add_field, monkeypatch, spread):
    monkeypatch.setattr(renewing, "BATCH", 2)
    monkeypatch.setattr(renewing, "SPREAD", spread)
    monkeypatch.setattr(renewing, "STRIDE", 3)
    for number in range(1, 12):
        write.create(COMPANY, {"name": f"Acme {number}", "employees": number}, by=cast.ada, at=NOON)

    add_field("company", "formula", "Twice", formula="employees * 2")
    drain()

    asked = read.query(COMPANY, by=cast.ada, at=NOON, sort=["-twice"])
    assert [row["twice"] for row in asked.rows] == list(range(22, 0, -2))


def test_it_is_worked_out_before_its_index_is_built(cast, add_field):
    add_field("company", "formula", "Twice", formula="employees * 2", is_fast=True)

    waiting = Job.objects.filter(name__in=("custom.renew", "custom.indexes")).order_by("priority", "id")
    assert list(waiting.values_list("name", flat=True)) == ["custom.renew", "custom.indexes"]


def test_it_follows_the_record_that_a_link_names(cast, add_field):
    add_field("contact", "formula", "Colleagues", formula="company.employees - 1")
    company = write.create(COMPANY, {"name": "Acme", "employees": 3}, by=cast.ada, at=NOON)
    contact = write.create(CONTACT, {"name": "Eva", "company": company.id}, by=cast.ada, at=NOON)
    assert contact["colleagues"] == 2

    write.update(COMPANY, company.id, {"employees": 10}, version=None, by=cast.ada, at=NOON)
    drain()
    assert value_of(CONTACT, contact, "colleagues", cast.ada) == 9

    contact = write.update(CONTACT, contact.id, {"company": ""}, version=None, by=cast.ada, at=NOON)
    assert contact["colleagues"] is None


def test_a_chain_of_formulas_over_links_is_followed_to_its_end(cast, add_field):
    add_field("company", "formula", "Twice", formula="employees * 2")
    add_field("contact", "formula", "Thrice", formula="company.twice + company.employees")
    company = write.create(COMPANY, {"name": "Acme", "employees": 1}, by=cast.ada, at=NOON)
    contact = write.create(CONTACT, {"name": "Eva", "company": company.id}, by=cast.ada, at=NOON)

    write.update(COMPANY, company.id, {"employees": 5}, version=None, by=cast.ada, at=NOON)
    drain()

    assert value_of(CONTACT, contact, "thrice", cast.ada) == 15


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        ("employees +", "The formula ends too early. (at character 12)"),
        ("salary * 2", "There is no field “salary” that a formula can read. (at character 1)"),
        ('employees + "x"', "“+” does not take these together: number, text. (at character 11)"),
        ("contacts", "There is no field “contacts” that a formula can read. (at character 1)"),
        ("", "Write a formula, such as amount * probability / 100."),
    ],
)
def test_a_formula_that_cannot_be_is_refused_with_its_place(cast, add_field, formula, said):
    with pytest.raises(Invalid) as refusal:
        add_field("company", "formula", "Result", formula=formula)

    assert [str(reason) for reason in refusal.value.errors["formula"]] == [said]


def test_a_circle_is_refused_with_its_path(cast, add_field):
    first = add_field("company", "formula", "First", formula="employees + 1")
    add_field("company", "formula", "Second", formula="first + 1")

    with pytest.raises(Invalid) as refusal:
        actions.save(first.id, {"formula": "second + 1"}, version=None, by=cast.dora, at=NOON)

    assert [str(reason) for reason in refusal.value.errors["formula"]] == [
        "It would follow from itself: company.first → company.second → company.first."
    ]


def test_a_formula_whose_field_was_archived_keeps_its_values(cast, add_field):
    size = add_field("company", "number", "Sites")
    add_field("company", "formula", "Twice", formula="sites * 2")
    row = write.create(COMPANY, {"name": "Acme", "sites": 2}, by=cast.ada, at=NOON)

    actions.archive(size.id, by=cast.dora, at=NOON)
    definitions.refresh()
    row = write.update(COMPANY, row.id, {"name": "Uno"}, version=row.version, by=cast.ada, at=NOON)

    assert row["twice"] == 4


def test_while_definitions_are_read_anew_formulas_go_on_following(cast, add_field, monkeypatch):
    add_field("company", "formula", "Twice", formula="employees * 2")
    seen = []
    following = formulas.following

    def watched(*given):
        seen.append(COMPANY.field("twice").follows is not None)
        return following(*given)

    monkeypatch.setattr(formulas, "following", watched)

    add_field("company", "text", "Tax")

    assert seen == [True]


def test_a_list_shows_at_once_what_follows_from_an_edited_cell(cast, add_field):
    add_field("company", "formula", "Twice", formula="employees * 2")
    row = write.create(COMPANY, {"name": "Acme", "employees": 3}, by=cast.ada, at=NOON)

    answer = browser_of(cast.ada).post(
        f"/companies/{row.id}/cell/employees",
        {"employees": "21", "version": row.version},
        headers={"HX-Request": "true"},
    )

    assert json.loads(answer["HX-Trigger"])["record-version"]["cells"] == {"twice": "42"}
