"""Settings: fields that administrators add, and where they are at once."""

import re

import pytest
from django.utils.translation import override

from odnos.engine.access.fields import safe
from odnos.engine.audit.models import ChangeSet
from odnos.engine.custom.objects import CUSTOM_FIELD
from odnos.engine.filters.tree import Condition
from odnos.engine.records import read
from odnos.engine.tables import definitions
from odnos.objects.registry import registry
from tests.people import NOON, Cast
from tests.web.sales import browser_of, kind, make_company

pytest_plugins = ("tests.engine.custom",)

COMPANY = registry.get("company")
TIER = {
    "kind": "choice",
    "name": "Tier",
    "section": "Loyalty",
    "is_fast": "1",
    "option": ["new-0", "new-1", "new-2"],
    "option-name-new-0": "Gold",
    "option-tone-new-0": "good",
    "option-name-new-1": "Silver",
    "option-name-new-2": "",
}


def made_by(client, **given):
    return client.post("/settings/fields/company/new", TIER | given)


def test_a_field_is_on_the_pages_in_the_list_and_in_the_api_at_once(cast: Cast):
    company = make_company(cast.ada)
    client = browser_of(cast.dora)

    assert made_by(client)["Location"] == "/settings/fields/company"

    reader = browser_of(cast.ada)
    page = reader.get(f"/companies/{company.id}").content.decode()
    assert "Loyalty" in page
    assert 'data-field="tier"' in page
    answer = reader.post(f"/companies/{company.id}/field/tier", {"tier": "gold", "version": company.version})
    assert answer.status_code == 302
    assert "Gold" in reader.get("/companies?columns=name,tier&filter=tier.is:gold").content.decode()
    assert '"tier"' in reader.get("/api/v1/openapi.json").content.decode()


def test_the_other_parts_of_the_settings_stay_in_reach(cast: Cast):
    client = browser_of(cast.dora)

    for path in ("company", "company/new", "company/new?kind=text"):
        assert 'href="/settings/pipelines"' in client.get(f"/settings/fields/{path}").content.decode(), path


def test_a_mistake_stands_beside_what_was_written(cast: Cast):
    page = made_by(browser_of(cast.dora), code="Not A Code")

    assert page.status_code == 422
    shown = page.content.decode()
    assert "Use small Latin letters, digits and _, beginning with a letter." in shown
    assert 'value="Tier"' in shown
    assert 'value="Silver"' in shown


def test_options_are_reordered_renamed_added_and_taken_away(cast: Cast, add_field):
    field = add_field("company", "choice", "Tier", options=("Gold", "Silver"))
    gold, silver = (option.id for option in options(cast, field.id))
    form = {
        "name": "Class",
        "version": field.version,
        "option": [str(silver), "new-0", str(gold)],
        f"option-name-{silver}": "Plain",
        "option-name-new-0": "Iron",
        f"option-name-{gold}": "",
    }

    assert browser_of(cast.dora).post(f"/settings/fields/{field.id}", form).status_code == 302

    assert [(option.title, option["code"]) for option in options(cast, field.id)] == [
        ("Plain", "silver"),
        ("Iron", "iron"),
    ]
    assert [str(label) for _key, label in COMPANY.field("tier").choices] == ["Plain", "Iron"]


def options(cast: Cast, field_id: int):
    asked = Condition(("field",), "is", field_id)
    return list(read.query(kind("custom_option"), by=cast.dora, at=NOON, filter=asked, sort="position").rows)


def test_a_new_record_begins_with_the_option_that_was_called_by_its_name(cast: Cast):
    client = browser_of(cast.dora)

    assert made_by(client, default="silver and gold").status_code == 422
    assert "tier" not in COMPANY.by_name
    made_by(client, default="Silver")

    number = COMPANY.field("tier").key.removeprefix("f")
    assert make_company(cast.ada)["tier"] == "silver"
    assert (
        'name="default" type="text" value="Silver"'
        in client.get(f"/settings/fields/{number}").content.decode()
    )


def test_options_are_called_otherwise_in_other_languages(cast: Cast, add_field):
    field = add_field("company", "choice", "Tier", options=("Gold",))
    gold = options(cast, field.id)[0]
    form = {
        "name": "Tier",
        "version": field.version,
        "option": [str(gold.id)],
        f"option-name-{gold.id}": "Gold",
        f"option-name_sl-{gold.id}": "Zlato",
    }

    browser_of(cast.dora).post(f"/settings/fields/{field.id}", form)

    with override("sl"):
        assert [str(label) for _key, label in COMPANY.field("tier").choices] == ["Zlato"]
    assert [str(label) for _key, label in COMPANY.field("tier").choices] == ["Gold"]


def test_a_field_is_never_there_for_those_who_are_not_to_see_it(cast: Cast):
    rights = {"role": ["representative", "manager"], "sees": ["manager"], "edits": ["representative"]}

    made_by(browser_of(cast.dora), **rights)

    assert "tier" not in safe(COMPANY, by=cast.ada).by_name
    assert safe(COMPANY, by=cast.max).field("tier").readonly
    assert not safe(COMPANY, by=cast.ann).field("tier").readonly


def test_one_undo_takes_a_field_back_with_its_rights(cast: Cast):
    client = browser_of(cast.dora)
    made_by(client, role=["representative"])

    client.post(f"/history/{ChangeSet.objects.latest('id').pk}/undo")
    definitions.refresh()

    assert "tier" not in COMPANY.by_name
    assert not read.query(kind("field_right"), by=cast.dora, at=NOON).rows


