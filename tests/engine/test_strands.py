"""A page along each way in which somebody reaches records is the same page as one walk along the order."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from odnos.engine.access.tripwire import Mark
from odnos.engine.filters import text
from odnos.engine.records import finding, indexed, read, shares, unions, write
from odnos.engine.records.question import STATEMENTS
from odnos.engine.tables import definitions
from tests.engine.reaching import again, change, field, kind, make, right  # noqa: F401 -- field is a fixture
from tests.people import NOON, Cast

COMPANY = "company"


@pytest.fixture
def ada(cast: Cast, field: int, monkeypatch: pytest.MonkeyPatch) -> Any:  # noqa: F811 -- the fixture
    """Ada with own, team, subtree, territory and shared records among foreign ones, more than a probe counts."""
    dora = cast.dora
    right(field, "see", "territory", by=dora)
    change("user", cast.cleo.user_id, dora, manager=cast.ada.user_id)
    territory = make("territory", dora, name="Steel", people=[cast.ada.user_id])
    make("territory_rule", dora, territory=territory.id, object="company", filter="industry.is:technology")
    definitions.refresh()
    owners = [cast.ada, cast.ben, cast.cleo, dora, dora, dora]
    for number in range(36):
        at = NOON + dt.timedelta(minutes=number // 3)  # several of each moment
        values = {
            "name": f"{number:02}",
            "owner": owners[number % 6].user_id,
            "industry": "technology" if number % 6 == 4 else "retail",
        }
        row = write.create(kind(COMPANY), values, by=dora, at=at)
        if number % 12 == 5:
            shares.share(kind(COMPANY), row.id, {"user": cast.ada.user_id}, by=dora, at=NOON)
    monkeypatch.setattr(read, "CAP", 5)
    return again(cast.ada)


def pages(by: Any, *, sort: str = "-updated_at", filter: str = "") -> list[list[str]]:
    """Return the titles of every page, walked to the end."""
    found, after = [], None
    while True:
        page = read.query(
            kind(COMPANY),
            by=by,
            at=NOON,
            sort=sort,
            after=after,
            limit=4,
            filter=text.parse(filter) if filter else None,
        )
        found.append([row.title for row in page.rows])
        if page.next is None:
            return found
        after = page.next


@pytest.mark.parametrize("sort", ["-updated_at", "updated_at", "-created_at", "created_at"])
@pytest.mark.parametrize("filter", ["", "name.is_not:01", "industry.is:retail"])
def test_pages_of_strands_are_those_of_one_walk(
    ada: Any, sort: str, filter: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with CaptureQueriesContext(connection) as asked:
        by_strands = pages(ada, sort=sort, filter=filter)
    assert any(" UNION " in query["sql"] for query in asked.captured_queries)

    monkeypatch.setattr(finding, "MOST", 0)
    STATEMENTS.forget()
    assert by_strands == pages(ada, sort=sort, filter=filter)
    if not filter:
        assert sorted(title for page in by_strands for title in page) == [
            f"{number:02}" for number in range(36) if number % 6 in (0, 1, 2, 4) or number % 12 == 5
        ]


@pytest.mark.parametrize("sort", ["name", "-name"])
@pytest.mark.parametrize("filter", ["", "name.is_not:01", "industry.is:retail"])
def test_pages_whose_ids_are_looked_for_first_are_those_of_one_walk(
    ada: Any, sort: str, filter: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with CaptureQueriesContext(connection) as asked:
        ids_first = pages(ada, sort=sort, filter=filter)
    assert any('"id" IN (SELECT' in query["sql"] for query in asked.captured_queries)

    monkeypatch.setattr(indexed, "tells", lambda *_asked: False)
    STATEMENTS.forget()
    assert ids_first == pages(ada, sort=sort, filter=filter)
    names = [title for page in ids_first for title in page]
    assert names == sorted(names, reverse=sort.startswith("-"))
    assert len(names) > 10


def test_one_goes_back_through_ids_looked_for_first(ada: Any) -> None:
    def query(after: str | None) -> read.Page:
        return read.query(kind(COMPANY), by=ada, at=NOON, sort="name", after=after, limit=4)

    first = query(None)
    second = query(first.next)
    assert [row.title for row in query(second.previous).rows] == [row.title for row in first.rows]


def test_one_goes_back_through_strands(ada: Any) -> None:
    def query(after: str | None) -> read.Page:
        return read.query(kind(COMPANY), by=ada, at=NOON, after=after, limit=4)

    first = query(None)
    second = query(first.next)
    assert [row.id for row in query(second.previous).rows] == [row.id for row in first.rows]


def test_the_bin_and_other_orders_are_walked_as_before(ada: Any, cast: Cast) -> None:
    gone = [row.id for row in read.query(kind(COMPANY), by=ada, at=NOON, limit=20).rows][:8]
    write.delete(kind(COMPANY), gone, by=cast.dora, at=NOON)

    found = read.query(kind(COMPANY), by=ada, at=NOON, deleted=True, limit=20).rows
    assert sorted(row.id for row in found) == sorted(gone)
    names = [row.title for row in read.query(kind(COMPANY), by=ada, at=NOON, sort="name", limit=50).rows]
    assert names == sorted(names)
    assert len(names) == 19


@pytest.mark.parametrize("column", ["updated_at", "created_at", "email"])
def test_contacts_have_strands_in_the_orders_that_imports_fill_block_by_block(column: str) -> None:
    assert indexed.has_strands(kind("contact"), column)


@pytest.mark.parametrize(
    "key, column",
    [
        ("contact", "name"),
        ("contact", "email"),
        ("contact", "last_name"),
        ("deal", "amount"),
        ("deal", "closes_on"),
        ("deal", "name"),
    ],
)
def test_a_walk_past_foreign_records_reads_none_of_them(key: str, column: str) -> None:
    assert indexed.tells(kind(key), column)


def test_walks_of_which_none_can_meet_anything_are_one_query_of_no_ids(cast: Cast) -> None:
    nothing = (
        kind(COMPANY).model._base_manager.filter(Mark(kind(COMPANY)), pk__in=[]).values_list("pk", flat=True)
    )
    sql, values = unions.one([nothing])

    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 5 - id FROM ({sql}) AS those", values)
        assert cursor.fetchall() == []
    assert unions.together([nothing]) == []
