"""What stands around every page offers a person no more than they may do."""

import re

from django.test import Client

from tests.people import Cast
from tests.web.sales import browser_of


def offers(client: Client) -> set[str]:
    return set(re.findall(r'href="(/[a-z-]+/new|/imports)"', client.get("/history").content.decode()))


def test_who_writes_nothing_is_offered_nothing_new(cast: Cast):
    assert offers(browser_of(cast.ann)) == set()


def test_a_representative_is_offered_what_they_may_create(cast: Cast):
    assert offers(browser_of(cast.ada)) >= {"/deals/new", "/contacts/new", "/imports"}
    assert "/products/new" not in offers(browser_of(cast.ada))


def test_an_administrator_is_offered_everything(cast: Cast):
    assert "/products/new" in offers(browser_of(cast.dora))
