"""Roles as rows: what they say themselves and what they follow, what wins over what, and what is locked."""

# ruff: noqa: F811 -- fixtures are called as they were imported
from __future__ import annotations

from dataclasses import replace

import pytest

from odnos.engine.access import rights, roles
from odnos.engine.access.models import RoleDefinition, RoleRight
from odnos.engine.access.rights import Denied
from odnos.engine.records import read, undo, write
from odnos.engine.records.errors import Invalid
from odnos.engine.tables import definitions
from tests.engine.reaching import RECORDS, again, change, field, kind, make, reached, records, right  # noqa: F401 -- fixtures
from tests.people import NOON, Cast


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


def test_changes_of_roles_are_in_the_trail_and_can_be_undone(cast: Cast, field: int) -> None:
    row = right(field, "see", "own", by=cast.dora)
    change("role_right", row.id, cast.dora, scope="all")
    assert roles.says("field", "company", "see") == "all"

    entry = undo.Entry.objects.filter(object_key="role_right", record_id=row.id).latest("id")
    assert entry.diff == {"scope": ["own", "all"]}


def test_another_process_knows_a_changed_right_with_its_next_request(cast: Cast, field: int) -> None:
    row = right(field, "see", "own", by=cast.dora)
    ada = again(cast.ada)
    assert rights.may(ada, "see", kind("company")) == "own"

    write.update(kind("role_right"), row.id, {"scope": "all"}, version=None, by=cast.dora, at=NOON)
    assert rights.may(ada, "see", kind("company")) == "own"  # this process has not been asked anything since
    definitions.refresh()
    assert rights.may(ada, "see", kind("company")) == "all"
