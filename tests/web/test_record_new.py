"""A new record: its form, its mistakes, and the warning when it is here already."""

import pytest

from odnos.engine.records import read, write
from tests.people import NOON, Cast
from tests.web.sales import browser_of, htmx, kind, make_company, make_pipeline


@pytest.mark.parametrize(
    "plural", ["companies", "contacts", "leads", "deals", "products", "tasks", "notes", "lists"]
)
def test_every_object_has_a_form_as_a_page_and_as_a_dialog(cast: Cast, plural):
    client = browser_of(cast.dora)

    assert "<html" in client.get(f"/{plural}/new").content.decode()
    dialog = client.get(f"/{plural}/new", headers=htmx()).content.decode()
    assert "<dialog" in dialog
    assert "<html" not in dialog


def test_a_company_is_made_from_the_quick_fields(cast: Cast):
    answer = browser_of(cast.ada).post("/companies/new", {"name": "Lipa", "website": "lipa.example"})

    made = read.query(kind("company"), by=cast.ada, at=NOON).rows[0]
    assert answer["Location"] == f"/companies/{made.id}"
    assert (made["name"], made["domain"], made["owner"]) == ("Lipa", "lipa.example", cast.ada.user_id)


def test_a_deal_begins_in_the_first_stage_unless_one_is_chosen(cast: Cast):
    stages = make_pipeline()
    client = browser_of(cast.ada)

    client.post("/deals/new", {"name": "One"})
    client.post("/deals/new", {"name": "Two", "stage": stages["Offer"]})

    rows = read.query(kind("deal"), by=cast.ada, at=NOON, sort="name").rows
    assert [(row["name"], row["stage"]) for row in rows] == [("One", stages["New"]), ("Two", stages["Offer"])]


def test_mistakes_stand_at_their_fields_and_what_was_typed_stays(cast: Cast):
    answer = browser_of(cast.ada).post("/contacts/new", {"name": "", "email": "nonsense"}, headers=htmx())

    html = answer.content.decode()
    assert answer.status_code == 422
    assert "Fill this in." in html
    assert "is not an e-mail address" in html
    assert 'value="nonsense"' in html
    assert read.query(kind("contact"), by=cast.ada, at=NOON).rows == []


def test_one_that_is_here_already_is_asked_about_first(cast: Cast):
    make_company(cast.ada, name="Lipa d.o.o.")
    client = browser_of(cast.ada)

    asked = client.post("/companies/new", {"name": "LIPA"}, headers=htmx())
    assert asked.status_code == 422
    assert "Lipa d.o.o." in asked.content.decode()
    assert "Create anyway" in asked.content.decode()
    assert len(read.query(kind("company"), by=cast.ada, at=NOON).rows) == 1

    client.post("/companies/new", {"name": "LIPA", "anyway": "1"})
    assert len(read.query(kind("company"), by=cast.ada, at=NOON).rows) == 2


def test_the_warning_comes_while_one_types(cast: Cast):
    make_company(cast.ada, name="Lipa d.o.o.")

    html = browser_of(cast.ada).get("/companies/new/doubles?name=lipa", headers=htmx()).content.decode()

    assert "Lipa d.o.o." in html
    assert "<form" not in html


def test_what_was_typed_can_be_added_to_the_one_that_is_here(cast: Cast):
    known = make_company(cast.ada, name="Lipa")

    answer = browser_of(cast.ada).post(
        "/companies/new", {"name": "Lipa", "phone": "040123456", "merge": known.id}
    )

    made = read.query(kind("company"), by=cast.ada, at=NOON, sort="-id").rows[0]
    assert answer["Location"] == f"/companies/{known.id}/merge/{made.id}"


def test_of_a_hidden_record_only_its_existence_is_told(cast: Cast):
    write.create(kind("contact"), {"name": "Skrivnost", "email": "s@x.example"}, by=cast.cleo, at=NOON)

    html = (
        browser_of(cast.ada)
        .post("/contacts/new", {"name": "Q", "email": "s@x.example"}, headers=htmx())
        .content.decode()
    )

    assert "may not see has the same E-mail" in html
    assert "Skrivnost" not in html


def test_an_analyst_makes_nothing(cast: Cast):
    client = browser_of(cast.ann)

    assert client.get("/companies/new").status_code == 403
    assert client.post("/companies/new", {"name": "x"}).status_code == 403
    assert client.get("/companies/new/doubles?name=x").status_code == 403


def test_a_contact_of_a_company_leads_back_to_it(cast: Cast):
    company = make_company(cast.ada)
    client = browser_of(cast.ada)

    form = client.get(
        f"/contacts/new?company={company.id}&next=/companies/{company.id}", headers=htmx()
    ).content.decode()
    assert f'value="{company.id}"' in form
    answer = client.post(
        "/contacts/new", {"name": "Mia", "company": company.id, "next": f"/companies/{company.id}"}
    )

    assert answer["Location"] == f"/companies/{company.id}"
    assert client.post("/contacts/new", {"name": "Bor", "next": "//evil.example"})["Location"].startswith(
        "/contacts/"
    )
