"""Imports of people who left, imports taken back elsewhere, and files that are no longer kept."""

import datetime as dt

import pytest

from odnos.engine.access.rights import Denied
from odnos.engine.outbox import jobs as registered
from odnos.engine.outbox import queue, running
from odnos.engine.records import undo, write
from odnos.engine.transfer import imports, jobs, problems, run, source
from odnos.engine.transfer.models import ImportPart, ImportRun
from odnos.objects.registry import registry
from tests.transfer.bring import AT, STEP, bring, counts, upload, values

MONTH = dt.timedelta(days=31)
assert jobs


def begun(by, monkeypatch, rows=25):
    monkeypatch.setattr(run, "BATCH", 10)
    made = upload("company", "name\n" + "".join(f"C{n}\n" for n in range(rows)), by=by)
    imports.start(made, by=by, at=AT)
    return made


def deactivate(who, cast):
    write.update(registry.get("user"), who.user_id, {"is_active": False}, version=None, by=cast.dora, at=AT)


def work_off(at=AT):
    """Run every job that is ready, as the worker does."""
    lane = queue.Lane(True, [name for name, known in registered.definitions.items() if known.long])
    for claim in queue.claim("w", lane, at=at, lease=running.LEASE, limit=10):
        running.run(claim, now=lambda: at)


def states(made, by):
    return imports.get(made.pk, by=by).state, imports.state_of(imports.get(made.pk, by=by))


def test_an_import_stops_when_its_maker_is_deactivated_and_an_administrator_carries_it_on(cast, monkeypatch):
    made = begun(cast.ada, monkeypatch)
    run.work(made, by=cast.ada, step=STEP, progress=lambda _now: deactivate(cast.ada, cast))
    made.refresh_from_db()
    assert (made.state, made.reason) == ("held", "Whoever asked for this can no longer sign in.")
    assert counts(made) == (10, 10, 0, 0, 0)

    with pytest.raises(Denied):
        imports.carry_on(made, by=cast.ada, at=AT)
    imports.carry_on(made, by=cast.dora, at=AT)
    work_off()

    made.refresh_from_db()
    assert (made.state, counts(made)) == ("done", (25, 25, 0, 0, 0))
    assert len(values("company", "name", by=cast.dora)) == 25


def test_a_job_that_waited_for_somebody_who_left_writes_nothing_and_can_be_taken_back(cast, monkeypatch):
    made = begun(cast.ada, monkeypatch)
    deactivate(cast.ada, cast)
    work_off()
    made.refresh_from_db()
    assert (made.state, made.rows, values("company", "name", by=cast.dora)) == ("held", 0, [])

    imports.undo(made, by=cast.dora, at=AT)
    work_off()

    assert states(made, cast.dora) == ("undone", "undone")


def test_an_import_goes_on_with_the_rights_its_maker_has_by_now(cast, monkeypatch):
    made = begun(cast.max, monkeypatch)
    user, analyst = registry.get("user"), {"role": "analyst"}

    run.work(
        made,
        by=cast.max,
        step=STEP,
        progress=lambda _now: write.update(
            user, cast.max.user_id, analyst, version=None, by=cast.dora, at=AT
        ),
    )

    made.refresh_from_db()
    assert (made.state, made.rows) == ("failed", 10)


def test_what_is_undone_through_the_history_is_undone_everywhere_and_back_again(cast):
    made = bring("company", "name\nAcme\n", by=cast.dora)

    undone = undo.change_set(made.change_set_id, by=cast.dora, at=AT)
    assert states(made, cast.dora) == ("done", "undone")
    imports.undo(made, by=cast.dora, at=AT)
    assert states(made, cast.dora) == ("done", "undone")

    undo.change_set(undone.change_set, by=cast.dora, at=AT)
    assert states(made, cast.dora) == ("done", "done")
    imports.undo(imports.get(made.pk, by=cast.dora), by=cast.dora, at=AT)
    work_off()
    assert states(made, cast.dora) == ("undone", "undone")
    assert values("company", "name", by=cast.dora) == []


def test_an_import_that_is_being_undone_from_the_history_writes_no_more(cast, monkeypatch):
    made = begun(cast.dora, monkeypatch)

    run.work(
        made,
        by=cast.dora,
        step=STEP,
        progress=lambda now: undo.change_set(now.change_set_id, by=cast.dora, at=AT),
    )

    assert states(made, cast.dora) == ("cancelled", "undone")
    assert values("company", "name", by=cast.dora) == []


def test_files_of_finished_imports_are_dropped_and_what_failed_stays(cast, settings):
    settings.KEEP_UPLOADS = 30
    done = bring("contact", "email\na@b.example\nwrong\n", by=cast.ada)
    waiting = upload("company", "name\nAcme\n", by=cast.ada)
    ImportRun.objects.filter(pk=done.pk).update(finished_at=AT)
    registered.enqueue("transfer.drop_files", {}, at=AT)
    work_off(AT + MONTH)

    assert not ImportPart.objects.exists()
    assert b"wrong,3," in b"".join(problems.csv_of(done))
    assert [states(made, cast.ada)[0] for made in (done, waiting)] == ["done", "cancelled"]


def test_files_are_kept_while_an_import_is_held_or_young(cast, settings, monkeypatch):
    settings.KEEP_UPLOADS = 30
    held = begun(cast.ada, monkeypatch)
    ImportRun.objects.filter(pk=held.pk).update(state="held")
    registered.enqueue("transfer.drop_files", {}, at=AT)
    work_off(AT + MONTH)
    young = bring("company", "name\nAcme\n", by=cast.ada)
    registered.enqueue("transfer.drop_files", {}, at=AT)
    work_off(AT + dt.timedelta(days=29))

    assert [b"".join(source.blocks_of(made))[:5] for made in (held, young)] == [b"name\n", b"name\n"]
