"""Settings: conditional rules, and how forms and record pages follow them."""

import pytest

from odnos.engine.custom.ruling.declared import FIELD_RULE
from odnos.engine.records import read, ruled
from odnos.objects.registry import registry
from tests.people import NOON, Cast
from tests.web.sales import browser_of, make_company

COMPANY = registry.get("company")
RULE = {
    "condition": "employees.gt:100",
    "effect": "required",
    "targets": ["phone", "email"],
    "is_on": "1",
}


def make_rule(client, **given):
    return client.post("/settings/rules/company/new", RULE | given)


def test_a_rule_is_made_shown_changed_and_taken_away(cast: Cast):
    client = browser_of(cast.dora)

    assert make_rule(client)["Location"] == "/settings/rules/company"
    [row] = read.query(FIELD_RULE, by=cast.dora, at=NOON).rows
    assert (row["condition"], row["targets"], row["is_on"]) == ("employees.gt:100", ("phone", "email"), True)
    listed = client.get("/settings/rules/company").content.decode()
    assert "Phone, Email: Must be filled in" in listed or "Phone, E-mail: Must be filled in" in listed
    assert "When: Employees more than 100" in listed
    page = client.get(f"/settings/rules/{row.id}").content.decode()
    assert 'name="condition" value="employees.gt:100"' in page

    client.post(f"/settings/rules/{row.id}", RULE | {"is_on": "", "version": row.version})
    assert ruled.rules_of(COMPANY) == ()
    client.post(f"/settings/rules/{row.id}/deletion")
    assert "No rule yet" in client.get("/settings/rules/company").content.decode()


def test_people_are_chosen_by_name_in_a_condition(cast: Cast):
    page = browser_of(cast.dora).get("/settings/rules/company/new").content.decode()

    assert f"[&#34;{cast.ada.user_id}&#34;,&#34;Ada&#34;]" in page


def test_a_condition_that_cannot_be_read_is_left_to_be_mended(cast: Cast):
    page = make_rule(browser_of(cast.dora), condition="employees.in:[1").content.decode()

    assert 'name="condition" value="employees.in:[1"' in page
    assert 'data-fields="[]"' in page


def test_a_mistake_in_a_rule_stands_where_it_was_made(cast: Cast):
    answer = make_rule(browser_of(cast.dora), condition="employees.gt:many")

    assert answer.status_code == 422
    assert "“many” is not a number." in answer.content.decode()


@pytest.mark.parametrize("path", ["rules", "rules/company", "rules/company/new"])
def test_only_administrators_make_rules(cast: Cast, path):
    assert browser_of(cast.ada).get(f"/settings/{path}").status_code == 403


def test_a_form_asks_how_its_fields_are_to_be_treated(cast: Cast):
    make_rule(browser_of(cast.dora))
    make_rule(browser_of(cast.dora), effect="visible", targets=["website"])
    client = browser_of(cast.ada)

    assert 'data-href="/companies/new/rules"' in client.get("/companies/new").content.decode()
    small = client.post("/companies/new/rules", {"name": "A", "employees": "5"}).json()["fields"]
    large = client.post("/companies/new/rules", {"name": "A", "employees": "500"}).json()["fields"]
    assert (small["phone"]["required"], small["website"]["hidden"]) == (False, True)
    assert (large["phone"]["required"], large["website"]["hidden"]) == (True, False)
    assert large["phone"]["why"] == "Required because: Employees more than 100."
    assert large["phone"]["said"] == "Phone: must be filled in"
    refused = client.post("/companies/new", {"name": "A", "employees": "500"})
    assert refused.status_code == 422
    assert "Required because: Employees more than 100." in refused.content.decode()


def test_a_record_page_draws_its_fields_as_the_rules_say(cast: Cast):
    make_rule(browser_of(cast.dora), effect="hidden", targets=["website"])
    make_rule(browser_of(cast.dora), effect="readonly", targets=["phone"])
    company = make_company(cast.ada, employees=500)
    client = browser_of(cast.ada)

    page = client.get(f"/companies/{company.id}").content.decode()
    website = page[page.index('data-field="website"') :].split(">")[0]
    phone = page[page.index('data-field="phone"') :].split(">")[0]
    assert website.endswith(" hidden")
    assert "data-rested=" in phone
    assert "data-edit=" not in phone
    states = client.get(f"/companies/{company.id}/rules").json()["fields"]
    assert states["website"]["hidden"]
    assert states["phone"]["readonly"]
    answer = client.post(
        f"/companies/{company.id}/field/phone", {"phone": "040 1", "version": company.version}
    )
    assert answer.status_code == 422


def test_the_rules_of_a_hidden_record_are_not_told(cast: Cast):
    make_rule(browser_of(cast.dora))
    company = make_company(cast.ada)

    assert browser_of(cast.cleo).get(f"/companies/{company.id}/rules").status_code == 404


def test_the_description_of_the_api_tells_of_rules_and_the_api_obeys_them(cast: Cast):
    def described():
        document = browser_of(cast.ada).get("/api/v1/openapi.json").json()
        return document["components"]["schemas"]["Company"]["properties"]["phone"].get("description", "")

    assert described() == ""
    make_rule(browser_of(cast.dora))
    assert described() == "Required when employees.gt:100."

    made = browser_of(cast.ada).post(
        "/api/v1/companies", {"name": "A", "employees": 500}, content_type="application/json"
    )
    assert made.status_code == 422
    assert "Required because: Employees more than 100." in made.content.decode()
