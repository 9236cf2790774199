"""Kinds of record that administrators make, in the API."""

from tests.api.conftest import Api

pytest_plugins = ("tests.engine.custom",)


def test_they_are_written_read_filtered_and_described(api: Api, add_object, add_field):
    key = add_object("Vehicle", "Vehicles")
    add_field(key, "number", "Mileage")

    made = api.post("/api/v1/vehicles", {"name": "Van", "mileage": 7})
    assert made.status_code == 201
    assert [row["name"] for row in api.get("/api/v1/vehicles?filter=mileage.gt:5").json()["data"]] == ["Van"]
    assert api.get("/api/v1/vehicles?filter=mileage.gt:9").json()["data"] == []
    assert "/api/v1/vehicles" in str(api.get("/api/v1/openapi.json").json()["paths"])
