"""What the night clears away."""

import datetime as dt

import pytest
from django.contrib.sessions.models import Session
from django.db import connection

from odnos.engine import index
from odnos.engine.access import limits, sign_in
from odnos.engine.access.entrance import knocks
from odnos.engine.access.entrance.models import Knock
from odnos.engine.access.models import SignIn, Tries, User
from odnos.engine.index import Entry, words
from odnos.engine.outbox import jobs, queue, running
from odnos.jobs import housekeeping
from tests.people import NOON

pytestmark = pytest.mark.django_db


def test_sessions_that_ended_are_forgotten():
    for key, hours in (("old", -1), ("new", 1)):
        Session.objects.create(session_key=key, session_data="", expire_date=NOON + dt.timedelta(hours=hours))

    housekeeping.forget_sessions(at=NOON)

    assert list(Session.objects.values_list("session_key", flat=True)) == ["new"]


def test_old_tries_to_get_in_and_ended_sign_ins_are_forgotten(cast):
    user, day = User.objects.get(pk=cast.ada.user_id), dt.timedelta(days=1)
    here = knocks.Visitor(address="192.0.2.7", browser="Firefox")
    for key, ago in (("old", 181), ("new", 2)):
        knocks.note(user, "password", "wrong", here, at=NOON - ago * day)
        limits.take([(limits.ADDRESS, key)], at=NOON - ago * day)
        sign_in.remember(user, session_key=key, visitor=here, way="password", at=NOON - ago * day)
    Session.objects.create(session_key="new", session_data="", expire_date=NOON + day)
    limits.take([(limits.ADDRESS, "now")], at=NOON)

    housekeeping.forget_sessions(at=NOON)

    assert [knock.at for knock in Knock.objects.all()] == [NOON - 2 * day]
    assert [item.session_key for item in SignIn.objects.all()] == ["new"]
    assert Tries.objects.count() == 1


@pytest.mark.parametrize("name", ["jobs.tune", "jobs.gather", "jobs.forget_words"])
def test_tuning_and_forgetting_words_are_jobs_like_any_other(name):
    job = jobs.enqueue(name, {}, at=NOON)
    lane = queue.Lane(True, [name])
    [claim] = queue.claim("w", lane, at=NOON, lease=dt.timedelta(minutes=1))

    running.run(claim, now=lambda: NOON)

    job.refresh_from_db()
    assert job.state == "done"


def test_a_share_of_the_words_is_gone_through_each_night(monkeypatch):
    monkeypatch.setattr(housekeeping, "SHARES", 1)
    words.learn(["сидоров"])
    jobs.enqueue("jobs.forget_words", {}, at=NOON)
    [claim] = queue.claim(
        "w", queue.Lane(True, ["jobs.forget_words"]), at=NOON, lease=dt.timedelta(minutes=1)
    )

    running.run(claim, now=lambda: NOON)

    assert words.near("сидоров") == []


@pytest.mark.sqlite
def test_what_many_writes_left_in_pieces_is_gathered_and_still_found():
    for number in range(40):
        index.write([Entry(object_key="company", record_id=number + 1, text=f" acme {number}")], fresh=True)
    before = pieces()
    jobs.enqueue("jobs.gather", {}, at=NOON)
    [claim] = queue.claim("w", queue.Lane(True, ["jobs.gather"]), at=NOON, lease=dt.timedelta(minutes=1))

    running.run(claim, now=lambda: NOON)

    assert pieces() < before
    scope = index.Scope(every=("company",))
    assert len(index.find(index.Asked(words=("acme",)), scope, each=100)) == 40


def pieces() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(DISTINCT segid) FROM index_find_idx")
        return int(cursor.fetchone()[0])
