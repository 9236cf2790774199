"""Records put on lists and taken off them, many at once, with the way back."""

import pytest

from odnos.engine.access.actor import Actor
from odnos.engine.audit.models import ChangeSet
from odnos.engine.filters import text
from odnos.engine.records import mass, read, undo, write
from odnos.engine.records.errors import Invalid
from odnos.engine.records.row import Row
from tests.people import NOON, Cast
from tests.web.sales import browser_of, kind, make_company


def make_list(by: Actor, name: str) -> Row:
    return write.create(kind("list"), {"name": name}, by=by, at=NOON)


def lists_of(company: Row, by: Actor) -> list[int]:
    return [item.id for item in read.get(kind("company"), company.id, by=by)["lists"]]


def test_chosen_records_are_put_on_a_list_beside_those_they_are_on(cast: Cast):
    old, fair = make_list(cast.ada, "Old"), make_list(cast.ada, "Fair")
    one, two = make_company(cast.ada, name="One", lists=str(old.id)), make_company(cast.ada, name="Two")
    client = browser_of(cast.ada)

    asked = client.post("/companies/bulk", {"ids": [one.id, two.id], "deed": "list"}).content.decode()
    client.post("/companies/bulk", {"ids": [one.id, two.id], "deed": "list", "list": fair.id, "confirmed": 1})

    assert "Put 2 records on a list" in asked
    assert "Fair" in asked
    assert lists_of(one, cast.ada) == [old.id, fair.id]
    assert lists_of(two, cast.ada) == [fair.id]


def test_a_list_made_on_the_spot_goes_again_when_it_is_undone(cast: Cast):
    company = make_company(cast.ada)

    browser_of(cast.ada).post(
        "/companies/bulk", {"ids": [company.id], "deed": "list", "new_list": "Guests", "confirmed": 1}
    )
    (made,) = read.query(kind("list"), by=cast.ada, at=NOON).rows
    assert (made.title, lists_of(company, cast.ada)) == ("Guests", [made.id])

    undo.change_set(ChangeSet.objects.get(kind="mass").pk, by=cast.ada, at=NOON)
    assert lists_of(company, cast.ada) == []
    assert read.query(kind("list"), by=cast.ada, at=NOON).rows == []


def test_what_is_chosen_among_the_records_of_a_list_is_taken_off_without_a_question(cast: Cast):
    fair = make_list(cast.ada, "Fair")
    one, two = (make_company(cast.ada, name=name, lists=str(fair.id)) for name in ("One", "Two"))

    answer = browser_of(cast.ada).post(
        "/companies/bulk", {"ids": [one.id], "deed": "unlist", "filter": f"lists.is:{fair.id}", "view": "all"}
    )

    assert answer.status_code == 302
    assert "1 record taken off the list." in answer.cookies["toast"].value.replace("%20", " ")
    assert (lists_of(one, cast.ada), lists_of(two, cast.ada)) == ([], [fair.id])


def test_all_records_of_a_list_are_taken_off_it_once_that_is_confirmed(cast: Cast):
    fair = make_list(cast.ada, "Fair")
    companies = [make_company(cast.ada, name=f"C {number}", lists=str(fair.id)) for number in range(3)]
    client = browser_of(cast.ada)
    asked = {"all": 1, "deed": "unlist", "filter": f"lists.is:{fair.id}", "view": "all"}

    assert "Take 3 records off a list" in client.post("/companies/bulk", asked).content.decode()
    client.post("/companies/bulk", asked | {"confirmed": 1, "list": fair.id})

    assert [lists_of(company, cast.ada) for company in companies] == [[], [], []]


def test_no_list_and_a_list_of_somebody_else_change_nothing(cast: Cast):
    company, theirs = make_company(cast.ada), make_list(cast.cleo, "Theirs")
    client = browser_of(cast.ada)
    asked = {"ids": [company.id], "deed": "list", "confirmed": 1}

    nothing = client.post("/companies/bulk", asked)
    hidden = client.post("/companies/bulk", asked | {"list": theirs.id})

    assert (nothing.status_code, hidden.status_code) == (422, 404)
    assert "Choose a list, or name a new one." in nothing.content.decode()
    assert lists_of(company, cast.ada) == []
    assert not ChangeSet.objects.exists()


def test_a_deed_that_these_records_do_not_know_is_refused_with_its_reason(cast: Cast):
    task = write.create(
        kind("task"), {"name": "Call", "about": make_company(cast.ada).reference}, by=cast.ada, at=NOON
    )
    client = browser_of(cast.ada)

    for body in ({}, {"confirmed": 1}, {"confirmed": 1, "tags": "new"}):
        answer = client.post("/tasks/bulk", {"ids": [task.id], "deed": "tag", **body})
        assert answer.status_code == 403
        assert "Tasks have nothing of this kind." in answer.content.decode()


def test_values_are_put_beside_others_only_where_a_field_holds_several(cast: Cast):
    make_company(cast.ada)

    for deed in ("add", "remove"):
        with pytest.raises(Invalid) as refused:
            mass.begin(kind("company"), deed, {"name": "x"}, among=text.parse(""), by=cast.ada, at=NOON)
        assert list(refused.value.errors) == ["name"]
    assert not ChangeSet.objects.exists()


def test_what_was_chosen_by_hand_is_deleted_without_a_question_and_can_be_taken_back(cast: Cast):
    one, two = make_company(cast.ada, name="One"), make_company(cast.ada, name="Two")
    client = browser_of(cast.ada)

    client.post("/companies/bulk", {"ids": [one.id], "deed": "delete"})
    assert set(read.get_many(kind("company"), [one.id, two.id], by=cast.ada)) == {two.id}

    client.post(f"/history/{ChangeSet.objects.get(kind='mass').pk}/undo")
    assert set(read.get_many(kind("company"), [one.id, two.id], by=cast.ada)) == {one.id, two.id}


def test_deleting_everything_that_matches_asks_with_the_number(cast: Cast):
    companies = [make_company(cast.ada, name=f"C {number}") for number in range(2)]
    client = browser_of(cast.ada)

    asked = client.post("/companies/bulk", {"all": 1, "deed": "delete", "view": "all"}).content.decode()

    assert "Delete 2 records?" in asked
    assert len(read.get_many(kind("company"), [item.id for item in companies], by=cast.ada)) == 2


def test_the_page_of_a_list_names_its_records_by_kind_and_leads_to_them_all(cast: Cast):
    fair = make_list(cast.ada, "Fair")
    make_company(cast.ada, name="Guest d.o.o.", lists=str(fair.id))

    page = browser_of(cast.ada).get(f"/lists/{fair.id}").content.decode()

    assert "Guest d.o.o." in page
    assert f'href="/companies?view=all&amp;filter=lists.is:{fair.id}"' in page
