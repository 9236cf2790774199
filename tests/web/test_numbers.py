"""Numbers that no database holds, words where a number belongs: every address answers them, none breaks."""

import re

import pytest
from django.test import Client

from odnos.web.given import whole, wholes
from tests.contract.routes import WEB
from tests.people import Cast
from tests.web.sales import browser_of, make_deal, make_pipeline

HUGE = str(2**63)
LONGER = "9" * 5000
WRITTEN = ("²", HUGE, LONGER)
NAMES = (
    *("id", "ids", "version", "stage", "move_to", "user", "team", "with", "record", "whom", "merge", "after"),
    *("place", "size", "header_row", "left_version", "right_version", "person", "as", "page", "pipeline"),
    *("company", "contact", "owner", "assignee", "before", "keep", "change_set", "object", "kind", "field"),
)
PART = re.compile(r"<(\w+):(\w+)>")


@pytest.fixture
def dora(cast: Cast) -> Client:
    client = browser_of(cast.dora)
    client.raise_request_exception = False
    return client


def test_what_is_no_number_and_what_is_too_large_is_none():
    assert [whole(item) for item in (None, "", "x", "²", "-1", "1.5", HUGE, LONGER)] == [None] * 8
    assert (whole(str(2**63 - 1)), whole(" 7 "), whole("٣")) == (2**63 - 1, 7, 3)
    assert wholes(["3", "x", "1", "3", HUGE]) == [3, 1]


def address_of(pattern: str, number: str, deal: str) -> str:
    """Return an address of `pattern` with `number` for whatever number it takes but a deal's id."""
    known = {
        "record_id": deal,
        "kind": "deals",
        "key": "1",
        "name": "stage",
        "part": "deal_line",
        "verb": "win",
    }
    known |= {"sha256": "0" * 64, "key": number}
    return "/" + PART.sub(lambda part: known.get(part[2], number), pattern)


@pytest.mark.parametrize("pattern", [pattern for pattern in WEB if "<int:" in pattern])
def test_no_address_breaks_over_a_number_that_no_database_holds(dora: Client, pattern: str):
    for number in (HUGE, "9" * 100):
        for answer in (
            dora.get(address_of(pattern, number, number)),
            dora.post(address_of(pattern, number, number)),
        ):
            assert answer.status_code in (302, 400, 403, 404, 405), (answer.status_code, pattern)


@pytest.mark.parametrize("pattern", WEB)
def test_no_form_breaks_over_what_is_no_number(cast: Cast, dora: Client, pattern: str):
    deal = make_deal(cast.dora, make_pipeline())
    address = address_of(pattern, "1", str(deal.id))

    for written in WRITTEN:
        given = dict.fromkeys(NAMES, written) | {"deed": "edit", "confirmed": "1"}
        assert dora.post(address, given).status_code < 500, (pattern, written)
        assert dora.get(address, given).status_code < 500, (pattern, written)
