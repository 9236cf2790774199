"""Settings: users and teams, and what follows when somebody changes teams."""

import datetime as dt
import re

import pytest
from django.test import Client

from odnos.engine.access.models import User
from odnos.engine.access.rights import Denied
from odnos.engine.outbox import jobs, queue, running
from odnos.engine.outbox.models import Job
from odnos.engine.records import read, write
from tests.people import ADA, NOON, Cast
from tests.web.sales import browser_of, kind, make_deal, make_pipeline


def drain() -> None:
    """Do the long jobs that wait, as a worker would."""
    long_names = [name for name, job in jobs.definitions.items() if job.long]
    lease = dt.timedelta(seconds=30)
    lane = queue.Lane(long=True, long_names=long_names)
    while claims := queue.claim("test", lane, at=now(), lease=lease, limit=5):
        for claim in claims:
            running.run(claim, now=now)


def now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def test_a_person_is_added_and_invited_by_a_link(cast: Cast):
    client = browser_of(cast.dora)
    given = {"name": "Eva", "email": "eva@odnos.example", "role": "analyst", "team": cast.teams["North"]}

    page = client.post("/settings/users/new", given, follow=True).content.decode()

    link = re.search(r"/join/[\w-]+", page)
    assert link
    assert Client().get(link[0]).status_code == 200
    assert User.objects.get(email="eva@odnos.example").team_id == cast.teams["North"]


def test_the_only_administrator_stays_one(cast: Cast):
    given = {"name": "Dora", "email": "dora@odnos.example", "role": "manager", "is_active": "1"}

    answer = browser_of(cast.dora).post(f"/settings/users/{cast.dora.user_id}", given)

    assert answer.status_code == 422
    assert User.objects.get(pk=cast.dora.user_id).role == "administrator"


@pytest.mark.django_db(transaction=True)
def test_whoever_changes_teams_takes_their_records_along(cast: Cast):
    stages = make_pipeline()
    deal = make_deal(cast.ada, stages)
    note = write.create(kind("note"), {"about": ("deal", deal.id), "body": "hello"}, by=cast.ada, at=NOON)
    given = {
        "name": "Ada",
        "email": ADA.email,
        "role": "representative",
        "team": cast.teams["South"],
        "is_active": "1",
    }

    browser_of(cast.dora).post(f"/settings/users/{cast.ada.user_id}", given)
    drain()

    cleo, ben = cast.cleo, cast.ben
    assert read.get(kind("deal"), deal.id, by=cleo)["team"] == cast.teams["South"]
    assert read.get(kind("note"), note.id, by=cleo)["team"] == cast.teams["South"]
    assert read.get_many(kind("deal"), [deal.id], by=ben) == {}
    assert not Job.objects.exclude(state="done").exists()


def test_a_team_is_made_renamed_and_deleted_when_nobody_is_left(cast: Cast):
    client = browser_of(cast.dora)
    client.post("/settings/teams", {"name": "East"})
    east = next(row.id for row in read.query(kind("team"), by=cast.dora, at=NOON).rows if row.title == "East")

    client.post(f"/settings/teams/{east}", {"name": "Far East"})
    assert read.get(kind("team"), east, by=cast.dora).title == "Far East"
    assert client.post(f"/settings/teams/{cast.teams['North']}/deletion").status_code == 422
    assert client.post(f"/settings/teams/{east}/deletion").status_code == 302
    assert read.get_many(kind("team"), [east], by=cast.dora) == {}


def test_the_last_administrator_cannot_be_deleted_either(cast: Cast):
    with pytest.raises(Denied):
        write.delete_one(kind("user"), cast.dora.user_id, by=cast.dora, at=NOON)

    assert User.objects.get(pk=cast.dora.user_id).deleted_at is None
