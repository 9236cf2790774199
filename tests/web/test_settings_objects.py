"""Settings: kinds of record that administrators add, and where they are at once."""

import re

import pytest
from django.utils import translation

from odnos.engine.records import read, write
from odnos.objects.registry import registry
from tests.people import NOON, Cast
from tests.web.sales import browser_of

pytest_plugins = ("tests.engine.custom",)

VEHICLE = {"name": "Vehicle", "name_many": "Vehicles", "icon": "box", "access": "own", "is_in_menu": "1"}


def create(kind, by, **values):
    return write.create(kind, values, by=by, at=NOON)


def made_by(client, **given):
    return client.post("/settings/objects/new", VEHICLE | given)


def test_a_kind_of_record_has_its_pages_at_once(cast: Cast):
    made = made_by(browser_of(cast.dora))
    assert made["Location"] == "/settings/fields/c_vehicle"

    client = browser_of(cast.ada)
    assert 'href="/vehicles"' in client.get("/").content.decode()
    assert client.post("/vehicles/new", {"name": "Van"}).status_code == 302
    van = read.query(registry.get("c_vehicle"), by=cast.ada, at=NOON).rows[0]
    for address in (
        "/vehicles",
        f"/vehicles/{van.id}",
        "/vehicles/new",
        "/bin?kind=vehicles",
        "/search?q=van",
    ):
        page = client.get(address)
        assert (address, page.status_code) == (address, 200)
    assert "Van" in client.get("/vehicles").content.decode()


def test_it_comes_in_and_goes_out_as_a_file(cast: Cast):
    made_by(browser_of(cast.dora))
    client = browser_of(cast.ada)

    assert 'value="c_vehicle"' in client.get("/imports").content.decode()
    client.post("/vehicles/new", {"name": "Van"})
    exported = b"".join(client.get("/vehicles/export?format=csv").streaming_content).decode()
    assert "Van" in exported


def test_its_names_are_those_of_the_reader(cast: Cast):
    made_by(browser_of(cast.dora), name_ru="Машина", name_many_ru="Машины")
    kind = registry.get("c_vehicle")

    with translation.override("ru"):
        assert (str(kind.label), str(kind.plural)) == ("Машина", "Машины")
    with translation.override("sl"):
        assert str(kind.plural) == "Vehicles"


def test_links_with_roles_are_added_from_both_sides(cast: Cast, add_object, add_field):
    crew = registry.get(add_object("Crew", "Crews"))
    add_field(
        crew.key, "links", "Members", to="contact", reverse_name="In crews", options=("Driver", "Helper")
    )
    team, person = (
        create(crew, cast.ada, name="Night"),
        create(registry.get("contact"), cast.ada, name="Ivan Petrov"),
    )
    client = browser_of(cast.ada)
    here = f"/contacts/{person.id}/named-by/{crew.key}/members"

    assert "Helper" in client.get(here).content.decode()
    client.post(here, {"record": team.id, "role": "helper"})
    page = client.get(f"/contacts/{person.id}").content.decode()
    assert "In crews" in page
    assert "Helper" in page
    assert "Ivan Petrov" in client.get(f"/crews/{team.id}").content.decode()

    client.post(f"{here}/{team.id}/remove")
    assert read.get(crew, team.id, by=cast.ada)["members"] == ()


def test_the_other_side_of_a_link_is_denied_to_whoever_may_not_change_it(cast: Cast, add_object, add_field):
    crew = registry.get(add_object("Crew", "Crews"))
    add_field(crew.key, "links", "Members", to="contact", reverse_name="In crews")
    team = create(crew, cast.ada, name="Night")
    person = create(registry.get("contact"), cast.cleo, name="Ivan Petrov")
    client = browser_of(cast.cleo)
    here = f"/contacts/{person.id}/named-by/{crew.key}"

    assert client.post(f"{here}/members", {"record": team.id}).status_code == 404
    assert client.post(f"{here}/owner", {"record": team.id}).status_code == 404
    assert read.get(crew, team.id, by=cast.ada)["members"] == ()


def test_an_archived_kind_is_nowhere_and_comes_back_with_undo(cast: Cast):
    client = browser_of(cast.dora)
    made_by(client)
    client.post("/vehicles/new", {"name": "Van"})
    number = made_number(client)

    gone = client.post(f"/settings/objects/{number}/archiving")
    assert client.get("/vehicles").status_code == 404
    assert "undo" in gone.cookies["toast"].value

    client.post(f"/settings/objects/{number}/restoring")
    assert "Van" in client.get("/vehicles").content.decode()


def made_number(client):
    return re.findall(r"/settings/objects/(\d+)/archiving", client.get("/settings/objects").content.decode())[
        0
    ]


@pytest.mark.parametrize(
    ("given", "words"), [({"name": ""}, "error-name"), ({"address": "settings"}, "another")]
)
def test_what_cannot_be_is_said_in_the_form(cast: Cast, given, words):
    answer = made_by(browser_of(cast.dora), **given)

    assert answer.status_code == 422
    assert words in answer.content.decode().lower()


def test_a_stale_form_changes_nothing(cast: Cast):
    client = browser_of(cast.dora)
    made_by(client)
    number = made_number(client)

    assert (
        client.post(f"/settings/objects/{number}", VEHICLE | {"version": "1", "name": "Car"}).status_code
        == 302
    )
    stale = client.post(f"/settings/objects/{number}", VEHICLE | {"version": "1", "name": "Bus"})

    assert stale.status_code == 409
    assert str(registry.get("c_vehicle").label) == "Car"
