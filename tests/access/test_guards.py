"""Pages for administrators say so themselves, before anything is looked up; what stands behind them refuses besides."""

from __future__ import annotations

import pytest

from tests.contract.routes import ROUTES
from tests.contract.scene import PARAMETER
from tests.contract.visitors import visitor
from tests.contract.watch import watched
from tests.people import Cast

GUARDED = "Only an administrator may open this page."
SAMPLE = "Only an administrator may load or remove sample data."
OTHERWISE = {"first-steps/sample": SAMPLE, "first-steps/sample/removal": SAMPLE}
NAMED = {"kind": "contacts", "key": "company", "name": "phone"}
"""What an address names by a word; everything else by a number, which need not be there to be refused."""


@pytest.mark.django_db
@pytest.mark.parametrize("pattern", [pattern for pattern, row in ROUTES.items() if row[0] == "admin"])
def test_a_page_for_administrators_refuses_by_itself(cast: Cast, pattern: str):
    """Max leads a team: whatever he sends, the address answers with its own refusal and writes nothing."""
    row, someone = ROUTES[pattern], visitor("max", cast)
    address = "/" + PARAMETER.sub(lambda found: str(NAMED.get(found[1], 1)), pattern)
    body = row[1] if len(row) > 1 else {}
    answers = [watched(someone, method, address, body) for method in ("GET", "POST")]
    told = [(shown, written) for answer, shown, written in answers if answer.status_code != 405]

    assert {answer.status_code for answer, _shown, _written in answers} <= {403, 405}
    assert told
    assert all(OTHERWISE.get(pattern, GUARDED) in shown and not written for shown, written in told)
