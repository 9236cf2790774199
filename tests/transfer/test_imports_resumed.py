"""An import that is cut off, cancelled, done twice or undone."""

import pytest

from odnos.engine.records import undo
from odnos.engine.transfer import imports, run
from odnos.engine.transfer.models import ImportRun
from tests.transfer.bring import AT, STEP, bring, counts, upload, values


def test_an_import_goes_on_where_it_was_cut_off(cast, monkeypatch):
    monkeypatch.setattr(run, "BATCH", 10)
    made = upload(
        "company",
        "name,subsidiary of\n" + "".join(f"C{n},C{(n * 7) % 35}\n" for n in range(35)),
        by=cast.dora,
    )
    imports.start(made, by=cast.dora, at=AT, in_background=False)
    seen = []

    class Cut(RuntimeError):
        pass

    def cut(now):
        seen.append(now.cursor)
        if len(seen) == 2:
            raise Cut

    with pytest.raises(Cut):
        run.work(made, by=cast.dora, step=STEP, progress=cut)
    again = ImportRun.objects.get(pk=made.pk)
    run.work(again, by=cast.dora, step=STEP)

    again.refresh_from_db()
    assert seen == [11, 21]
    assert counts(again) == (35, 35, 0, 0, 0)
    assert len(values("company", "name", by=cast.dora)) == 35
    assert (
        sum(parent is not None for parent in values("company", "parent", by=cast.dora)) == 34
    )  # C0 cannot be its own


def test_a_batch_that_fails_leaves_nothing_behind(cast, monkeypatch):
    made = upload("company", "name\nA\nB\n", by=cast.dora)
    imports.start(made, by=cast.dora, at=AT, in_background=False)
    monkeypatch.setattr(run, "note", lambda *_a, **_k: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        run.work(made, by=cast.dora, step=STEP)

    made.refresh_from_db()
    assert (made.cursor, made.rows, values("company", "name", by=cast.dora)) == (0, 0, [])


def test_two_processes_cannot_both_carry_an_import_on(cast):
    made = upload("company", "name\nA\n", by=cast.dora)
    imports.start(made, by=cast.dora, at=AT, in_background=False)
    other = ImportRun.objects.get(pk=made.pk)
    run.work(made, by=cast.dora, step=STEP)

    with pytest.raises(run.Superseded):
        run.work(other, by=cast.dora, step=STEP)

    assert values("company", "name", by=cast.dora) == ["A"]


def test_a_cancelled_import_stops_and_can_be_undone(cast, monkeypatch):
    monkeypatch.setattr(run, "BATCH", 2)
    made = upload("company", "name\nA\nB\nC\nD\n", by=cast.dora)
    imports.start(made, by=cast.dora, at=AT, in_background=False)

    run.work(made, by=cast.dora, step=STEP, progress=lambda now: imports.cancel(now, at=AT))
    undo.change_set(made.change_set_id, by=cast.dora, at=AT)

    made.refresh_from_db()
    assert (made.state, made.rows) == ("cancelled", 2)
    assert values("company", "name", by=cast.dora) == []


def test_undo_puts_updated_records_back(cast):
    bring("contact", "name,email\nAda,ada@example.com\n", by=cast.dora)
    made = bring(
        "contact", "name,email\nAda L,ada@example.com\nBen,ben@example.com\n", by=cast.dora, key="email"
    )

    undo.change_set(made.change_set_id, by=cast.dora, at=AT)

    assert values("contact", "name", by=cast.dora) == ["Ada"]
