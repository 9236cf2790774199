"""A second entry of the same thing is recognised, and what the asker may not see is not told."""

import pytest

from odnos.engine.records import duplicates, write
from odnos.objects.registry import registry
from tests.people import NOON

pytestmark = pytest.mark.django_db


def make(key, by, **values):
    return write.create(registry.get(key), values, by=by, at=NOON)


def found(key, by, **values):
    doubles = duplicates.find(registry.get(key), values, by=by, ctx=by.context(NOON))
    return [(item.row.title if item.row else None, item.fields, item.certainty) for item in doubles]


@pytest.fixture
def known(cast):
    make(
        "company",
        cast.ada,
        name="GTX Pro d.o.o.",
        website="https://gtxpro.example",
        tax_id="SI123",
        other_phones="+38640999888",
    )
    make(
        "contact",
        cast.ada,
        name="Пётр Иванов",
        email="petr@lipa.example",
        other_emails="ivanov@lipa.example",
        phone="040 123 456",
    )
    return cast


@pytest.mark.parametrize(
    "written",
    ["GTX Pro", "gtx pro", "GTXPro", "GTX-PRO, d. o. o.", "GTX Pro Ltd", "Gtx Prо d.o.o.".replace("о", "o")],
)
def test_a_company_is_known_by_its_name_however_written(known, written):
    assert found("company", known.ada, name=written) == [("GTX Pro d.o.o.", ("name",), 100)]


@pytest.mark.parametrize("written", ["Петр Иванов", "Иванов Пётр", "Петр Ивонов"])
def test_a_person_is_known_by_their_name_or_nearly(known, written):
    [(title, fields, certainty)] = found("contact", known.ada, name=written)

    assert (title, fields) == ("Пётр Иванов", ("name",))
    assert certainty >= 90


@pytest.mark.parametrize(
    "values",
    [
        {"email": "PETR@lipa.example"},
        {"email": "ivanov@lipa.example"},
        {"other_emails": "petr@lipa.example"},
        {"other_emails": "x@y.example, ivanov@lipa.example"},
        {"phone": "+386 40 123 456"},
    ],
)
def test_a_person_is_known_by_any_address_or_number(known, values):
    [(title, fields, certainty)] = found("contact", known.ada, name="Somebody Else", **values)

    assert (title, fields, certainty) == ("Пётр Иванов", tuple(name for name in values), 100)


def test_a_company_is_known_by_domain_tax_id_and_further_numbers(known):
    assert found("company", known.ada, name="X", domain="gtxpro.example")[0][1] == ("domain",)
    assert found("company", known.ada, name="X", tax_id="SI123")[0][1] == ("tax_id",)
    assert found("company", known.ada, name="X", phone="040 999 888")[0][1] == ("phone",)


def test_another_teams_record_is_told_only_to_exist_and_only_by_an_exact_match(known):
    assert found("contact", known.cleo, name="Пётр Иванов") == []
    assert found("contact", known.cleo, name="Q", email="petr@lipa.example") == [(None, ("email",), 100)]


def test_something_else_is_not_taken_for_the_same(known):
    assert found("company", known.ada, name="GTX Plus Basic") == []
    assert found("company", known.ada, name="Pro") == []
    assert found("contact", known.ada, name="Петрова", email="petr@", phone="04") == []
    assert found("contact", known.ada) == []


def test_the_record_itself_and_the_bin_are_left_out(known):
    company = registry.get("company")
    twin = make("company", known.ada, name="Twin", tax_id="T-1")
    assert (
        duplicates.find(
            company, {"tax_id": "T-1"}, by=known.ada, ctx=known.ada.context(NOON), apart_from=[twin.id]
        )
        == []
    )

    write.delete(company, [twin.id], by=known.ada, at=NOON)

    assert found("company", known.ada, name="Twin", tax_id="T-1") == []
