"""An administrator sees what somebody sees, and changes nothing, whichever way they try."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client

from odnos.engine.access import seeing
from odnos.engine.access.models import Team, User
from odnos.engine.access.rights import Denied
from odnos.engine.audit.models import Entry
from odnos.engine.records import write
from odnos.objects.registry import registry
from tests.contract.routes import ROUTES
from tests.contract.scene import scene_of
from tests.contract.visitors import Visitor, visitor
from tests.contract.walks import walks
from tests.contract.watch import THEIRS, checksums, told, watched
from tests.engine.test_access import make
from tests.people import NOON

WELL = {"/seeing/stop", "/sign-out"}


def looking(cast, whom="ada") -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.get(pk=cast.dora.user_id))
    answer = client.post(f"/settings/users/{getattr(cast, whom).user_id}/seeing")
    assert answer.status_code == 302, answer.content
    return client


def test_one_sees_what_they_see_under_a_banner_with_a_way_back(cast):
    mine, theirs = make("company", cast.ada, name="Acme"), make("company", cast.cleo, name="Far")
    client = looking(cast)

    page = client.get("/companies").content.decode()

    assert "Acme" in page
    assert "Far" not in page
    assert "You see what Ada sees." in page
    assert client.get(f"/companies/{mine.id}").status_code == 200
    assert client.get(f"/companies/{theirs.id}").status_code == 404
    assert client.post("/seeing/stop").status_code == 302
    page = client.get("/companies").content.decode()
    assert "Far" in page
    assert "You see what" not in page


def test_beginning_and_end_are_in_the_trail_of_the_administrator(cast):
    client = looking(cast)
    client.post("/seeing/stop")

    entries = Entry.objects.filter(action__startswith="seeing").order_by("pk")

    assert [(entry.action, entry.actor_id, entry.record_id) for entry in entries] == [
        ("seeing_began", cast.dora.user_id, cast.ada.user_id),
        ("seeing_ended", cast.dora.user_id, cast.ada.user_id),
    ]


def test_signing_out_and_an_hour_end_it(cast):
    client = looking(cast)
    client.post("/sign-out")
    assert Entry.objects.filter(action="seeing_ended").count() == 1
    client = looking(cast)
    session = client.session
    kept = session[seeing.SESSION]
    long_ago = dt.datetime.fromisoformat(kept["since"]) - seeing.LONGEST
    session[seeing.SESSION] = {**kept, "since": long_ago.isoformat()}
    session.save()
    assert "You see what" not in client.get("/companies").content.decode()
    assert Entry.objects.filter(action="seeing_ended").count() == 2


@pytest.mark.parametrize("whom", ["dora", "max", "ann"])
def test_only_administrators_look_and_never_with_the_eyes_of_another(cast, whom):
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.get(pk=getattr(cast, "dora" if whom == "dora" else whom).user_id))
    target = cast.dora if whom == "dora" else cast.ada

    assert client.post(f"/settings/users/{target.user_id}/seeing").status_code == 403
    assert "You see what" not in client.get("/companies").content.decode()
    assert not Entry.objects.filter(action="seeing_began").exists()


def test_whoever_becomes_an_administrator_is_looked_at_no_more(cast):
    client = looking(cast)
    write.update(
        registry.get("user"), cast.ada.user_id, {"role": "administrator"}, version=None, by=cast.dora, at=NOON
    )

    assert "You see what" not in client.get("/companies").content.decode()


@pytest.mark.parametrize(
    "address", ["/settings/tokens", "/settings/profile", "/settings/users", "/exports", "/imports"]
)
def test_what_is_somebodys_own_stays_closed(cast, address):
    answer = looking(cast).get(address)

    assert answer.status_code == 403
    assert "somebody&#39;s own" in answer.content.decode()


def test_the_api_is_closed_meanwhile(cast):
    client = looking(cast)

    assert client.get("/api/v1/companies").status_code == 403
    assert client.get("/api/v1/me").status_code == 403
    assert client.post("/api/v1/companies", "{}", content_type="application/json").status_code == 403


@pytest.mark.django_db
def test_every_way_to_change_something_is_refused(cast):
    scene = scene_of(cast)
    someone = Visitor("dora", looking(cast))
    before = checksums(THEIRS)
    wrong = []

    for pattern, whose, object_type, method, address in walks(scene):
        if address in WELL or address.startswith("/api/") or whose == "open":
            continue
        answer, _shown, written = watched(someone, method, address, scene.body(ROUTES[pattern], object_type))
        if method not in ("GET", "HEAD") and answer.status_code != 403:
            wrong.append((method, address, answer.status_code))
        if answer.status_code >= 500 or written - {"audit_entry"}:
            wrong.append((method, address, answer.status_code, written))

    assert not wrong, told(wrong)
    after = checksums(THEIRS)
    assert [table for table in before if table != "audit_entry" and after[table] != before[table]] == []


def test_a_write_is_refused_below_the_pages_too(cast):
    with seeing.changing_nothing(), pytest.raises(Denied):
        make("company", cast.ada)
    with seeing.changing_nothing(), pytest.raises(Denied), connection.cursor() as cursor:
        cursor.execute("DELETE FROM access_share")
    assert Team.objects.count() == 3


def test_how_somebody_signs_in_is_not_seen_with_their_eyes(cast):
    assert visitor("ada", cast).client.get("/settings/security").status_code == 200
    assert looking(cast).get("/settings/security").status_code == 403
