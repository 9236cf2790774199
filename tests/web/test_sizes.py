"""How much may be sent: refused by its length, before it is read, and before anybody is asked for a password."""

import io

import pytest
from django.test import Client

from odnos.engine.access import tokens
from odnos.engine.access.models import User
from odnos.engine.transfer.models import ImportRun
from tests.people import NOON, Cast

MULTIPART = "multipart/form-data; boundary=x"


class Untouched(io.RawIOBase):
    """A body that fails the test when it is read."""

    def readable(self) -> bool:
        return True

    def readinto(self, _buffer) -> int:
        raise AssertionError("the body was read")


def send(client: Client, path: str, size: int, **more):
    given = {"CONTENT_LENGTH": str(size), "wsgi.input": Untouched(), "CONTENT_TYPE": MULTIPART, **more}
    return client.generic("POST", path, **given)


def known(cast: Cast) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=cast.ada.user_id))
    return client


@pytest.mark.parametrize("path", ["/imports/new", "/sign-in", "/welcome", "/companies/new", "/nowhere"])
def test_whoever_is_not_signed_in_sends_nothing_big(cast: Cast, path):
    answer = send(Client(), path, 65_537)

    assert answer.status_code == 413
    assert "larger than 64 KB" in answer.content.decode()


@pytest.mark.parametrize("authorization", [None, "Bearer wrong"])
def test_the_api_reads_nothing_of_a_stranger(cast: Cast, authorization):
    headers = {"Authorization": authorization} if authorization else {}

    assert send(Client(), "/api/v1/imports", 1_000_000, headers=headers).status_code == 401


def test_a_file_beyond_the_limit_is_refused_with_the_limit(cast: Cast, settings):
    settings.UPLOAD_LIMIT = 3 << 20
    token = tokens.make_token(User.objects.get(pk=cast.ada.user_id), at=NOON)

    page = send(known(cast), "/imports/new", (3 << 20) + 1)
    call = send(Client(), "/api/v1/imports", (3 << 20) + 1, headers={"Authorization": f"Bearer {token}"})

    assert (page.status_code, call.status_code) == (413, 413)
    assert "larger than 3 MB" in page.content.decode()
    assert call.json()["detail"].startswith("This is larger than 3 MB")
    assert not ImportRun.objects.exists()


def test_a_form_without_a_file_is_small(cast: Cast):
    answer = send(known(cast), "/companies/new", 11 << 20, CONTENT_TYPE="application/x-www-form-urlencoded")

    assert answer.status_code == 413


def test_a_file_within_the_limit_is_taken(cast: Cast):
    file = io.BytesIO(b"name\n" + b"Acme\n" * 20_000)
    file.name = "firms.csv"

    answer = known(cast).post("/imports/new", {"object": "company", "file": file})

    assert (answer.status_code, ImportRun.objects.get().size) == (302, 100_005)
