"""Each way of reading, counting and handing on keeps within what its actor reaches, whichever way the engine takes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from odnos.domains.organisation.role_objects import ROLE_RIGHT
from odnos.engine.access.actor import Narrow
from odnos.engine.access.models import RoleDefinition
from odnos.engine.custom import renewing
from odnos.engine.filters.tree import EVERYTHING
from odnos.engine.records import finding, groups, read, shares, together, write
from odnos.engine.records.contains import Lookups
from odnos.engine.records.errors import Invalid
from odnos.engine.records.lane import Asked, Part
from odnos.engine.records.ownership import holders_of
from odnos.engine.records.reach import everywhere
from odnos.engine.tables import definitions
from odnos.objects.registry import registry
from tests.access.test_deeds import again
from tests.people import NOON, Cast
from tests.web.sales import make, make_deal, make_pipeline

pytestmark = pytest.mark.django_db
COMPANY = registry.get("company")


@pytest.fixture
def both(cast: Cast) -> list[int]:
    """A company of Ada and one of Cleo, whom Ada does not reach."""
    return [make("company", by, name="Acme").id for by in (cast.ada, cast.cleo)]


def test_a_walk_along_the_order_stays_within_the_reach(
    cast: Cast, both: list[int], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(read, "CAP", 0)  # every result is a large one
    monkeypatch.setattr(finding, "strands_of", lambda *_asked, **_by: [])

    assert [row.id for row in read.query(COMPANY, by=cast.ada, at=NOON).rows] == both[:1]


@pytest.mark.parametrize("way", ["by its branches", "among some", "as all that is named"])
def test_a_probe_stays_within_the_reach(
    cast: Cast, both: list[int], monkeypatch: pytest.MonkeyPatch, way: str
):
    lookups = Lookups(by=cast.ada, sample=both if way == "among some" else [])
    monkeypatch.setattr(lookups, "names_all", lambda _filter: way == "as all that is named")

    found = finding.probe(COMPANY, everywhere(COMPANY, deleted=False), lookups, None, cap=1)

    assert found == both[:1]


def test_lanes_are_added_up_from_value_to_value_for_who_sees_all(cast: Cast):
    part = Part(keys=(cast.ada.user_id,))

    def asked(by: Any) -> Asked:
        return groups.asked_for(COMPANY, part, "owner_id", by=by, at=NOON, narrow=False)

    assert part.filter in (None, EVERYTHING)
    assert not asked(cast.ada).whole
    assert asked(cast.dora).whole


def test_a_record_is_given_as_far_as_its_giver_reaches(cast: Cast):
    of_the_team = make("company", cast.ben, name="Acme")
    given = {"owner": cast.cleo.user_id}

    with pytest.raises(Invalid, match="may not give"):
        make("company", cast.ada, name="Brix", **given)
    with pytest.raises(Invalid, match="may not give"):
        write.update(COMPANY, of_the_team.id, given, version=None, by=cast.ada, at=NOON)


def test_a_file_gives_records_no_further_than_imports_reach(cast: Cast):
    role = RoleDefinition.objects.get(code="manager").pk
    for deed, scope in (("create", "all"), ("import", "team")):
        given = {"role": role, "object": "company", "deed": deed, "scope": scope, "forbid": False}
        write.create(ROLE_RIGHT, given, by=cast.dora, at=NOON)
    definitions.refresh()
    by, owner = again(cast.max), cast.cleo.user_id

    assert make("company", by, name="Acme", owner=owner)["owner"] == owner
    with pytest.raises(Invalid, match="may not give"):
        make("company", replace(by, source="import"), name="Brix", owner=owner)


def test_a_part_leaves_its_whole_by_who_reaches_it_by_itself(cast: Cast, both: list[int]):
    mine, theirs = both
    task = make("task", cast.cleo, about=("company", theirs), name="Call")
    shares.share(COMPANY, theirs, {"user": cast.ada.user_id, "edit": True}, by=cast.cleo, at=NOON)
    given = {"about": ("company", mine)}

    with pytest.raises(Invalid, match="may not change it"):
        write.update(task.type, task.id, given, version=None, by=again(cast.ada), at=NOON)


def test_lines_are_hung_on_what_their_writer_may_change(cast: Cast):
    deal = make_deal(cast.cleo, make_pipeline())
    lamp = make("product", cast.dora, name="Lamp")
    shares.share(deal.type, deal.id, {"user": cast.ada.user_id}, by=cast.cleo, at=NOON)

    with pytest.raises(Invalid, match="may not change it"):
        make("deal_line", again(cast.ada), deal=deal.id, product=lamp.id)
    narrow = replace(cast.ada, narrow=Narrow(objects=frozenset(("task",))))
    assert holders_of("product", {lamp.id}, by=cast.ada, deed="see")
    assert holders_of("product", {lamp.id}, by=narrow, deed="see") == {}


def test_what_works_for_everybody_says_over_which_records(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    company = make("company", cast.ada, name="Acme")
    contact = make("contact", cast.ada, name="Mia Kos", company=company.id)
    fields = [COMPANY.field("name"), COMPANY.field("owner")]
    held = ("Acme", cast.ada.user_id)
    assert together.holders(COMPANY, fields, [held]) == {held: company.id}

    renewed: list[int] = []
    monkeypatch.setattr(renewing, "lookers", lambda _key: [(contact.type, "company")])
    monkeypatch.setattr(renewing, "renew_each", lambda _run, _kind, ids: renewed.extend(ids))
    renewing.renew_lookers(None, "company", [company.id])  # type: ignore[arg-type]
    assert renewed == [contact.id]
