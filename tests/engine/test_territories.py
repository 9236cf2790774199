"""Records are placed by rules: with each write, by a job when rules change, on every kind of record and with their parts."""

from __future__ import annotations

from typing import Any

import pytest

from odnos.engine.outbox.running import Run
from odnos.engine.records import placing, read, write
from odnos.engine.records.errors import Invalid
from odnos.engine.tables import definitions
from odnos.objects.registry import registry
from tests.engine.reaching import again, change, field, make, right  # noqa: F401 -- field is a fixture
from tests.people import NOON, Cast
from tests.working import drain

pytest_plugins = ("tests.engine.custom",)


def territory(cast: Cast, name: str, object: str = "company", filter: str = "", **values: Any) -> int:
    made = make("territory", cast.dora, name=name, **values)
    if filter:
        make("territory_rule", cast.dora, territory=made.id, object=object, filter=filter)
    definitions.refresh()
    return made.id


def placed(cast: Cast, row: Any) -> int | None:
    found: int | None = read.get(row.type, row.id, by=cast.dora)["territory"]
    return found


def test_a_write_places_its_record_in_the_first_territory_that_fits(cast: Cast) -> None:
    north = territory(cast, "North", filter="industry.is:technology", position=2)
    large = territory(cast, "Large", filter="industry.is:technology,employees.gte:100", position=1)

    small = make("company", cast.ada, name="A", industry="technology", employees=5)
    assert placed(cast, small) == north
    assert placed(cast, make("company", cast.ada, name="B", industry="technology", employees=500)) == large
    assert placed(cast, make("company", cast.ada, name="C", industry="retail")) is None

    write.update(small.type, small.id, {"employees": 100}, version=None, by=cast.ada, at=NOON)
    assert placed(cast, small) == large
    write.update(small.type, small.id, {"industry": "retail"}, version=None, by=cast.ada, at=NOON)
    assert placed(cast, small) is None


def test_nobody_writes_a_territory_by_hand(cast: Cast) -> None:
    north = territory(cast, "North")

    with pytest.raises(Invalid):
        make("company", cast.dora, name="A", territory=north)


def test_parts_go_where_their_whole_goes(cast: Cast) -> None:
    north = territory(cast, "North", filter="industry.is:technology")
    company = make("company", cast.ada, name="A", industry="technology")
    note = make("note", cast.ada, body="hello", about=company.reference)
    assert placed(cast, note) == north

    write.update(company.type, company.id, {"industry": "retail"}, version=None, by=cast.ada, at=NOON)
    assert placed(cast, note) is None


def test_a_rule_looks_at_a_linked_record_whoever_writes(cast: Cast) -> None:
    north = territory(cast, "North", object="contact", filter="company.industry.is:technology")
    company = make("company", cast.cleo, name="A", industry="technology")

    contact = make("contact", cast.dora, name="Ann", company=company.id)
    drain()
    assert placed(cast, contact) == north
    write.update(company.type, company.id, {"industry": "retail"}, version=None, by=cast.cleo, at=NOON)
    drain()
    assert placed(cast, contact) == north  # until the night
    place()
    assert placed(cast, contact) is None


def place() -> None:
    from odnos.engine.outbox import jobs

    jobs.enqueue("territories.place", {}, at=NOON)
    drain()


def test_a_changed_rule_moves_what_was_there_and_a_second_run_finds_nothing(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(placing, "STEP", 2)
    rows = [make("company", cast.dora, name=f"A{n}", industry="technology") for n in range(5)]
    note = make("note", cast.dora, body="hello", about=rows[4].reference)

    north = territory(cast, "North", filter="industry.is:technology")
    assert [placed(cast, row) for row in rows] == [None] * 5
    drain()
    assert [placed(cast, row) for row in (*rows, note)] == [north] * 6
    assert {row.version for row in read.query(rows[0].type, by=cast.dora, at=NOON).rows} == {1}

    at = NOON
    rules = placing.territories.rules_of("company")
    assert placing.moves(registry.get("company"), rules, at=at) == []
    write.delete_one(registry.get("territory"), north, by=cast.dora, at=NOON)
    drain()
    assert [placed(cast, row) for row in (*rows, note)] == [None] * 6


def test_a_job_that_was_cut_off_goes_on(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(placing, "STEP", 2)
    rows = [make("company", cast.dora, name=f"A{n}", industry="technology") for n in range(5)]
    north = territory(cast, "North", filter="industry.is:retail")
    drain()
    done, steps = placing.place_some, []

    def twice(run: Run, object_type: Any, behind: int) -> int:
        steps.append(behind)
        if len(steps) == 2:
            raise RuntimeError("cut off")
        return done(run, object_type, behind)

    monkeypatch.setattr(placing, "place_some", twice)
    [rule] = read.query(registry.get("territory_rule"), by=cast.dora, at=NOON).rows
    change("territory_rule", rule.id, cast.dora, filter="industry.is:technology")
    drain()
    assert [placed(cast, row) for row in rows] == [north, north, None, None, None]
    monkeypatch.setattr(placing, "place_some", done)
    place()
    assert [placed(cast, row) for row in rows] == [north] * 5


def test_kinds_of_record_that_were_made_have_territories_and_rights_of_all(
    cast: Cast,
    field: int,  # noqa: F811 -- the fixture
    add_object: Any,
    add_field: Any,
) -> None:
    vehicle = registry.get(add_object("Vehicle", "Vehicles"))
    add_field(vehicle.key, "choice", "State", options=("New", "Worn"))
    right(field, "see", "territory", by=cast.dora)
    mine = territory(cast, "Worn", object=vehicle.key, filter="state.is:worn", teams=[cast.teams["North"]])

    van = write.create(vehicle, {"name": "Van", "state": "worn"}, by=cast.dora, at=NOON)
    write.create(vehicle, {"name": "Bus", "state": "new"}, by=cast.dora, at=NOON)

    assert placed(cast, van) == mine
    assert [row.title for row in read.query(vehicle, by=again(cast.ada), at=NOON).rows] == ["Van"]
    change("territory", mine, cast.dora, teams=[])
    assert read.query(vehicle, by=again(cast.ada), at=NOON).rows == []


def test_a_rule_whose_field_is_gone_holds_for_nothing(cast: Cast, add_field: Any) -> None:
    row = add_field("company", "text", "Region")
    territory(cast, "North", filter="region.is:N")
    assert make("company", cast.ada, name="A", region="N")["territory"] is not None

    write.delete_one(registry.get("custom_field"), row.id, by=cast.dora, at=NOON)
    definitions.refresh()
    company = make("company", cast.ada, name="B")
    assert placed(cast, company) is None
    drain()
