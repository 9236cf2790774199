"""What people and programs are told when the machine cannot."""

import errno
import json

import pytest
from django.db import IntegrityError, OperationalError
from django.test import RequestFactory

from odnos.engine.tables import faults
from odnos.web.faults import answer


@pytest.mark.parametrize(
    ("error", "fault"),
    [
        (OperationalError("database is locked"), "busy"),
        (OperationalError("database or disk is full"), "full"),
        (OSError(errno.ENOSPC, "No space left on device"), "full"),
        (OperationalError("server closed the connection unexpectedly"), "away"),
        (OperationalError("couldn't get a connection after 5.00 sec"), "away"),
    ],
)
def test_conditions_of_the_machine_are_told_apart(error, fault):
    assert faults.fault_of(error).name == fault


@pytest.mark.parametrize("error", [IntegrityError("UNIQUE constraint failed"), ValueError("x"), None])
def test_our_own_mistakes_are_not_blamed_on_the_machine(error):
    assert faults.fault_of(error) is None


def test_programs_get_a_problem_they_can_read():
    given = answer(RequestFactory().post("/api/v1/deals"), faults.LOCKED)

    assert (given.status_code, given["Content-Type"]) == (503, "application/problem+json")
    assert given["Retry-After"] == "2"
    assert json.loads(given.content) == {
        "type": "about:blank",
        "title": "Service Unavailable",
        "status": 503,
        "detail": "The database is busy. Somebody else is writing at length. Nothing of yours was saved. Try again in a moment.",
        "fault": "busy",
    }


def test_people_get_a_page_that_needs_no_database():
    given = answer(RequestFactory().get("/deals?page=2"), faults.AWAY)

    assert given.status_code == 503
    assert "The database does not answer" in given.content.decode()
    assert 'href="/deals?page=2"' in given.content.decode()
