"""Settings: layouts drawn for everybody and for a role, and where they show at once."""

import re

import pytest

from odnos.engine.custom import layouts
from odnos.engine.custom.layout_object import LAYOUT
from odnos.engine.records import read
from odnos.objects.registry import registry
from tests.access.keeping import keep_from
from tests.people import NOON, Cast
from tests.web.sales import browser_of, make_company, make_deal, make_pipeline

pytest_plugins = ("tests.engine.custom",)

COMPANY = registry.get("company")
AT = "/settings/layouts/company"
HERE = ("website", "name", "phone", "domain")
DRAWN = {
    "at": [
        *("key:", "field:phone"),
        *("panel:p0", "field:website", "field:name"),
        *("panel:n1", "field:phone"),
        *("unused:", *(f"field:{name}" for name in COMPANY.drawn.fields if name not in HERE)),
        *("card:", "field:phone"),
        *("quick:", "field:phone", "field:name"),
        *("related:deal:company", "field:name", "field:closes_on"),
        "related:contact:company",
    ],
    "name-p0": "First",
    "name_sl-p0": "Prva",
    "columns-p0": "2",
    "open-p0": "closed",
    "name-n1": "Second",
    "shown-deal:company": "1",
}


def draw(client, *, query="", **given):
    return client.post(AT + query, DRAWN | given)


def shown(client, address):
    return client.get(address).content.decode()


def test_what_is_drawn_is_at_once_on_the_page_of_a_record(cast: Cast):
    company = make_company(cast.ada, website="acme.example", phone="040 123 456")

    assert draw(browser_of(cast.dora)).status_code == 302

    page = shown(browser_of(cast.ada), f"/companies/{company.id}")
    assert re.findall(r'data-field="(\w+)"', page) == ["website", "name", "phone", "domain"]
    assert re.findall(r'<details class="fields-group"( open)?>', page) == ["", " open", " open"]
    assert 'class="fields in-2"' in page
    assert "Second" in page
    assert re.findall(r"<h2>(\w+)</h2>", page)[:3] == ["Deals", "Orders", "Subsidiaries"]


def test_a_role_has_a_layout_of_its_own(cast: Cast):
    company = make_company(cast.ada)
    draw(browser_of(cast.dora), query="?role=analyst")

    assert "Second" in shown(browser_of(cast.ann), f"/companies/{company.id}")
    assert "Second" not in shown(browser_of(cast.ada), f"/companies/{company.id}")


def test_the_form_for_a_new_record_asks_first_for_what_was_drawn_and_for_what_must_be(cast: Cast, add_field):
    add_field("company", "text", "Tax office", is_required=True)
    draw(browser_of(cast.dora))

    form = shown(browser_of(cast.ada), "/companies/new").partition("<details")[0]

    assert re.findall(r'for="field-(\w+)"', form) == ["phone", "name", "tax_office"]


def test_the_editor_shows_what_is_drawn_and_what_is_not_on_the_page(cast: Cast):
    draw(browser_of(cast.dora))

    page = shown(browser_of(cast.dora), AT)

    places = re.findall(r'name="at" value="([^"]+)"', page)
    assert places[: places.index("unused:")] == [
        *("key:", "field:phone"),
        *("panel:p0", "field:website", "field:name"),
        *("panel:p1", "field:phone"),
        *("panel:p2", "field:domain"),
    ]
    assert "field:employees" in places[places.index("unused:") : places.index("card:")]
    assert 'value="Prva"' in page


def test_what_the_editor_shows_sent_back_as_it_is_changes_nothing(cast: Cast, add_field):
    add_field("company", "number", "Vans", section="Fleet")
    client = browser_of(cast.dora)
    usual = layouts.of(COMPANY, by=cast.ada)
    page = shown(client, AT)
    form = dict(re.findall(r'<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"', page))
    form |= dict.fromkeys(re.findall(r'name="(shown-[^"]+)"', page), "1")
    sent = page.partition("<template")[0]

    answer = client.post(AT, form | {"at": re.findall(r'name="at" value="([^"]+)"', sent)})

    assert answer.status_code == 302
    now = layouts.of(COMPANY, by=cast.ada)
    assert [panel.fields for panel in now.panels] == [panel.fields for panel in usual.panels]
    assert (now.key, now.card, now.quick, now.related) == (usual.key, usual.card, usual.quick, usual.related)


def test_an_archived_field_keeps_its_place_while_others_are_moved(cast: Cast, add_field):
    field = add_field("company", "number", "Vans")
    at = ["panel:p0", "field:name", "field:vans", "field:phone"]
    client = browser_of(cast.dora)
    draw(client, at=at)
    client.post(f"/settings/fields/{field.id}/archiving")
    page = shown(client, AT)
    assert 'data-chip="vans" hidden' in page
    places = re.findall(r'name="at" value="([^"]+)"', page.partition("<template")[0])
    client.post(AT, {"at": places, "name-p0": "First", "name-p1": "More", "version": "1"})

    client.post(f"/settings/fields/{field.id}/restoring")

    assert layouts.of(COMPANY, by=cast.ada).panels[0].fields == ("name", "vans", "phone")


