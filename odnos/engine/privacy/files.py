"""Files that hold a person: attachments, uploads of imports, lists that were exported, files made about them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from odnos.engine.audit.models import Entry
from odnos.engine.privacy import dossiers
from odnos.engine.privacy.models import Dossier
from odnos.engine.privacy.needles import Needles
from odnos.engine.privacy.person import Person
from odnos.engine.records import files
from odnos.engine.records.models import RecordValue
from odnos.engine.records.row import Row
from odnos.engine.transfer import exports, retention, source
from odnos.engine.transfer.models import ExportRun, ImportRun
from odnos.lib.tables import Unreadable
from odnos.objects.fields import File

State = ImportRun.State
WORKING = (State.CHECKING, State.RUNNING, State.HELD, State.UNDOING)


def attached(rows: Iterable[Row]) -> Iterator[str]:
    """Yield the hashes of the files that some records name."""
    for row in rows:
        for item in row.type.all_fields:
            value = row[item.name] if isinstance(item, File) else None
            if value:
                yield str(value["sha256"])


def discard(hashes: Iterable[str]) -> int:
    """Remove the bytes of files that no record names any more; return how many there were."""
    done = 0
    for sha256 in set(hashes):
        path = files.path_of(sha256)
        if not RecordValue.objects.filter(value=sha256).exists() and path.exists():
            path.unlink()
            done += 1
    return done


def uploads(person: Person) -> list[int]:
    """Return the imports whose kept file holds the person: those that wrote their records, and those with their words in a row."""
    entries = Entry.objects.filter(record_id__in=[row.id for row in person.rows], change_set_id__isnull=False)
    ours = {
        entry.change_set_id for entry in entries if (entry.object_key, entry.record_id) in person.references
    }
    return [
        run.pk
        for run in ImportRun.objects.filter(dropped_at=None).order_by("pk")
        if run.change_set_id in ours or holds(run, person.needles)
    ]


def holds(run: ImportRun, needles: Needles) -> bool:
    """Whether a row of an uploaded file has the words; of one that cannot be read as a table, whether its bytes have."""
    if needles.found(run.filename) or needles.found(" ".join(map(str, run.header))):
        return True
    try:
        return any(needles.found(" | ".join(row.cells)) for row in source.rows_of(run))
    except (Unreadable, TypeError, OSError):
        whole = b"".join(source.blocks_of(run))
        return any(written in whole for written in needles.bytes)


def busy(run_ids: Sequence[int]) -> bool:
    """Whether one of the imports is still at work with its file."""
    return ImportRun.objects.filter(pk__in=run_ids, state__in=WORKING).exists()


def drop_uploads(run_ids: Sequence[int], *, at: dt.datetime) -> None:
    for run in ImportRun.objects.filter(pk__in=run_ids):
        retention.drop(run, at=at)


def clear_copies(run_ids: Sequence[int]) -> None:
    """Remove the copies of uploads from this machine's disk."""
    for run in ImportRun.objects.filter(pk__in=run_ids):
        source.forget(run)


def drop_exports(person: Person) -> int:
    """Remove every file of an exported list, since any may hold them and each can be made again, and those about them."""
    runs = list(ExportRun.objects.all())
    for run in runs:
        exports.forget(run)
    for key, record_id in person.references:
        for dossier in Dossier.objects.filter(object_key=key, record_id=record_id):
            dossiers.forget(dossier)
    return len(runs)
