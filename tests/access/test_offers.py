"""No page offers what would be refused: whatever stands on it as a link, a form or a button leads somewhere."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

import pytest
from django.db import transaction

from odnos.domains.organisation.role_objects import ROLE, ROLE_RIGHT
from odnos.engine.records import write
from odnos.engine.tables import definitions
from odnos.objects.registry import registry
from tests.contract.visitors import Visitor, text_of, visitor
from tests.people import NOON, Cast
from tests.web.sales import make, make_deal, make_pipeline

OFFER = re.compile(r'\b(href|action|hx-(?:get|post|put|patch|delete)|data-[\w-]+)="(/[^"]*)"')
APART = re.compile(
    r"^/(static|sign-out|preferences|seeing|settings/security|help|files|bin/restore)|/star$|/move\b|^/$"
)
"""What belongs to everybody, what leads to pages of this list again, and what asks for more than an address."""
DISABLED = re.compile(r"<fieldset[^>]* disabled[ >].*?</fieldset>", re.DOTALL)
PAGES = (
    "/",
    "/history",
    "/bin",
    "/search?q=Acme",
    "/search/options?object=company&q=Zebra",
    "/companies",
    "/companies/board",
    "/companies/{company}",
    "/deals",
    "/deals/board",
    "/deals/calendar?month=2026-03",
    "/deals/{deal}",
    "/tasks/{task}",
)

CLOSED = {("ben", "/tasks/{task}")}


@pytest.fixture
def floor(cast: Cast) -> dict[str, int]:
    """A company of Ada's with a deal, a contact, a task and a note, and one in the bin."""
    stages = make_pipeline()
    acme = make("company", cast.ada, name="Acme")
    deal = make_deal(cast.ada, stages, company=acme.id, closes_on="2026-03-10")
    make("contact", cast.ada, name="Mia Kos", company=acme.id)
    task = make("task", cast.ada, name="Call", about=acme.reference, due_on="2026-03-02")
    make("note", cast.ada, about=deal.reference, body="Met")
    gone = make("company", cast.ada, name="Gone")
    write.delete(gone.type, [gone.id], by=cast.ada, at=NOON)
    return {"company": acme.id, "deal": deal.id, "task": task.id}


def offers(shown: str) -> Iterator[tuple[str, str]]:
    """Yield what a page leads to: the method and the address. What a script sends is known by its address alone."""
    for name, written in OFFER.findall(DISABLED.sub("", shown)):
        address = html.unescape(written).partition("#")[0]
        if not (APART.search(address) or "{" in address or "//" in address):
            yield "GET" if name in ("href", "hx-get") else "POST", address


def refused(someone: Visitor, method: str, address: str) -> bool:
    """Whether an address is denied or not there. Nothing is kept of what the call does."""
    with transaction.atomic():
        status = someone.call(method, address, {}).status_code
        transaction.set_rollback(True)
    return status in (403, 404)


def read_only(cast: Cast) -> None:
    """Let Ben have a role that sees companies and what is about them, and makes or changes nothing."""
    role = write.create(ROLE, {"name": "Reader"}, by=cast.dora, at=NOON)
    for key in ("company", "deal"):
        given = {"role": role.id, "object": key, "deed": "see", "scope": "all", "forbid": False}
        write.create(ROLE_RIGHT, given, by=cast.dora, at=NOON)
    definitions.refresh()
    user = registry.get("user")
    write.update(user, cast.ben.user_id, {"role": role["code"]}, version=None, by=cast.dora, at=NOON)
    definitions.refresh()


@pytest.mark.django_db
@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("who", ["ada", "ann", "ben"])
def test_no_page_offers_what_would_be_refused(cast: Cast, floor: dict[str, int], who: str, page: str):
    """Ada works here, Ann sees everything and changes nothing, Ben's role sees two kinds of record."""
    if who == "ben":
        read_only(cast)
    answer = visitor(who, cast).call("GET", page.format(**floor), {})
    someone = visitor(who, cast)
    asked = sorted(set(offers(text_of(answer))))

    assert answer.status_code == (404 if (who, page) in CLOSED else 200)
    assert [offer for offer in asked if refused(someone, *offer)] == []