def test_a_roll_up_is_made_on_the_page_and_says_what_it_gathers(cast: Cast):
    client = browser_of(cast.dora)
    form = client.get("/settings/fields/company/new?kind=rollup").content.decode()
    assert 'value="deal.company"' in form
    assert 'value="deal.amount"' in form
    given = {"kind": "rollup", "name": "Won", "through": "deal.company", "measure": "sum"}

    made = given | {"measured": "deal.amount", "only": "status.is:won"}
    assert client.post("/settings/fields/company/new", given).status_code == 422
    assert client.post("/settings/fields/company/new", made).status_code == 302

    field = COMPANY.field("won")
    page = client.get(f"/settings/fields/{field.key.removeprefix('f')}").content.decode()
    assert "Sum: Amount · Deals" in page


def test_a_relation_is_called_in_each_language_on_both_sides_and_saving_keeps_it(cast: Cast):
    client = browser_of(cast.dora)
    given = {"kind": "link", "name": "Supplier", "to": "company", "reverse_name": "Supplies"}
    client.post("/settings/fields/company/new", given | {"reverse_name_sl": "Dobavlja"})
    number = COMPANY.field("supplier").key.removeprefix("f")
    page = client.get(f"/settings/fields/{number}").content.decode()
    shown = dict(
        re.findall(r'name="((?:reverse_)?name\w*|to|version|code)" (?:type="\w+" )?value="([^"]*)"', page)
    )

    client.post(f"/settings/fields/{number}", shown)

    with override("sl"):
        assert str(COMPANY.field("supplier").reverse_label) == "Dobavlja"
    assert str(COMPANY.field("supplier").reverse_label) == "Supplies"


def test_archived_fields_come_back(cast: Cast, add_field):
    field = add_field("company", "text", "Tax")
    client = browser_of(cast.dora)

    client.post(f"/settings/fields/{field.id}/archiving")
    assert "tax" not in COMPANY.by_name
    assert "Bring back" in client.get("/settings/fields/company").content.decode()

    client.post(f"/settings/fields/{field.id}/restoring")
    assert "tax" in COMPANY.by_name


def test_what_an_archived_field_was_used_by_is_told_with_the_way_back(cast: Cast, add_field):
    field = add_field("company", "number", "Branches")
    add_field("company", "formula", "Twice", formula="branches * 2")
    client = browser_of(cast.dora)

    page = client.post(f"/settings/fields/{field.id}/archiving", follow=True).content.decode()

    assert "It was used by: " in page
    assert "Twice" in page.split("It was used by: ")[1][:60]
    undo = re.search(r"/history/\d+/undo", page)
    assert undo is not None
    client.post(undo[0])
    definitions.refresh()
    assert "branches" in COMPANY.by_name


def test_fields_are_put_into_another_order(cast: Cast, add_field):
    ids = [add_field("company", "text", name).id for name in ("One", "Two", "Three")]

    browser_of(cast.dora).post("/settings/fields/company", {"field": [str(number) for number in ids[::-1]]})

    assert [field.name for field in COMPANY.added] == ["three", "two", "one"]


@pytest.mark.parametrize(
    ("back", "led"),
    [
        ("/companies/5", "/companies/5"),
        ("https://elsewhere.example/", "/settings/fields/company"),
        ("//elsewhere.example/", "/settings/fields/company"),
        ("/\\elsewhere.example", "/settings/fields/company"),
    ],
)
def test_whoever_came_from_a_page_of_ours_is_led_back_there(cast: Cast, back: str, led: str):
    assert made_by(browser_of(cast.dora), back=back)["Location"] == led


def test_administrators_find_the_way_on_a_record_and_others_do_not(cast: Cast):
    company = make_company(cast.ada)
    way = f"/settings/fields/company/new?back=/companies/{company.id}"

    assert way in browser_of(cast.dora).get(f"/companies/{company.id}").content.decode()
    assert way not in browser_of(cast.ada).get(f"/companies/{company.id}").content.decode()


def test_an_unknown_kind_of_record_has_no_fields(cast: Cast):
    assert browser_of(cast.dora).get("/settings/fields/user").status_code == 404
    assert CUSTOM_FIELD.key not in {item.key for item in registry if item.in_menu}


def test_the_filter_of_a_roll_up_is_built_over_what_is_gathered(cast: Cast):
    client = browser_of(cast.dora)
    builder = client.get("/settings/fields/company/gathered?through=deal.company").content.decode()
    assert "&#34;path&#34;:&#34;closes_on&#34;" in builder
    assert "&#34;path&#34;:&#34;website&#34;" not in builder
    made = {"kind": "rollup", "name": "Won", "through": "deal.company", "measure": "count"}

    answer = client.post("/settings/fields/company/new", made | {"only": "status.is:won,amount.gte:1000"})

    assert answer.status_code == 302
    field = COMPANY.field("won")
    page = client.get(f"/settings/fields/{field.key.removeprefix('f')}").content.decode()
    assert 'name="only" value="status.is:won,amount.gte:1000"' in page
    kept = read.query(CUSTOM_FIELD, by=cast.dora, at=NOON).rows[0]
    assert kept["only"] == "status.is:won,amount.gte:1000"
