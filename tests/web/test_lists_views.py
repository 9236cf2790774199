"""Saved views and what a person likes: kept, shared with the right people, taken back."""

import re

import pytest
from django.test import Client

from odnos.engine.access.rights import Denied
from odnos.engine.views import preferences, saved
from odnos.engine.views.models import SavedView
from tests.people import NOON, Cast
from tests.web.sales import browser_of, make_company, make_pipeline


def test_a_list_is_saved_under_a_name_with_its_filter_order_and_columns(cast: Cast):
    make_company(cast.ada, name="Acme", industry="Retail")

    answer = browser_of(cast.ada).post(
        "/companies/views/new",
        {
            "view": "all",
            "filter": "industry.is:Retail",
            "sort": "name",
            "columns": "name,phone",
            "name": "Shops",
        },
    )

    view = SavedView.objects.get()
    assert answer["Location"] == f"/companies?view=v{view.pk}"
    assert (view.name, view.filter, view.sort, view.columns) == (
        "Shops",
        "industry.is:Retail",
        "name",
        ["name", "phone"],
    )
    page = browser_of(cast.ada).get(f"/companies?view=v{view.pk}").content.decode()
    assert "Industry" in page
    assert 'data-column="phone"' in page


def test_the_words_of_the_quick_search_are_saved_as_a_condition(cast: Cast):
    make_company(cast.ada, name="Acme")
    make_company(cast.ada, name="Brezje")

    browser_of(cast.ada).post("/companies/views/new", {"view": "all", "q": "brez", "name": "B"})

    view = SavedView.objects.get()
    page = browser_of(cast.ada).get(f"/companies?view=v{view.pk}").content.decode()
    assert "Brezje" in page
    assert "Acme" not in page


def test_a_private_view_is_seen_by_its_owner_a_team_view_by_the_team_and_no_further(cast: Cast):
    saved.create("company", "Private", by=cast.ada, audience="private")
    saved.create("company", "Team", by=cast.ada, audience="team")
    saved.create("company", "All", by=cast.max, audience="everyone")

    def names(by):
        return [view.name for view in saved.of("company", by=by)]

    assert names(cast.ada) == ["Private", "Team", "All"]
    assert names(cast.ben) == ["Team", "All"]
    assert names(cast.cleo) == ["All"]


def test_a_representative_cannot_save_a_view_for_everyone(cast: Cast):
    with pytest.raises(Denied):
        saved.create("company", "All", by=cast.ada, audience="everyone")

    assert not SavedView.objects.exists()


def test_a_view_is_changed_and_deleted_by_its_owner_or_an_administrator_alone(cast: Cast):
    view = saved.create("company", "Team", by=cast.ada, audience="team")

    with pytest.raises(Denied):
        saved.delete(view.pk, by=cast.ben, at=NOON)
    saved.change(view.pk, by=cast.dora, name="Ours") if cast.dora.team_id == cast.ada.team_id else None
    saved.change(view.pk, by=cast.ada, name="Ours")

    assert SavedView.objects.get().name == "Ours"


def test_a_deleted_view_comes_back(cast: Cast):
    view = saved.create("company", "Shops", by=cast.ada)
    client = browser_of(cast.ada)

    client.post(f"/companies/views/{view.pk}/delete")
    gone = saved.of("company", by=cast.ada)
    client.post(f"/companies/views/{view.pk}/restore")

    assert gone == []
    assert [found.name for found in saved.of("company", by=cast.ada)] == ["Shops"]


def test_the_chosen_columns_are_remembered_for_the_person_and_stand_in_the_address(cast: Cast):
    client = browser_of(cast.ada)

    answer = client.post("/companies/columns?view=all", {"columns": ["phone", "name"]})

    assert "columns=phone%2Cname" in answer["Location"]
    assert preferences.of("company", by=cast.ada).columns == {"all": ["phone", "name"]}
    assert preferences.of("company", by=cast.ben).columns == {}
    make_company(cast.ada)
    assert 'data-column="industry"' not in client.get("/companies").content.decode()


def test_rows_on_a_page_density_and_first_view_are_remembered(cast: Cast):
    client = browser_of(cast.ada)

    for given in ({"size": 25}, {"density": "compact"}, {"default_view": "mine"}):
        client.post("/companies/preference", {**given, "next": "/companies"})
    client.post("/companies/preference", {"size": 7})

    kept = preferences.of("company", by=cast.ada)
    assert (kept.size, kept.density, kept.default_view) == (25, "compact", "mine")


def test_a_form_never_leads_out_of_this_house(cast: Cast):
    answer = browser_of(cast.ada).post("/companies/preference", {"size": 25, "next": "https://evil.example/"})

    assert answer["Location"] == "/companies"


def test_who_prefers_the_board_is_led_to_it_and_can_still_open_the_list(cast: Cast):
    client = browser_of(cast.ada)
    client.post("/deals/preference", {"default_view": "board", "next": "/deals"})

    assert client.get("/deals")["Location"] == "/deals/board"
    assert client.get("/deals?view=open").status_code == 200
    assert browser_of(cast.ben).get("/deals").status_code == 200


def tabs_of(client: Client) -> list[str]:
    return re.findall(r'data-view="([\w]+)"', client.get("/deals?view=all").content.decode())


def test_everybody_has_an_order_of_tabs_of_their_own(cast: Cast):
    make_pipeline()
    ada, ben = browser_of(cast.ada), browser_of(cast.ben)
    shared = saved.create("deal", "Ours", by=cast.ada, audience="team", filter="", columns=[])
    before = tabs_of(ada)
    assert before[-1] == f"v{shared.pk}"

    answer = ada.post("/deals/views/order", {"keys": ",".join(reversed([*before, "nonsense"]))})

    assert (answer.status_code, answer["Location"]) == (302, "/deals")
    assert tabs_of(ada) == list(reversed(before))
    assert tabs_of(ben) == before

    new = saved.create("deal", "Later", by=cast.ada, filter="", columns=[])
    assert tabs_of(ada) == [*reversed(before), f"v{new.pk}"]


def test_the_menu_of_a_view_moves_duplicates_renames_and_makes_it_the_first(cast: Cast):
    make_pipeline()
    client = browser_of(cast.ada)
    view = saved.create("deal", "Big ones", by=cast.ada, filter="amount.gte:1000", columns=["name", "amount"])

    page = client.get(f"/deals?view=v{view.pk}").content.decode()
    for words in ("Rename or share…", "Duplicate", "Open with this view", "Move left", "Delete"):
        assert words in page
    assert "Move right" not in page

    client.post("/deals/views/new", {"view": f"v{view.pk}", "name": "Big ones (copy)", "audience": "private"})
    copy = saved.of("deal", by=cast.ada)[-1]
    assert (copy.name, copy.filter, copy.columns) == (
        "Big ones (copy)",
        "amount.gte:1000",
        ["name", "amount"],
    )
