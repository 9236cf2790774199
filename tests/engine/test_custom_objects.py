"""Kinds of record that administrators make, through every part of the engine that knows records."""

import pytest

from odnos.engine.audit.models import Entry
from odnos.engine.custom.types.declared import CUSTOM_OBJECT
from odnos.engine.filters import text
from odnos.engine.records import bin, read, write
from odnos.engine.records.errors import Invalid, NotFound
from odnos.engine.search import finding
from odnos.engine.tables import definitions
from odnos.objects.registry import registry
from tests.people import NOON

pytest_plugins = ("tests.engine.custom",)


@pytest.fixture
def vehicle(cast, add_object, add_field):
    key = add_object("Vehicle", "Vehicles", icon="box")
    add_field(key, "text", "Plate", is_unique=True, is_searchable=True)
    add_field(key, "choice", "State", options=("New", "Worn"))
    add_field(key, "number", "Mileage", is_fast=True)
    add_field(key, "link", "Holder", to="company", reverse_name="Fleet")
    return registry.get(key)


def made(kind, by, **values):
    return write.create(kind, values, by=by, at=NOON)


def names(kind, by, filter="", sort="name"):
    page = read.query(kind, by=by, at=NOON, filter=text.parse(filter) if filter else None, sort=sort)
    return [row.title for row in page.rows]


def test_a_kind_of_record_is_there_at_once(vehicle):
    assert (vehicle.key, vehicle.plural_key, str(vehicle.plural)) == ("c_vehicle", "vehicles", "Vehicles")
    assert vehicle.in_menu
    assert [field.name for field in vehicle.fields] == ["name", "plate", "state", "mileage", "holder"]
    assert vehicle.layout.panels[0].fields == ("name", "owner", "plate", "state", "mileage", "holder")


def test_its_records_are_written_read_sorted_and_filtered(cast, vehicle):
    acme = made(registry.get("company"), cast.ada, name="Acme")
    made(vehicle, cast.ada, name="Van", plate="LJ 1", state="new", mileage=300, holder=acme.id)
    made(vehicle, cast.ada, name="Truck", plate="LJ 2", state="worn", mileage=90)
    row = made(vehicle, cast.ada, name="Bus")
    write.update(vehicle, row.id, {"mileage": 150}, version=1, by=cast.ada, at=NOON)

    assert names(vehicle, cast.ada, sort="-mileage") == ["Van", "Bus", "Truck"]
    assert names(vehicle, cast.ada, "mileage.gt:100") == ["Bus", "Van"]
    assert names(vehicle, cast.ada, "holder.name.is:Acme") == ["Van"]
    assert names(vehicle, cast.ada, "name.contains:ru") == ["Truck"]
    assert read.count(vehicle, by=cast.ada, at=NOON).number == 3


def test_objects_that_share_a_table_never_meet(cast, vehicle, add_object):
    boat = registry.get(add_object("Boat", "Boats"))
    van = made(vehicle, cast.ada, name="Van", external_id="7")
    skiff = made(boat, cast.ada, name="Skiff", external_id="7")

    assert names(boat, cast.ada) == ["Skiff"]
    with pytest.raises(NotFound):
        read.get(boat, van.id, by=cast.dora)
    with pytest.raises(NotFound):
        write.update(vehicle, skiff.id, {"name": "Stolen"}, version=None, by=cast.dora, at=NOON)
    with pytest.raises(NotFound):
        bin.delete_one(vehicle, skiff.id, by=cast.dora, at=NOON)
    with pytest.raises(Invalid):
        made(boat, cast.ada, name="Other", external_id="7")


def test_a_unique_field_is_unique_in_its_object(cast, vehicle):
    made(vehicle, cast.ada, name="Van", plate="LJ 1")
    with pytest.raises(Invalid):
        made(vehicle, cast.ada, name="Second", plate="LJ 1")


def test_the_search_finds_them(cast, vehicle):
    made(vehicle, cast.ada, name="Delivery van", plate="LJ ABC 7")

    assert [hit.title for hit in finding.find("deliv", by=cast.ada, at=NOON)] == ["Delivery van"]


