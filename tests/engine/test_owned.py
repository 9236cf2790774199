"""What somebody asks for of their own is looked for once, not once for each way in which they reach records."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from odnos.engine.filters import text
from odnos.engine.records import read, shares, write
from odnos.engine.records.owned import asks_for_own
from odnos.engine.tables import definitions
from tests.engine.reaching import again, change, field, kind, right  # noqa: F401 -- field is a fixture
from tests.people import NOON, Cast


def company(by: Any, name: str, owner: Any) -> int:
    return write.create(kind("company"), {"name": name, "owner": owner.user_id}, by=by, at=NOON).id


def names(by: Any, filter: str) -> list[str]:
    page = read.query(kind("company"), by=by, at=NOON, filter=text.parse(filter), sort="name")
    assert page.count.number == len(page.rows)
    return [row.title for row in page.rows]


@pytest.fixture
def ada(cast: Cast, field: int) -> Any:  # noqa: F811 -- the fixture
    """Ada with companies of her own, of her team, of somebody below her, and one that is open to her."""
    right(field, "see", "territory", by=cast.dora)
    change("user", cast.cleo.user_id, cast.dora, manager=cast.ada.user_id)
    for name, owner in (("Own", cast.ada), ("Team", cast.ben), ("Below", cast.cleo), ("Foreign", cast.dora)):
        company(cast.dora, name, owner)
    opened = company(cast.dora, "Opened", cast.dora)
    shares.share(kind("company"), opened, {"user": cast.ada.user_id}, by=cast.dora, at=NOON)
    definitions.refresh()
    return again(cast.ada)


def test_ones_own_are_found_by_one_question(ada: Any) -> None:
    asked = {}
    for filter in ("owner.is:me", f"owner.is:{ada.user_id}"):
        with CaptureQueriesContext(connection) as told:
            assert names(ada, filter) == ["Own"]
        asked[filter] = len(told)

    assert list(asked.values()) == [3, 5]
    assert names(ada, "not(owner.is:me)") == ["Below", "Opened", "Team"]
    assert names(ada, "any(owner.is:me,name.is:Foreign)") == ["Own"]


def test_who_sees_none_of_a_kind_sees_of_their_own_what_is_open_to_them(cast: Cast, field: int) -> None:  # noqa: F811
    company(cast.dora, "Own", cast.ada)
    opened = company(cast.dora, "Own and opened", cast.ada)
    shares.share(kind("company"), opened, {"user": cast.ada.user_id}, by=cast.dora, at=NOON)

    assert names(again(cast.ada), "owner.is:me") == ["Own and opened"]


@pytest.mark.parametrize(
    "key, filter, is_own",
    [
        ("company", "owner.is:me", True),
        ("company", "name.is:Own,owner.is:me", True),
        ("company", "not(owner.is:me)", False),
        ("company", "any(owner.is:me,name.is:Own)", False),
        ("company", "team.is:mine", False),
        ("company", "name.is:me", False),
        ("task", "assignee.is:me,is_done.is:false", True),
    ],
)
def test_only_what_names_the_asker_is_their_own(ada: Any, key: str, filter: str, is_own: bool) -> None:
    assert asks_for_own(kind(key), text.parse(filter), by=ada) == is_own
    assert not asks_for_own(kind(key), None, by=ada)
