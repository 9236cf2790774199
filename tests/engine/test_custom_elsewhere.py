"""Added fields where others pass: mass edits, merging, export, search, and what is left of one that was archived."""

import pytest

from odnos.engine.audit.models import Entry
from odnos.engine.custom import actions
from odnos.engine.filters import text, tree
from odnos.engine.records import mass, merge, read, undo, write
from odnos.engine.search import finding
from odnos.engine.tables import definitions
from odnos.engine.transfer import export
from odnos.objects.registry import registry
from tests.people import NOON
from tests.web.sales import browser_of

pytest_plugins = ("tests.engine.custom",)

COMPANY = registry.get("company")


def made(by, **values):
    return write.create(COMPANY, {"name": "Acme", **values}, by=by, at=NOON)


def test_many_records_are_changed_at_once_and_undone(cast, add_field):
    tier = add_field("company", "choice", "Tier", options=("Gold", "Silver"))["code"]
    rows = [made(cast.ada, name=f"C{number}", **{tier: "gold"}) for number in range(3)]

    changed = mass.begin(COMPANY, "edit", {tier: "silver"}, among=tree.EVERYTHING, by=cast.ada, at=NOON)
    while mass.step(changed.pk, by=cast.ada, at=NOON):
        pass
    assert {read.get(COMPANY, row.id, by=cast.ada)[tier] for row in rows} == {"silver"}

    undo.change_set(changed.pk, by=cast.ada, at=NOON)
    assert {read.get(COMPANY, row.id, by=cast.ada)[tier] for row in rows} == {"gold"}


def test_merging_fills_what_is_empty(cast, add_field):
    tax = add_field("company", "text", "Tax")["code"]
    kept, other = made(cast.ada), made(cast.ada, **{tax: "1"})

    merge.merge(COMPANY, kept.id, other.id, picks={}, by=cast.ada, at=NOON)

    assert read.get(COMPANY, kept.id, by=cast.ada)[tax] == "1"


def test_a_file_has_it_under_its_label(cast, add_field):
    size = add_field("company", "number", "Sites")["code"]
    row = made(cast.ada, **{size: 7})

    written = b"".join(
        export.blocks(COMPANY, format="csv", by=cast.ada, at=NOON, columns=["name", size])
    ).decode()

    assert written.lstrip("\ufeff").splitlines() == ["Odnos id,Name,Sites", f"{row.id},Acme,7"]


def test_the_search_finds_by_one_that_is_searchable(cast, add_field):
    plate = add_field("company", "text", "Plate", is_searchable=True)["code"]
    row = made(cast.ada, **{plate: "LJ 12-KT"})

    found = finding.find("12-kt", by=cast.ada, at=NOON)

    assert [(hit.object_key, hit.record_id) for hit in found] == [row.reference]


def test_what_an_archived_field_held_stays_in_the_trail_and_cannot_be_undone(cast, add_field):
    field = add_field("company", "text", "Tax")
    row = made(cast.ada)
    write.update(COMPANY, row.id, {field["code"]: "1"}, version=None, by=cast.ada, at=NOON)
    entry = Entry.objects.filter(object_key="company", record_id=row.id).latest("pk")
    actions.archive(field.id, by=cast.dora, at=NOON)
    definitions.refresh()

    page = browser_of(cast.ada).get(f"/companies/{row.id}")
    assert page.status_code == 200
    undone = undo.entry(entry.pk, by=cast.ada, at=NOON)

    assert undone.records == 0
    assert len(undone.kept) == 1


@pytest.mark.parametrize(
    ("question", "status"), [("?columns=name,tax", 200), ("?sort=tax", 400), ("?filter=tax.is:1", 400)]
)
def test_a_list_leaves_out_the_column_of_an_archived_field_and_refuses_to_ask_by_it(
    cast, add_field, question, status
):
    field = add_field("company", "text", "Tax")
    client = browser_of(cast.ada)
    assert client.get(f"/companies{question}").status_code == 200

    actions.archive(field.id, by=cast.dora, at=NOON)

    assert client.get(f"/companies{question}").status_code == status


def test_records_within_a_filter_of_a_link_are_found_by_their_added_field(cast, add_field):
    tier = add_field("company", "choice", "Tier", options=("Gold",))["code"]
    company = made(cast.ada, **{tier: "gold"})
    contact = write.create(
        registry.get("contact"), {"name": "Eva", "company": company.id}, by=cast.ada, at=NOON
    )

    page = read.query(
        registry.get("contact"), by=cast.ada, at=NOON, filter=text.parse(f"company.{tier}.is:gold")
    )

    assert [row.id for row in page.rows] == [contact.id]
