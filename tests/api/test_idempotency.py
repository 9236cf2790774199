"""A write that arrives twice is done once."""

import threading

import pytest

from tests.api.conftest import api_of


def key(name: str = "one") -> dict[str, str]:
    return {"Idempotency-Key": name}


def names(api) -> list[str]:
    return [item["name"] for item in api("GET", "/companies?sort=id").json()["data"]]


def test_the_same_request_gets_the_same_answer_and_writes_nothing(api):
    first = api("POST", "/companies", {"name": "Acme"}, **key())
    second = api("POST", "/companies", {"name": "Acme"}, **key())

    assert (second.status_code, second.json()) == (201, first.json())
    assert (second["Location"], second["ETag"]) == (first["Location"], first["ETag"])
    assert names(api) == ["Acme"]


def test_another_request_under_the_same_key_is_refused(api):
    api("POST", "/companies", {"name": "Acme"}, **key())

    assert api("POST", "/companies", {"name": "Other"}, **key()).status_code == 422
    assert api("POST", "/contacts", {"name": "Acme"}, **key()).status_code == 422
    assert names(api) == ["Acme"]


def test_keys_of_other_people_are_theirs(api, cleo):
    api("POST", "/companies", {"name": "Acme"}, **key())

    assert cleo("POST", "/companies", {"name": "Acme"}, **key()).status_code == 201


def test_a_narrower_token_learns_nothing_from_a_key(api, cast):
    api("POST", "/companies", {"name": "Acme"}, **key())

    answer = api_of(cast.ada, read_only=True)("POST", "/companies", {"name": "Acme"}, **key())

    assert answer.status_code == 422
    assert b"owner" not in answer.content


def test_a_refused_write_leaves_no_key(api):
    assert api("POST", "/companies", {}, **key()).status_code == 422
    assert api("POST", "/companies", {"name": "Acme"}, **key()).status_code == 201


def test_changes_and_deletions_carry_keys_too(api):
    made = api("POST", "/companies", {"name": "Acme"}).json()
    address = f"/companies/{made['id']}"

    for _time in range(2):
        answer = api("PATCH", address, {"name": "B", "version": 1}, **key("change"))
        assert (answer.status_code, answer.json()["version"]) == (200, 2)
    for _time in range(2):
        assert api("DELETE", address, **key("delete")).status_code == 204


@pytest.mark.parametrize("bad", ["", "x" * 201, "a b", "ключ"])
def test_a_key_is_short_and_printable(api, bad):
    assert api("POST", "/companies", {"name": "Acme"}, **key(bad)).status_code == 400


@pytest.mark.django_db(transaction=True)
def test_two_at_once_are_one(api):
    from django.db import connection

    answers = []

    def send() -> None:
        answers.append(api("POST", "/companies", {"name": "Acme"}, **key()))
        connection.close()

    threads = [threading.Thread(target=send) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert names(api) == ["Acme"]


def test_old_keys_are_forgotten(api):
    import datetime as dt

    from odnos.engine.records import idempotency
    from odnos.engine.records.models import IdempotencyKey

    api("POST", "/companies", {"name": "Acme"}, **key())
    now = dt.datetime.now(dt.UTC)

    idempotency.forget_keys(at=now + dt.timedelta(days=1))
    assert IdempotencyKey.objects.count() == 1
    idempotency.forget_keys(at=now + dt.timedelta(days=3))
    assert IdempotencyKey.objects.count() == 0
