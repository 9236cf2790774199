"""Roles as rows: every scope in every deed, what wins over what, and who reaches what when people and teams change."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from typing import Any

import pytest

from odnos.domains.organisation import actions
from odnos.engine.access import rights, roles
from odnos.engine.access.actor import actor_for
from odnos.engine.access.models import RoleDefinition, RoleRight, Share, User
from odnos.engine.access.rights import Denied
from odnos.engine.records import read, shares, undo, write
from odnos.engine.records.errors import Invalid, NotFound
from odnos.engine.records.reach import reach
from odnos.engine.tables import definitions
from odnos.engine.transfer import export
from odnos.objects.registry import registry
from tests.people import NOON, Cast

SCOPES = ("none", "own", "team", "subtree", "territory", "all")
RECORDS = ("ada's", "ben's", "report's", "child team's", "in her territory", "stranger's", "shared")
SEEN = dict(zip(SCOPES, (0, 1, 2, 4, 5, 6), strict=True))
"""How many of RECORDS each scope takes in, the shared one apart."""


def kind(key: str) -> Any:
    return registry.get(key)


def make(key: str, by: Any, **values: Any) -> Any:
    return write.create(kind(key), values, by=by, at=NOON)


def right(role: int, deed: str, scope: str, *, by: Any, object: str = "*", forbid: bool = False) -> Any:
    made = make("role_right", by, role=role, object=object, deed=deed, scope=scope, forbid=forbid)
    definitions.refresh()
    return made


def change(key: str, number: int, by: Any, **values: Any) -> None:
    write.update(kind(key), number, values, version=None, by=by, at=NOON)
    definitions.refresh()


def again(actor: Any, *, at: dt.datetime = NOON) -> Any:
    return actor_for(User.objects.get(pk=actor.user_id), at=at)


@pytest.fixture
def field(cast: Cast) -> int:
    """A role that says nothing yet; Ada has it."""
    role = make("role", cast.dora, name="Field")
    definitions.refresh()
    change("user", cast.ada.user_id, cast.dora, role="field")
    return role.id


@pytest.fixture
def records(cast: Cast, field: int) -> dict[str, int]:
    """Companies of all sorts, as seen from Ada."""
    dora = cast.dora
    below = make("team", dora, name="North by East", parent=cast.teams["North"])
    eve = actions.add_user("eve@odnos.example", name="Eve", role="representative", by=dora, at=NOON)
    change("user", eve.pk, dora, team=below.id)
    change("user", cast.cleo.user_id, dora, manager=cast.ada.user_id)
    territory = make("territory", dora, name="Steel", people=[cast.ada.user_id])
    make("territory_rule", dora, territory=territory.id, object="company", filter="name.starts:Steel")
    definitions.refresh()
    owners = (cast.ada, cast.ben, cast.cleo, actor_for(User.objects.get(pk=eve.pk)), dora, dora, dora)
    names = ("A", "B", "C", "E", "Steel works", "D", "S")
    made = {
        record: make("company", dora, name=name, owner=owner.user_id).id
        for record, name, owner in zip(RECORDS, names, owners, strict=True)
    }
    shares.share(kind("company"), made["shared"], {"user": cast.ada.user_id, "edit": True}, by=dora, at=NOON)
    return made


def reached(by: Any, records: dict[str, int], deed: Any) -> list[str]:
    found = set(reach(kind("company"), by=by, deed=deed).values_list("pk", flat=True))
    return [name for name, number in records.items() if number in found]


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


def test_what_is_forbidden_wins_over_scope_floor_and_share(
    cast: Cast, field: int, records: dict[str, int]
) -> None:
    right(field, "see", "all", by=cast.dora)
    right(field, "edit", "all", by=cast.dora)
    make("role_right", cast.dora, role=field, object="company", deed="edit", scope="all", forbid=True)
    definitions.refresh()
    ada = again(cast.ada)

    assert reached(ada, records, "edit") == []
    with pytest.raises(Denied):
        write.update(kind("company"), records["shared"], {"phone": "1"}, version=None, by=ada, at=NOON)
    assert reached(ada, records, "see") == list(RECORDS)

    make("role_right", cast.dora, role=field, object="company", deed="see", scope="all", forbid=True)
    definitions.refresh()
    assert reached(again(cast.ada), records, "see") == []
    assert reached(again(cast.ada), records, "export") == []
    with pytest.raises(Denied):
        read.query(kind("company"), by=again(cast.ada), at=NOON)


def test_a_role_does_what_it_does_not_say_like_its_parent(cast: Cast, field: int) -> None:
    company, contact = kind("company"), kind("contact")
    manager = RoleDefinition.objects.get(code="manager").pk
    change("role", field, cast.dora, parent=manager)
    ada = again(cast.ada)
    assert (rights.may(ada, "see", company), rights.may(ada, "edit", company)) == ("all", "team")
    assert rights.may(ada, "edit", kind("product")) == "all"

    right(field, "see", "own", by=cast.dora)
    assert (rights.may(ada, "see", company), rights.may(ada, "edit", company)) == ("own", "own")

    right(field, "see", "team", by=cast.dora, object="contact")
    assert (rights.may(ada, "see", company), rights.may(ada, "see", contact)) == ("own", "team")

    right(manager, "delete", "all", by=cast.dora, object="contact", forbid=True)
    right(field, "delete", "all", by=cast.dora, object="contact")
    assert rights.may(ada, "delete", contact) == "none"


def test_parents_do_not_go_in_a_ring_and_nobody_follows_from_administrators(cast: Cast, field: int) -> None:
    child = make("role", cast.dora, name="Child", parent=field)
    for parent in (child.id, field, RoleDefinition.objects.get(code="administrator").pk):
        with pytest.raises(Invalid) as refusal:
            write.update(kind("role"), field, {"parent": parent}, version=None, by=cast.dora, at=NOON)
        assert list(refusal.value.errors) == ["parent"]


def test_the_rights_of_administrators_are_locked(cast: Cast) -> None:
    role = RoleDefinition.objects.get(code="administrator")
    row = RoleRight.objects.get(role=role, deed="see", object="*")

    with pytest.raises(Invalid):
        write.update(kind("role_right"), row.pk, {"scope": "none"}, version=None, by=cast.dora, at=NOON)
    with pytest.raises(Invalid):
        make("role_right", cast.dora, role=role.pk, object="company", deed="see", scope="none", forbid=True)
    with pytest.raises(Denied):
        write.delete_one(kind("role_right"), row.pk, by=cast.dora, at=NOON)
    with pytest.raises(Denied):
        write.delete_one(kind("role"), role.pk, by=cast.dora, at=NOON)
    assert rights.may(cast.dora, "see", kind("company")) == "all"


@pytest.mark.parametrize(
    "key", ["role", "role_right", "territory", "territory_rule", "user", "team", "custom_field"]
)
def test_no_right_opens_what_administrators_keep(cast: Cast, field: int, key: str) -> None:
    for deed in ("create", "edit", "delete", "import"):
        right(field, deed, "all", by=cast.dora, object=key)
    for deed in ("create", "edit", "delete", "import"):
        assert rights.may(again(cast.ada), deed, kind(key)) == "none"


def test_a_role_that_somebody_has_stays(cast: Cast, field: int) -> None:
    with pytest.raises(Denied):
        write.delete_one(kind("role"), field, by=cast.dora, at=NOON)

    change("user", cast.ada.user_id, cast.dora, role="representative")
    write.delete_one(kind("role"), field, by=cast.dora, at=NOON)
    definitions.refresh()
    with pytest.raises(Invalid):
        write.update(kind("user"), cast.ada.user_id, {"role": "field"}, version=None, by=cast.dora, at=NOON)


def test_a_person_without_a_known_role_may_nothing(cast: Cast) -> None:
    with pytest.raises(Denied):
        read.query(kind("company"), by=replace(cast.ada, role="gone"), at=NOON)


def test_an_action_is_open_until_a_role_closes_it_and_an_ability_the_other_way_round(
    cast: Cast, field: int
) -> None:
    ada = again(cast.ada)
    assert rights.allows(ada, "deal.win", "deal")
    assert not rights.allows(ada, "view.publish")

    right(field, "deal.win", "none", by=cast.dora, object="deal")
    right(field, "view.publish", "all", by=cast.dora)
    assert not rights.allows(ada, "deal.win", "deal")
    assert rights.allows(ada, "deal.lose", "deal")
    assert rights.allows(ada, "view.publish")


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


def test_changes_of_roles_are_in_the_trail_and_can_be_undone(cast: Cast, field: int) -> None:
    row = right(field, "see", "own", by=cast.dora)
    change("role_right", row.id, cast.dora, scope="all")
    assert roles.says("field", "company", "see") == "all"

    entry = undo.Entry.objects.filter(object_key="role_right", record_id=row.id).latest("id")
    assert entry.diff == {"scope": ["own", "all"]}


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


def test_another_process_knows_a_changed_right_with_its_next_request(cast: Cast, field: int) -> None:
    row = right(field, "see", "own", by=cast.dora)
    ada = again(cast.ada)
    assert rights.may(ada, "see", kind("company")) == "own"

    write.update(kind("role_right"), row.id, {"scope": "all"}, version=None, by=cast.dora, at=NOON)
    assert rights.may(ada, "see", kind("company")) == "own"  # this process has not been asked anything since
    definitions.refresh()
    assert rights.may(ada, "see", kind("company")) == "all"
