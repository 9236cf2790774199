"""Whom each scope of a right reaches, in every deed, and what changes when people, teams and shares do."""

# ruff: noqa: F811 -- fixtures are called as they were imported
from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from typing import Any

import pytest

from odnos.engine.access.actor import actor_for
from odnos.engine.access.models import RoleRight, Share, User
from odnos.engine.access.rights import Denied
from odnos.engine.records import read, shares, write
from odnos.engine.records.errors import Invalid, NotFound
from odnos.engine.records.reach import reach
from odnos.engine.transfer import export
from tests.engine.reaching import (  # noqa: F401 -- fixtures
    RECORDS,
    SCOPES,
    SEEN,
    again,
    change,
    field,
    kind,
    make,
    reached,
    records,
    right,
)
from tests.people import NOON, Cast


@pytest.mark.parametrize("scope", SCOPES)
def test_each_scope_takes_in_those_before_it_in_lists_and_records(
    cast: Cast, field: int, records: dict[str, int], scope: str
) -> None:
    right(field, "see", scope, by=cast.dora)
    ada = again(cast.ada)
    expected = [*RECORDS[: SEEN[scope]], "shared"]

    assert reached(ada, records, "see") == expected
    listed = {row.id for row in read.query(kind("company"), by=ada, at=NOON).rows}
    assert [name for name in RECORDS if records[name] in listed] == expected
    assert read.count(kind("company"), by=ada, at=NOON).number == len(expected)
    opened = [
        name for name in RECORDS if records[name] in read.get_many(kind("company"), records.values(), by=ada)
    ]
    assert opened == expected


@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize("deed", ["edit", "delete", "export"])
def test_each_scope_holds_for_what_is_done_with_what_is_seen(
    cast: Cast, field: int, records: dict[str, int], scope: str, deed: Any
) -> None:
    right(field, "see", "all", by=cast.dora)
    right(field, deed, scope, by=cast.dora)
    ada = again(cast.ada)
    beside = [] if deed == "delete" or (scope == "all") else ["shared"]

    expected = [*RECORDS[: SEEN[scope]], *beside] if scope != "all" else list(RECORDS)
    assert reached(ada, records, deed) == expected
    exports_nothing = (
        deed == "export" and scope == "none"
    )  # not even what was shared: the role must let one export
    for name, number in records.items():
        assert does(deed, number, ada) == (name in expected and not exports_nothing), name


def does(deed: str, number: int, by: Any) -> bool:
    company = kind("company")
    try:
        if deed == "edit":
            write.update(company, number, {"phone": "+386 1 234 56 78"}, version=None, by=by, at=NOON)
        elif deed == "delete":
            write.delete_one(company, number, by=by, at=NOON)
        else:
            blocks = export.blocks(company, format="json", by=by, at=NOON, columns=["name"])
            return number in [row["id"] for row in json.loads(b"".join(blocks))]
    except (Denied, NotFound):
        return False
    return True


def test_one_does_no_more_than_one_sees(cast: Cast, field: int, records: dict[str, int]) -> None:
    right(field, "see", "own", by=cast.dora)
    right(field, "edit", "all", by=cast.dora)

    assert reached(again(cast.ada), records, "edit") == ["ada's", "shared"]


@pytest.mark.parametrize(("scope", "may"), [("none", 0), ("own", 1), ("team", 2), ("subtree", 4), ("all", 6)])
def test_a_record_is_made_for_those_whom_the_scope_reaches(
    cast: Cast, field: int, records: dict[str, int], scope: str, may: int
) -> None:
    right(field, "see", "all", by=cast.dora)
    right(field, "create", scope, by=cast.dora)
    ada = again(cast.ada)
    owners = [read.get(kind("company"), records[name], by=cast.dora)["owner"] for name in RECORDS[:6]]

    made = []
    for owner in owners:
        try:
            write.create(kind("company"), {"name": "New", "owner": owner}, by=ada, at=NOON)
            made.append(owner)
        except (Denied, Invalid):
            pass
    assert len(made) == (
        2 if scope == "own" else may
    )  # a colleague's record may be written for them, as ever


def test_who_changes_team_or_manager_is_reached_otherwise_at_once(
    cast: Cast, field: int, records: dict[str, int]
) -> None:
    right(field, "see", "subtree", by=cast.dora)
    assert "report's" in reached(again(cast.ada), records, "see")

    change("user", cast.cleo.user_id, cast.dora, manager=cast.ben.user_id)
    assert "report's" not in reached(again(cast.ada), records, "see")
    change("user", cast.ben.user_id, cast.dora, manager=cast.ada.user_id)
    assert "report's" in reached(again(cast.ada), records, "see")

    change("user", cast.ada.user_id, cast.dora, team=cast.teams["South"], manager=cast.cleo.user_id)
    assert reached(again(cast.ada), records, "see") == ["ada's", "ben's", "report's", "shared"]


def test_a_ring_of_managers_ends(cast: Cast, field: int, records: dict[str, int]) -> None:
    right(field, "see", "subtree", by=cast.dora)
    change("user", cast.ada.user_id, cast.dora, manager=cast.cleo.user_id)

    assert again(cast.ada).people == {cast.cleo.user_id}


def test_a_share_ends(cast: Cast, field: int, records: dict[str, int]) -> None:
    company, until = kind("company"), NOON + dt.timedelta(days=7)
    opening = {"user": cast.ada.user_id, "edit": False, "until": until.isoformat()}
    shares.share(company, records["stranger's"], opening, by=cast.dora, at=NOON)

    assert records["stranger's"] in again(cast.ada).shared["company"]
    assert records["stranger's"] in again(cast.ada, at=until - dt.timedelta(seconds=1)).shared["company"]
    assert records["stranger's"] not in again(cast.ada, at=until).shared["company"]
    assert records["stranger's"] not in actor_for(User.objects.get(pk=cast.ada.user_id)).shared["company"]
    with pytest.raises(Invalid):
        shares.share(
            company, records["shared"], {**opening, "until": NOON.isoformat()}, by=cast.dora, at=NOON
        )

    from odnos.engine.records import lapsing

    assert not lapsing.end_some(at=until - dt.timedelta(seconds=1))
    assert Share.objects.count() == 2
    lapsing.end_some(at=until)
    assert [share.record_id for share in Share.objects.all()] == [records["shared"]]


def test_parts_are_as_visible_as_their_whole_in_every_scope(
    cast: Cast, field: int, records: dict[str, int]
) -> None:
    notes = {
        name: make("note", cast.dora, body=name, about=("company", number)).id
        for name, number in records.items()
    }
    for scope in SCOPES[1:]:
        right(field, "see", scope, by=cast.dora) if scope == "own" else change(
            "role_right", RoleRight.objects.get(role=field, deed="see").pk, cast.dora, scope=scope
        )
        ada = again(cast.ada)
        found = set(reach(kind("note"), by=ada).values_list("pk", flat=True))
        assert [name for name in RECORDS if notes[name] in found] == reached(ada, records, "see"), scope


def test_an_import_makes_records_for_those_whom_its_own_scope_reaches(cast: Cast, field: int) -> None:
    right(field, "see", "all", by=cast.dora)
    right(field, "create", "all", by=cast.dora)
    right(field, "import", "own", by=cast.dora)
    ada = again(cast.ada)

    values = {"name": "A", "owner": cast.cleo.user_id}
    assert write.create(kind("company"), values, by=ada, at=NOON)["owner"] == cast.cleo.user_id
    with pytest.raises(Invalid) as refusal:
        write.create(kind("company"), values, by=replace(ada, source="import"), at=NOON)
    assert list(refusal.value.errors) == ["owner"]
