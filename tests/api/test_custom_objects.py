"""Kinds of record that administrators make, in the API."""

from tests.api.conftest import Api

pytest_plugins = ("tests.engine.custom",)


def test_they_are_written_read_filtered_and_described(api: Api, add_object, add_field):
    key = add_object("Vehicle", "Vehicles")
    add_field(key, "number", "Mileage")

    made = api("POST", "/vehicles", {"name": "Van", "mileage": 7})
    assert made.status_code == 201
    assert [row["name"] for row in api("GET", "/vehicles?filter=mileage.gt:5").json()["data"]] == ["Van"]
    assert api("GET", "/vehicles?filter=mileage.gt:9").json()["data"] == []
    assert "/vehicles" in str(api("GET", "/openapi.json").json()["paths"])