def test_their_trail_says_what_was_changed(cast, vehicle):
    row = made(vehicle, cast.ada, name="Van", mileage=1)
    write.update(vehicle, row.id, {"mileage": 2}, version=1, by=cast.ada, at=NOON)

    entry = Entry.objects.get(object_key="c_vehicle", action="updated")
    assert entry.diff == {"mileage": [1, 2]}


def test_owners_and_teams_guard_them(cast, vehicle):
    made(vehicle, cast.ada, name="Ours")

    assert names(vehicle, cast.ada) == ["Ours"]
    assert names(vehicle, cast.cleo) == []


def test_a_part_is_seen_by_whoever_sees_its_whole(cast, add_object):
    unit = registry.get(add_object("Unit", "Units", access="part", parent="company"))
    acme = made(registry.get("company"), cast.ada, name="Acme")
    made(unit, cast.ada, name="Pump", parent=acme.id)

    assert names(unit, cast.ada) == ["Pump"]
    assert names(unit, cast.cleo) == []
    bin.delete_one(registry.get("company"), acme.id, by=cast.dora, at=NOON)
    assert names(unit, cast.dora) == []


def test_renaming_is_free(cast, vehicle):
    row = read.query(CUSTOM_OBJECT, by=cast.dora, at=NOON).rows[0]
    made(vehicle, cast.ada, name="Van", mileage=5)
    write.update(CUSTOM_OBJECT, row.id, {"name_many": "Cars"}, version=None, by=cast.dora, at=NOON)
    definitions.refresh()

    assert registry.get("c_vehicle") is vehicle
    assert (str(vehicle.plural), vehicle.plural_key) == ("Cars", "vehicles")
    assert names(vehicle, cast.ada, "mileage.is:5") == ["Van"]


def test_an_archived_kind_comes_back_with_its_records(cast, vehicle, add_field):
    add_field("company", "link", "First van", to=vehicle.key)
    made(vehicle, cast.ada, name="Van", mileage=5)
    row = read.query(CUSTOM_OBJECT, by=cast.dora, at=NOON).rows[0]
    bin.delete_one(CUSTOM_OBJECT, row.id, by=cast.dora, at=NOON)
    definitions.refresh()

    assert "c_vehicle" not in registry
    assert "first_van" not in registry.get("company").by_name

    bin.restore(CUSTOM_OBJECT, [row.id], by=cast.dora, at=NOON)
    definitions.refresh()

    assert names(registry.get("c_vehicle"), cast.ada, "mileage.is:5") == ["Van"]
    assert "first_van" in registry.get("company").by_name


@pytest.mark.parametrize(
    ("values", "place"),
    [
        ({"name": "", "name_many": "Things"}, "name"),
        ({"name": "Thing", "name_many": ""}, "name_many"),
        ({"name": "Thing", "name_many": "Things", "code": "Big Thing"}, "code"),
        ({"name": "Thing", "name_many": "Things", "code": "vehicle"}, "code"),
        ({"name": "Thing", "name_many": "Things", "address": "settings"}, "address"),
        ({"name": "Thing", "name_many": "Things", "address": "vehicles"}, "address"),
        ({"name": "Thing", "name_many": "Things", "address": "contacts"}, "address"),
        ({"name": "Thing", "name_many": "Things", "access": "part"}, "parent"),
        ({"name": "Thing", "name_many": "Things", "access": "part", "parent": "role"}, "parent"),
        ({"name": "Thing", "name_many": "Things", "access": "part", "parent": "note"}, "parent"),
    ],
)
def test_what_cannot_be_is_refused_at_its_place(cast, vehicle, values, place):
    with pytest.raises(Invalid) as refusal:
        write.create(CUSTOM_OBJECT, values, by=cast.dora, at=NOON)

    assert list(refusal.value.errors) == [place]


def test_names_in_cyrillic_make_latin_addresses(cast, add_object):
    kind = registry.get(add_object("Объект", "Объекты"))

    assert (kind.key, kind.plural_key) == ("c_obekt", "obekty")
