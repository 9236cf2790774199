"""Kinds of record that administrators make where others pass: files, mass edits, merging, undo, sharing, notes, formulas."""

import pytest

from odnos.engine.access.actor import actor_for
from odnos.engine.access.models import User
from odnos.engine.filters import text, tree
from odnos.engine.records import bin, mass, merge, read, shares, timeline, undo, write
from odnos.engine.transfer import export
from odnos.objects.registry import registry
from tests.people import NOON
from tests.transfer.bring import bring, counts
from tests.web.sales import browser_of
from tests.working import drain

pytest_plugins = ("tests.engine.custom",)


@pytest.fixture
def vehicle(cast, add_object, add_field):
    key = add_object("Vehicle", "Vehicles")
    add_field(key, "choice", "State", options=("New", "Worn"))
    add_field(key, "number", "Mileage")
    add_field(key, "link", "Holder", to="company", reverse_name="Fleet")
    return registry.get(key)


def made(kind, by, **values):
    return write.create(kind, values, by=by, at=NOON)


def all_of(kind, by, name):
    return [row[name] for row in read.query(kind, by=by, at=NOON, sort="name").rows]


def test_a_file_brings_them_in_with_what_they_name(cast, vehicle):
    rows = "Name,State,Mileage,Holder\nVan,New,10,Acme\nTruck,worn,25,Acme\nBus,flying,1,\n"
    run = bring(vehicle.key, rows, by=cast.dora, create_missing=True)

    assert counts(run) == (3, 2, 0, 0, 1)
    assert all_of(vehicle, cast.dora, "state") == ["worn", "new"]
    [acme] = read.query(registry.get("company"), by=cast.dora, at=NOON).rows
    assert all_of(vehicle, cast.dora, "holder") == [acme.id, acme.id]


def test_a_file_takes_them_out(cast, vehicle):
    row = made(vehicle, cast.ada, name="Van", mileage=7)
    parts = export.blocks(vehicle, format="csv", by=cast.ada, at=NOON, columns=["name", "mileage"])

    lines = b"".join(parts).decode().lstrip("\ufeff").splitlines()
    assert lines == ["Odnos id,Name,Mileage", f"{row.id},Van,7"]


def test_many_are_changed_at_once_and_changed_back(cast, vehicle):
    for number in range(3):
        made(vehicle, cast.ada, name=f"Van {number}", state="new")

    changed = mass.begin(vehicle, "edit", {"state": "worn"}, among=tree.EVERYTHING, by=cast.ada, at=NOON)
    while mass.step(changed.pk, by=cast.ada, at=NOON):
        pass
    assert all_of(vehicle, cast.ada, "state") == ["worn"] * 3

    undo.change_set(changed.pk, by=cast.ada, at=NOON)
    assert all_of(vehicle, cast.ada, "state") == ["new"] * 3


def test_two_become_one_with_all_that_names_them(cast, vehicle, add_field):
    add_field("contact", "link", "Drives", to=vehicle.key)
    kept, other = made(vehicle, cast.ada, name="Van"), made(vehicle, cast.ada, name="Van", mileage=5)
    driver = made(registry.get("contact"), cast.ada, name="Eva", drives=other.id)

    merge.merge(vehicle, kept.id, other.id, picks={}, by=cast.ada, at=NOON)

    assert all_of(vehicle, cast.ada, "mileage") == [5]
    assert read.get(registry.get("contact"), driver.id, by=cast.ada)["drives"] == kept.id


def test_one_that_is_shared_is_seen_and_no_other(cast, vehicle):
    shown = made(vehicle, cast.ada, name="Shown")
    made(vehicle, cast.ada, name="Hidden")
    shares.share(vehicle, shown.id, {"user": cast.cleo.user_id}, by=cast.ada, at=NOON)
    again = actor_for(User.objects.get(pk=cast.cleo.user_id))

    assert [row.title for row in read.query(vehicle, by=again, at=NOON).rows] == ["Shown"]


def test_notes_and_tasks_are_in_its_story(cast, vehicle):
    van = made(vehicle, cast.ada, name="Van")
    made(registry.get("note"), cast.ada, body="New tyres", about=van.reference)
    made(registry.get("task"), cast.ada, name="Wash it", about=van.reference)

    told = timeline.of(van, by=cast.ada).items
    assert {item.row.type.key for item in told if item.row} == {"note", "task"}
    bin.delete_one(vehicle, van.id, by=cast.ada, at=NOON)
    assert read.count(registry.get("note"), by=cast.ada, at=NOON).number == 0


@pytest.mark.django_db(transaction=True)  # PostgreSQL builds the index of a link outside of any
def test_formulas_and_roll_ups_reach_across(cast, vehicle, add_field):
    add_field(
        "company",
        "rollup",
        "Fleet mileage",
        through=f"{vehicle.key}.holder",
        measure="sum",
        measured=f"{vehicle.key}.mileage",
    )
    add_field(vehicle.key, "formula", "Long", formula='holder.name & " " & name')
    acme = made(registry.get("company"), cast.ada, name="Acme")
    for mileage in (3, 4):
        made(vehicle, cast.ada, name="Van", mileage=mileage, holder=acme.id)
    drain()

    assert read.get(registry.get("company"), acme.id, by=cast.ada)["fleet_mileage"] == 7
    assert all_of(vehicle, cast.ada, "long") == ["Acme Van", "Acme Van"]


def test_others_are_found_by_what_they_hold(cast, vehicle):
    acme, idle = (made(registry.get("company"), cast.ada, name=name) for name in ("Acme", "Idle"))
    made(vehicle, cast.ada, name="Van", mileage=9, holder=acme.id)

    found = read.query(vehicle, by=cast.ada, at=NOON, filter=text.parse("holder.name.is:Acme")).rows
    assert [row.title for row in found] == ["Van"]
    page = browser_of(cast.ada).get(f"/companies/{acme.id}").content.decode()
    assert "Fleet" in page
    assert "Van" in page
    assert "Van" not in browser_of(cast.ada).get(f"/companies/{idle.id}").content.decode()
