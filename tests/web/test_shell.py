"""What stands around every page offers a person no more than they may do."""

import re

from django.test import Client

from odnos.engine.records import write
from tests.people import NOON, Cast
from tests.web.sales import browser_of, kind, make_deal, make_pipeline


def offers(client: Client) -> set[str]:
    return set(re.findall(r'href="(/[a-z-]+/new|/imports)"', client.get("/history").content.decode()))


def test_who_writes_nothing_is_offered_nothing_new(cast: Cast):
    assert offers(browser_of(cast.ann)) == set()


def test_a_representative_is_offered_what_they_may_create(cast: Cast):
    assert offers(browser_of(cast.ada)) >= {"/deals/new", "/contacts/new", "/imports"}
    assert "/products/new" not in offers(browser_of(cast.ada))


def test_an_administrator_is_offered_everything(cast: Cast):
    assert "/products/new" in offers(browser_of(cast.dora))


def test_who_writes_nothing_is_offered_no_move_no_card_and_no_tick(cast: Cast):
    deal = make_deal(cast.ada, make_pipeline())
    task = {"name": "Call", "about": deal.reference, "due_on": NOON.date(), "assignee": cast.ada.user_id}
    write.create(kind("task"), task, by=cast.ada, at=NOON)

    found = {}
    for by in (cast.ada, cast.ann):
        board = browser_of(by).get("/deals/board").content.decode()
        record = browser_of(by).get(f"/deals/{deal.id}").content.decode()
        found[by.name] = ("data-move=" in board, "Add to New" in board, "/complete?tick=1" in record)

    assert found == {"Ada": (True, True, True), "Ann": (False, False, False)}


def test_an_address_that_leads_nowhere_is_answered_with_a_page(cast: Cast):
    signed_in = browser_of(cast.ada).get("/nowhere/at/all")
    stranger = Client().get("/nowhere/at/all")

    for answer in (signed_in, stranger):
        assert (answer.status_code, "Not found" in answer.content.decode()) == (404, True)
    assert 'href="/companies"' in signed_in.content.decode()
    assert "/companies" not in stranger.content.decode()
