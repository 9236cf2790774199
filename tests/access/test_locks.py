"""Locks of the engine that stand behind others: each one holds by itself."""

from __future__ import annotations

import pytest

from odnos.domains.organisation.role_objects import ROLE, ROLE_RIGHT
from odnos.engine.access import scope
from odnos.engine.access.actor import Actor, actor_for
from odnos.engine.access.models import User
from odnos.engine.outbox.models import Event
from odnos.engine.records import restamp, timeline, write
from odnos.engine.tables import definitions
from odnos.objects.registry import registry
from tests.people import NOON, Cast
from tests.web.sales import make, make_deal, make_pipeline
from tests.working import drain


def with_role(cast: Cast, *rights: tuple[str, str, str]) -> Actor:
    """Return Ben with a new role of these rights, each an object, a deed and a scope."""
    role = write.create(ROLE, {"name": "Narrow"}, by=cast.dora, at=NOON)
    for key, deed, reached in rights:
        given = {"role": role.id, "object": key, "deed": deed, "scope": reached, "forbid": False}
        write.create(ROLE_RIGHT, given, by=cast.dora, at=NOON)
    definitions.refresh()
    user = registry.get("user")
    write.update(user, cast.ben.user_id, {"role": role["code"]}, version=None, by=cast.dora, at=NOON)
    definitions.refresh()
    return actor_for(User.objects.get(pk=cast.ben.user_id))


@pytest.mark.django_db
def test_what_is_asked_of_a_row_at_hand_is_what_a_query_would_answer(cast: Cast):
    row = make("company", cast.ada, name="Acme")

    assert scope.covers(row.type, row.columns, by=cast.ada, deed="edit")
    assert scope.covers(row.type, row.columns, by=cast.ann, deed="see")
    assert not scope.covers(row.type, row.columns, by=cast.ann, deed="edit")
    assert not scope.covers(row.type, row.columns, by=cast.cleo, deed="see")


@pytest.mark.django_db
def test_a_page_is_walked_along_no_way_that_the_role_does_not_reach(cast: Cast):
    ben = with_role(cast, ("company", "see", "own"))
    ways = [str(condition) for condition, _ids in scope.strands(registry.get("company"), by=ben)]

    assert len(ways) == 1
    assert "owner_id" in ways[0]


@pytest.mark.django_db
def test_a_role_that_sees_no_notes_reads_companies_and_none_of_their_notes(cast: Cast):
    company = make("company", cast.ada, name="Acme")
    deal = make_deal(cast.ada, make_pipeline(), company=company.id)
    make("note", cast.ada, about=company.reference, body="Said over lunch")
    make("note", cast.ada, about=deal.reference, body="Said on the phone")
    reads = (("company", "see", "all"), ("deal", "see", "all"))
    ben = with_role(cast, *reads)

    def told(by: Actor) -> set[str]:
        return {item.row.title for item in timeline.of(company, by=by).items if item.row}

    assert told(cast.ada) == {"Said over lunch", "Said on the phone"}
    assert told(ben) == set()


@pytest.mark.django_db
def test_the_records_of_whoever_changes_teams_go_with_them_in_steps(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(restamp, "STEP", 1)
    rows = [make("company", cast.ada, name=name) for name in ("Acme", "Brix")]
    team = {"team": cast.teams["South"]}
    write.update(registry.get("user"), cast.ada.user_id, team, version=None, by=cast.dora, at=NOON)
    assert Event.objects.filter(name="user.moved").exists()
    drain()

    company = registry.get("company")
    assert [scope.covers(company, row.columns, by=cast.cleo, deed="see") for row in rows] == [False, False]
    found = {row.id for row in read_all(cast.cleo)}
    assert found == {row.id for row in rows}


def read_all(by: Actor) -> list:
    from odnos.engine.records import read

    return list(read.query(registry.get("company"), by=by, at=NOON).rows)
