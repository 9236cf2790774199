"""Large lists: written by the worker, fetched by whoever asked for them with the rights they asked with, then gone."""

import csv
import datetime as dt
import io

import pytest
from django.test import Client

from odnos.engine.access.models import User
from odnos.engine.access.rights import Denied
from odnos.engine.filters import text
from odnos.engine.outbox import jobs as registered
from odnos.engine.outbox import queue, running
from odnos.engine.records import write
from odnos.engine.records.errors import NotFound
from odnos.engine.transfer import exports, jobs
from odnos.engine.transfer.models import ExportRun
from odnos.objects.registry import registry
from tests.transfer.bring import AT, bring

COMPANY = registry.get("company")
assert jobs


@pytest.fixture(autouse=True)
def small_limits(settings, tmp_path, monkeypatch):
    settings.DATA = tmp_path
    monkeypatch.setattr(exports, "LARGE", 3)


def firms(by, number=5):
    bring("company", "name\n" + "".join(f"Firm {n}\n" for n in range(number)), by=by)


def asked(by, **more):
    return exports.begin(COMPANY, **({"format": "csv", "by": by, "at": AT, "columns": ["name"]} | more))


def work_off(at=AT):
    for long in (True, False):
        lane = queue.Lane(long, [name for name, known in registered.definitions.items() if known.long])
        for claim in queue.claim("w", lane, at=at, lease=running.LEASE, limit=20):
            running.run(claim, now=lambda: at)


def rows_in(run, by, at=AT):
    content = exports.file_of(run, by=by, at=at).read_bytes().decode("utf-8-sig")
    return [row["Name"] for row in csv.DictReader(io.StringIO(content))]


def test_the_worker_writes_what_was_asked_for(cast):
    firms(cast.ada)
    run = asked(cast.ada, filter=text.parse("name.contains:Firm"), sort="-name")
    with pytest.raises(exports.Gone):
        exports.file_of(run, by=cast.ada, at=AT)

    work_off()

    run.refresh_from_db()
    assert (run.state, run.done, run.total, run.reason) == ("done", 5, 5, "")
    assert rows_in(run, cast.ada) == ["Firm 4", "Firm 3", "Firm 2", "Firm 1", "Firm 0"]


@pytest.mark.parametrize("format", ["xlsx", "json"])
def test_every_format_is_written(cast, format):
    firms(cast.ada)
    run = asked(cast.ada, format=format)
    work_off()

    run.refresh_from_db()
    assert run.state == "done"
    assert exports.file_of(run, by=cast.ada, at=AT).stat().st_size == run.size > 0


def test_what_is_being_written_is_not_begun_twice(cast):
    firms(cast.ada)

    assert asked(cast.ada).pk == asked(cast.ada).pk
    assert asked(cast.ada).pk != asked(cast.ada, sort="name").pk


def test_nobody_fetches_the_export_of_another(cast):
    firms(cast.ada)
    run = asked(cast.ada)
    work_off()

    for other in (cast.ben, cast.dora):
        with pytest.raises(NotFound):
            exports.get(run.pk, by=other)


def test_rights_are_asked_when_the_file_is_made_and_when_it_is_fetched(cast):
    firms(cast.dora)
    run = asked(cast.max)
    user = registry.get("user")
    work_off()
    exports.file_of(ExportRun.objects.get(pk=run.pk), by=cast.max, at=AT)

    write.update(user, cast.max.user_id, {"role": "representative"}, version=None, by=cast.dora, at=AT)
    ExportRun.objects.update(expires_at=dt.datetime(2100, 1, 1, tzinfo=dt.UTC))
    client = Client()
    client.force_login(User.objects.get(pk=cast.max.user_id))
    answer = client.get(f"/exports/{run.pk}/file")

    assert answer.status_code == 403
    assert "Export it again" in answer.content.decode()


def test_the_job_of_somebody_who_left_writes_nothing(cast):
    firms(cast.ada)
    run = asked(cast.ada)
    write.update(
        registry.get("user"), cast.ada.user_id, {"is_active": False}, version=None, by=cast.dora, at=AT
    )
    work_off()

    run.refresh_from_db()
    assert (run.state, exports.path_of(run).exists()) == ("failed", False)


def test_whoever_may_not_export_begins_nothing(cast):
    from dataclasses import replace

    with pytest.raises(Denied):
        asked(replace(cast.ada, role="stranger"))

    assert not ExportRun.objects.exists()


def test_a_file_is_gone_when_its_time_is_over(cast):
    firms(cast.ada)
    run = asked(cast.ada)
    work_off()
    run.refresh_from_db()
    later = AT + exports.KEPT + dt.timedelta(seconds=1)
    with pytest.raises(exports.Gone):
        exports.file_of(run, by=cast.ada, at=later)

    registered.enqueue("transfer.forget_exports", {}, at=later)
    work_off(later)

    assert not exports.path_of(run).exists()
    assert not ExportRun.objects.exists()


def test_one_person_has_ten_files_at_most(cast):
    firms(cast.ada, 1)
    runs = [asked(cast.ada, filter=text.parse(f"name.contains:{n}")) for n in range(12)]

    assert [run.pk for run in exports.of(by=cast.ada)] == [run.pk for run in reversed(runs[2:])]


def test_a_large_list_is_left_to_the_worker_and_a_small_one_comes_at_once(cast):
    firms(cast.ada)
    client = Client()
    client.force_login(User.objects.get(pk=cast.ada.user_id))

    large = client.get("/companies/export")
    small = client.get("/companies/export?filter=name.is:%22Firm 1%22")

    assert (large.status_code, large["Location"]) == (302, "/exports")
    assert b"Firm 1" in b"".join(small)
    assert "Waiting" in client.get("/exports").content.decode()
    client.post(f"/exports/{ExportRun.objects.get().pk}/deletion")
    assert "Nothing exported" in client.get("/exports").content.decode()
