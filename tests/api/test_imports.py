"""Files brought in through the API."""

import json
import threading

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.api.conftest import api_of

CSV = b"Name,Staff\nAcme,5\nBeta,many\nGamma,7\n"


def send(api, **given):
    file = SimpleUploadedFile("companies.csv", given.pop("file", CSV), "text/csv")
    headers = {"Authorization": f"Bearer {api.token}", **given.pop("headers", {})}
    return Client().post("/api/v1/imports", {"file": file, **given}, headers=headers)


def drain() -> None:
    """Do the jobs that wait."""
    from odnos.jobs.worker import Lane

    stop = threading.Event()
    lanes = [Lane(long=False, stop=stop), Lane(long=True, stop=stop)]
    while sum(lane.once() for lane in lanes):
        pass


MAP = json.dumps({"Name": "name", "Staff": "employees"})


def test_a_file_is_imported_by_the_worker_and_counted(api):
    answer = send(api, object="company", map=MAP)

    assert answer.status_code == 202, answer.content
    address = answer["Location"].removeprefix("/api/v1")
    assert api("GET", address).json()["state"] == "running"
    drain()
    run = api("GET", address).json()
    assert run["state"] == "done"
    assert [run[name] for name in ("rows", "created", "updated", "skipped", "failed")] == [3, 2, 0, 0, 1]
    errors = b"".join(api("GET", f"{address}/errors.csv").streaming_content).decode("utf-8-sig")
    assert "Beta,many,3,Employees: “many” is not a number." in errors.replace('"', "")
    assert [item["name"] for item in api("GET", "/companies?sort=name").json()["data"]] == ["Acme", "Gamma"]
    assert api("GET", "/imports").json()["data"] == [run]


def test_bare_bytes_are_a_file_too(api):
    query = "object=company&filename=c.csv&map=%7B%22Name%22%3A%22name%22%7D"
    answer = api("POST", f"/imports?{query}", CSV, **{"Content-Type": "text/csv"})

    assert (answer.status_code, answer.json()["filename"]) == (202, "c.csv")


def test_imports_of_others_are_not_there(api, cleo, dora):
    address = send(api, object="company", map=MAP)["Location"].removeprefix("/api/v1")

    for path in (address, f"{address}/errors.csv"):
        assert cleo("GET", path).status_code == 404
    assert cleo("POST", f"{address}/undo").status_code == 404
    assert cleo("GET", "/imports").json()["data"] == []
    assert dora("GET", address).status_code == 200


def test_what_makes_no_sense_is_refused(api):
    for given, status in (
        ({}, 422),
        ({"object": "nothing"}, 422),
        ({"object": "company", "map": "Name=name"}, 422),
        ({"object": "company", "map": '{"Nmae":"name"}'}, 422),
        ({"object": "company", "map": '{"Name":"nothing"}'}, 422),
        ({"object": "company", "mop": "x"}, 422),
        ({"object": "company", "create_missing": "perhaps"}, 400),
        ({"object": "product"}, 403),
    ):
        answer = send(api, **given)
        assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json"), given
    assert api("POST", "/imports", {"object": "company"}).status_code == 415
    assert api("GET", "/companies").json()["count"]["number"] == 0


def test_narrowed_tokens_do_not_import(cast):
    for narrow in ({"read_only": True}, {"objects_only": ["company"]}):
        assert send(api_of(cast.ada, **narrow), object="company", map=MAP).status_code == 403


def test_the_same_upload_twice_is_one_import(api):
    from django.test.client import encode_multipart

    file = SimpleUploadedFile("companies.csv", CSV, "text/csv")
    body = encode_multipart("border", {"file": file, "object": "company", "map": MAP})
    headers = {"Idempotency-Key": "one", "Content-Type": "multipart/form-data; boundary=border"}
    answers = [api("POST", "/imports", body, **headers) for _time in range(2)]

    assert [answer.status_code for answer in answers] == [202, 202]
    assert answers[0].json() == answers[1].json()
    assert len(api("GET", "/imports").json()["data"]) == 1


def test_an_import_is_undone(api):
    address = send(api, object="company", map=MAP)["Location"].removeprefix("/api/v1")
    drain()

    assert api("POST", f"{address}/undo").status_code == 202
    drain()

    assert api("GET", address).json()["state"] == "undone"
    assert api("GET", "/companies").json()["data"] == []
