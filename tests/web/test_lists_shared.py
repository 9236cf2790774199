"""Views shared and followed: who may change them, links that show the same to others, widths, places of columns."""

import pytest

from odnos.engine.access.rights import Denied
from odnos.engine.filters import text
from odnos.engine.views import preferences, saved
from tests.people import NOON, Cast
from tests.web.sales import browser_of, htmx, make_company, make_deal, make_pipeline


def test_whoever_sees_a_view_may_change_what_it_shows_if_its_owner_said_so(cast: Cast):
    view = saved.create("company", "Ours", by=cast.ada, audience="team", editors="audience")

    saved.change(view.pk, by=cast.ben, filter="industry.is:Retail")

    assert saved.get(view.pk, by=cast.ada).filter == "industry.is:Retail"
    for given in ({"audience": "private"}, {"editors": "owner"}):
        with pytest.raises(Denied):
            saved.change(view.pk, by=cast.ben, **given)
    with pytest.raises(Denied):
        saved.delete(view.pk, by=cast.ben, at=NOON)
    with pytest.raises(saved.UnknownView):
        saved.change(view.pk, by=cast.cleo, name="Theirs")
    assert saved.get(view.pk, by=cast.ada).name == "Ours"


def test_nobody_else_changes_a_view_whose_owner_keeps_it(cast: Cast):
    view = saved.create("company", "Ours", by=cast.ada, audience="team")

    with pytest.raises(Denied):
        saved.change(view.pk, by=cast.ben, filter="industry.is:Retail")

    assert saved.get(view.pk, by=cast.ada).filter == ""


def test_a_link_to_a_private_view_shows_the_same_to_others_with_their_rights(cast: Cast):
    make_company(cast.ada, name="Acme", industry="Retail")
    make_company(cast.ada, name="Brezje", industry="Energy")
    make_company(cast.cleo, name="Cleo's shop", industry="Retail")
    view = saved.create(
        "company",
        "Secret plan",
        by=cast.ada,
        filter="industry.is:Retail",
        sort="-name",
        columns=["name", "phone"],
    )
    mine = browser_of(cast.ada).get(f"/companies?view=v{view.pk}").content.decode()
    exact = mine.split('data-exact="')[1].split('"')[0].replace("&amp;", "&")

    seen = browser_of(cast.cleo).get(exact).content.decode()

    assert "The view of this link is not shared with you, or is gone. Here is the same content" in seen
    assert "Cleo&#39;s shop" in seen
    assert "Acme" not in seen
    assert "Brezje" not in seen
    assert "Secret plan" not in seen
    assert 'data-col="phone"' in seen
    assert 'data-col="industry"' not in seen


def test_the_bare_name_of_a_private_view_tells_nothing_of_it(cast: Cast):
    make_company(cast.cleo, name="Cleo's shop")
    view = saved.create("company", "Secret plan", by=cast.ada, filter="phone.is:123")

    seen = browser_of(cast.cleo).get(f"/companies?view=v{view.pk}").content.decode()
    none = browser_of(cast.cleo).get("/companies?view=v99999").content.decode()

    for page in (seen, none):
        assert "Ask for a link to its content" in page
        assert "Secret plan" not in page
        assert "phone.is" not in page


def test_an_exact_address_holds_everything_that_is_shown(cast: Cast):
    make_deal(cast.ada, make_pipeline(), closes_on="2026-03-03")
    client = browser_of(cast.ada)
    for address in (
        "/deals?view=all&group=stage,closes_on:week&totals=amount.sum&order=-amount.sum&filter=amount.gte:5",
        "/deals/board?view=board&group=owner&sort=-amount&q=lamps",
        "/deals/calendar?view=all&group=closes_on&span=week&day=2026-03-04",
        "/deals?view=all&columns=name,amount&widths=name:300,amount:120&sort=-amount",
    ):
        page = client.get(address).content.decode()
        exact = page.split('data-copy="')[1].split('"')[0].replace("&amp;", "&")
        again = client.get(exact).content.decode()

        for part in address.split("?")[1].split("&"):
            name, _sign, value = part.partition("=")
            assert f"{name}={value.replace(':', '%3A').replace(',', '%2C')}" in exact, (address, name)
        listing = [text_.split('id="listing"')[1].split("</main>")[0] for text_ in (page, again)]
        assert listing[0].count("card-title") == listing[1].count("card-title")
        assert listing[0].count("event-name") == listing[1].count("event-name")
        assert listing[0].count("group-row") == listing[1].count("group-row")


def test_widths_are_kept_for_a_person_and_a_view_and_stand_in_the_address(cast: Cast):
    make_company(cast.ada, name="Acme")
    client = browser_of(cast.ada)

    answer = client.post(
        "/companies/widths?view=all", {"widths": "name:300,phone:20,nonsense:9"}, headers=htmx()
    )

    assert answer.status_code == 204
    assert "widths=name%3A300%2Cphone%3A48" in answer["X-Address"]
    assert preferences.of("company", by=cast.ada).widths == {"all": {"name": 300, "phone": 48}}
    page = client.get("/companies?view=all").content.decode()
    assert '<col data-col="name" width="300">' in page
    assert "is-sized" in page
    assert "is-sized" not in browser_of(cast.ben).get("/companies?view=all").content.decode()
    client.post("/companies/widths?view=all", {})
    assert preferences.of("company", by=cast.ada).widths == {}


def test_columns_dragged_by_their_heads_are_kept_and_the_address_is_told(cast: Cast):
    make_company(cast.ada)

    answer = browser_of(cast.ada).post(
        "/companies/columns?view=all", {"columns": ["phone", "name"]}, headers=htmx()
    )

    assert answer.status_code == 204
    assert "columns=phone%2Cname" in answer["X-Address"]
    assert preferences.of("company", by=cast.ada).columns == {"all": ["phone", "name"]}


def test_conditions_nest_as_deep_as_the_grammar_goes_and_come_back_as_they_were():
    written = "any(not(any(name.is:a,name.is:b)),all(name.is:c,any(name.is:d,not(name.is:e))))"

    assert text.dump(text.parse(written)) == written


def test_a_list_shows_what_none_of_several_conditions_means(cast: Cast):
    for name in ("Acme", "Brezje", "Celje"):
        make_company(cast.ada, name=name)

    page = browser_of(cast.ada).get("/companies?view=all&filter=not(any(name.is:Acme,name.is:Celje))")

    shown = page.content.decode()
    assert "Brezje" in shown
    assert "none of" in shown
    assert ">Acme<" not in shown
    assert ">Celje<" not in shown


def test_a_view_is_kept_at_hand_in_the_sidebar_until_it_is_gone(cast: Cast):
    make_company(cast.ada)
    view = saved.create("company", "Shops", by=cast.ada, audience="team", kind="board", group_by="industry")
    client, link = browser_of(cast.ada), f'href="/companies/board?view=v{view.pk}"'

    client.post(f"/companies/star?view=v{view.pk}", {"kind": "board"})
    client.post("/companies/star?view=mine", {})

    sidebar = client.get("/tasks").content.decode().split("nav-views")[1].split("</ul>")[0]
    assert link in sidebar
    assert sidebar.index(link) < sidebar.index('href="/companies?view=mine"')
    assert "nav-views" not in browser_of(cast.ben).get("/tasks").content.decode()
    saved.delete(view.pk, by=cast.ada, at=NOON)
    assert link not in client.get("/tasks").content.decode()
    client.post("/companies/star?view=mine", {})
    assert "nav-views" not in client.get("/tasks").content.decode()