def test_a_panel_without_a_title_is_refused_and_nothing_drawn_is_lost(cast: Cast):
    answer = draw(browser_of(cast.dora), **{"name-n1": " "})

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Every panel needs a title." in page
    assert page.index('value="field:website"') < page.index('value="field:name"')
    assert read.query(LAYOUT, by=cast.dora, at=NOON).rows == []


def test_whoever_is_late_is_told_and_may_put_theirs_in_its_place(cast: Cast):
    client = browser_of(cast.dora)
    draw(client)
    late = draw(client, **{"name-p0": "Late"})
    assert late.status_code == 409
    page = late.content.decode()
    assert "Another administrator saved this layout while you drew." in page
    assert 'value="Late"' in page
    assert layouts.of(COMPANY, by=cast.ada).panels[0].title != "Late"

    [version] = re.findall(r'name="version" value="(\d+)"', page)
    assert draw(client, version=version, **{"name-p0": "Late", "name_sl-p0": ""}).status_code == 302
    assert layouts.of(COMPANY, by=cast.ada).panels[0].title == "Late"


def test_a_saved_layout_is_undone_from_the_toast(cast: Cast):
    client = browser_of(cast.dora)
    draw(client)
    undo = re.search(r"/history/\d+/undo", client.cookies["toast"].value.replace("%2F", "/"))
    assert undo

    assert client.post(undo[0]).status_code in (200, 302)

    client.get("/")
    assert layouts.of(COMPANY, by=cast.ada).panels == COMPANY.layout.panels


def test_the_standard_comes_back(cast: Cast):
    client = browser_of(cast.dora)
    draw(client)

    assert client.post(f"{AT}/standard").status_code == 302

    assert layouts.of(COMPANY, by=cast.ada).panels == COMPANY.layout.panels


def test_a_layout_is_copied_to_a_role_that_there_is(cast: Cast):
    client = browser_of(cast.dora)
    draw(client)
    client.post(f"{AT}/copies", {"to": "nobody"})
    client.post(f"{AT}/copies", {"to": "manager"})

    rows = read.query(LAYOUT, by=cast.dora, at=NOON, sort="code").rows
    assert [row["code"] for row in rows] == ["company", "company.manager"]
    assert rows[0]["drawing"] == rows[1]["drawing"]


def test_a_preview_shows_a_record_and_keeps_nothing(cast: Cast):
    make_company(cast.ada, website="acme.example")

    page = browser_of(cast.dora).post(f"{AT}/preview?role=analyst", DRAWN).content.decode()

    assert "Preview: Analyst" in page
    assert re.findall(r'data-field="(\w+)"', page)[:3] == ["website", "name", "phone"]
    assert "/seen" not in page
    assert read.query(LAYOUT, by=cast.dora, at=NOON).rows == []


def test_a_preview_for_a_role_shows_no_field_that_is_kept_from_it(cast: Cast):
    company = make_company(cast.ada, phone="040 123 456")
    make_deal(cast.ada, make_pipeline(), company=company.id, closes_on="2026-05-17")
    keep_from(cast, ("company", "phone"), ("deal", "closes_on"), role="analyst")

    def told(role: str) -> tuple[bool, bool]:
        page = browser_of(cast.dora).post(f"{AT}/preview?role={role}", DRAWN).content.decode()
        return 'data-field="phone"' in page, "17 May" in page

    assert told("manager") == (True, True)
    assert told("analyst") == (False, False)


def test_the_editor_marks_what_is_kept_from_the_role(cast: Cast):
    keep_from(cast, ("company", "phone"), role="analyst")

    assert 'class="chip is-hidden" data-chip="phone"' in shown(browser_of(cast.dora), f"{AT}?role=analyst")
    assert "is-hidden" not in shown(browser_of(cast.dora), f"{AT}?role=manager")


def test_administrators_come_from_a_record_and_go_back_to_it(cast: Cast):
    company = make_company(cast.ada)
    here = f"/companies/{company.id}"
    way = f"{AT}?back={here}"
    assert way in shown(browser_of(cast.dora), here)
    assert way not in shown(browser_of(cast.ada), here)

    assert draw(browser_of(cast.dora), query=f"?back={here}")["Location"] == here


@pytest.mark.parametrize(
    "back", ["https://elsewhere.example/", "//elsewhere.example/", "/\\elsewhere.example"]
)
def test_nobody_is_led_elsewhere(cast: Cast, back: str):
    assert draw(browser_of(cast.dora), query=f"?back={back}")["Location"] == AT


def test_cards_of_a_board_show_the_fields_that_were_drawn(cast: Cast):
    stages = make_pipeline()
    make_deal(cast.ada, stages, source="Fair")
    at = ["panel:p0", "field:name", "card:", "field:source"]
    browser_of(cast.dora).post("/settings/layouts/deal", {"at": at, "name-p0": "Deal"})

    board = shown(browser_of(cast.ada), "/deals/board")

    card = board[board.index('<li class="card"') :].partition("</li>")[0]
    assert ">Fair</span>" in card
    assert "money" not in card


def test_what_has_no_layout_has_no_editor(cast: Cast):
    assert browser_of(cast.dora).get("/settings/layouts/user").status_code == 404
