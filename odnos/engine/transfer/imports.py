"""The life of an import, as every surface drives it: upload, read, map, check, start, cancel, undo."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from odnos.engine.access import rights
from odnos.engine.access.actor import Actor
from odnos.engine.access.fields import known_to
from odnos.engine.access.rights import Denied
from odnos.engine.audit.models import ChangeSet
from odnos.engine.outbox import jobs
from odnos.engine.outbox.models import Job
from odnos.engine.records.errors import NotFound
from odnos.engine.transfer import familiar, propose, reasons, source, targets
from odnos.engine.transfer.models import ImportProblem, ImportRun
from odnos.engine.transfer.propose import Proposal
from odnos.engine.transfer.targets import Target, UnknownTarget
from odnos.lib.tables import Unreadable
from odnos.objects.registry import ObjectType, registry

State = ImportRun.State
FALLBACK = dt.timedelta(minutes=2)
BEFORE_START = (State.UPLOADED, State.CHECKING, State.CHECKED)
OVER = (State.HELD, State.DONE, State.CANCELLED, State.FAILED, State.UNDONE)
OPTIONS = frozenset(
    (
        "key",
        "create_missing",
        "duplicates",
        "erase_blank",
        "decimal_mark",
        "order",
        "resolutions",
        "constants",
        "funnel",
    )
)


class BadOption(ValueError):
    """An option or a mapping that cannot be; the message says which."""


def upload(
    object_type: ObjectType, filename: str, blocks: Iterable[bytes], *, by: Actor, at: dt.datetime
) -> ImportRun:
    """Keep a file and find out how to read it. Raises Denied, and Unreadable with the file kept."""
    rights.check(by, "import", object_type)
    source.sweep(at=at)
    with tempfile.SpooledTemporaryFile(max_size=source.PART_SIZE) as spool:
        spool.writelines(blocks)  # a slow sender must not hold the writer's turn
        spool.seek(0)
        run = stored(object_type, filename, iter(lambda: spool.read(source.PART_SIZE), b""), by=by, at=at)
    try:
        source.detect(run)
    except Unreadable as error:
        run.state, run.reason = State.FAILED, reasons.of_file(error)[:300]
        save(run, "state", "reason")
        raise
    run.mapping = {column: proposal.written for column, proposal in proposals(run, by=by).items()}
    run.save(update_fields=["layout", "header", "mapping"])
    return run


def stored(
    object_type: ObjectType, filename: str, blocks: Iterable[bytes], *, by: Actor, at: dt.datetime
) -> ImportRun:
    """The run of a file that is in the database byte for byte."""
    with transaction.atomic():
        run = ImportRun.objects.create(
            actor_id=by.user_id, object_key=object_type.key, filename=filename[:300], created_at=at
        )
        run.size = source.keep(run, blocks)
        save(run, "size")
    return run


def get(run_id: int, *, by: Actor) -> ImportRun:
    """An import of the actor's own; administrators reach all. Raises NotFound."""
    found = runs(by=by).filter(pk=run_id).first()
    if found is None:
        raise NotFound(f"import {run_id}")
    return found


def runs(*, by: Actor) -> QuerySet[ImportRun]:
    """Imports that the actor may see, newest first."""
    taken_back = ChangeSet.objects.filter(pk=OuterRef("change_set_id"), undone_at__isnull=False)
    found = ImportRun.objects.order_by("-pk").annotate(taken_back=Exists(taken_back))
    if by.narrow and by.narrow.objects:
        found = found.filter(object_key__in=by.narrow.objects)
    return found if by.is_administrator else found.filter(actor_id=by.user_id)


def state_of(run: ImportRun) -> str:
    """The state as it is: whether an import stands is what its change set says, whoever took it back and where."""
    if run.state not in OVER or run.change_set_id is None:
        return run.state
    taken_back = getattr(run, "taken_back", None)
    if taken_back is None:
        taken_back = ChangeSet.objects.filter(pk=run.change_set_id, undone_at__isnull=False).exists()
    if taken_back:
        return State.UNDONE
    return State.DONE if run.state == State.UNDONE else run.state


def proposals(run: ImportRun, *, by: Actor) -> dict[str, Proposal]:
    """Where the columns of the file probably go: by their names, and those that say nothing by their values."""
    object_type, samples = registry.get(run.object_key), source.samples_of(run)
    named = propose.mapping_for(object_type, run.header, samples, by=by)
    return named | familiar.more(object_type, samples, named, by=by)


def reread(run: ImportRun, *, by: Actor, **layout: Any) -> None:
    """Read the file as a person says, and propose the mapping anew if that gives other columns. Raises Unreadable."""
    before = run.header
    source.correct(run, **layout)
    if run.header != before:
        run.mapping = {column: proposal.written for column, proposal in proposals(run, by=by).items()}
    save(run, "layout", "header", "mapping")


def remap(run: ImportRun, mapping: Mapping[str, str], *, by: Actor) -> None:
    """Set where columns go; an empty target leaves a column out. Raises BadOption."""
    object_type = registry.get(run.object_key)
    for column, written in mapping.items():
        if column not in run.header:
            raise BadOption(_("The file has no column “%(column)s”.") % {"column": column})
        if written:
            check_target(object_type, written, by=by)
    taken = [name for name, written in mapping.items() if written]
    overridden = {mapping[name] for name in taken}
    kept = {column: written for column, written in run.mapping.items() if written not in overridden}
    run.mapping = {column: written for column, written in {**kept, **mapping}.items() if written}
    save(run, "mapping")


def mapped(run: ImportRun, *, by: Actor) -> dict[str, Target]:
    """Where the columns go, as far as `by` may fill those fields in by now."""
    object_type, found = registry.get(run.object_key), {}
    for column in run.header:
        with suppress(UnknownTarget):
            if written := run.mapping.get(column):
                found[column] = targets.parse(object_type, written, by=by)
    return found


def check_target(object_type: ObjectType, written: str, *, by: Actor) -> Target:
    try:
        return targets.parse(object_type, written, by=by)
    except UnknownTarget as error:
        raise BadOption(str(error)) from error


def configure(run: ImportRun, *, by: Actor, **options: Any) -> None:
    """Set options of the run. Raises BadOption."""
    object_type = known_to(run.object_key, by=by)
    if unknown := set(options) - OPTIONS:
        raise BadOption(", ".join(sorted(unknown)))
    key = options.get("key")
    if key:
        options["key"] = key_of(run, object_type, key)
    run.options = {**run.options, **options}
    save(run, "options")


def key_of(run: ImportRun, object_type: ObjectType, written: str) -> str:
    """The key field that a person named by its field or by the file's column. Raises BadOption."""
    name = run.mapping.get(written, written) if written not in object_type.by_name else written
    field = object_type.by_name.get(name)
    if name != targets.ID and (field is None or len(field.columns) != 1):
        raise BadOption(_("“%(name)s” cannot be the key.") % {"name": written})
    if name not in run.mapping.values():
        raise BadOption(_("No column goes to the key “%(name)s”.") % {"name": name})
    return name


def keys_for(run: ImportRun, *, by: Actor) -> list[str]:
    """Fields that can tell which record a row is, the best first."""
    object_type = registry.get(run.object_key)
    fields = [
        target.field
        for target in mapped(run, by=by).values()
        if target.field and not target.child and not target.part and not target.linked
    ]
    unique = [field.name for field in fields if field.unique]
    signs = [name for name in object_type.duplicates if any(field.name == name for field in fields)]
    title = [field.name for field in fields if field.name == object_type.title]
    own = [targets.ID] if targets.ID in run.mapping.values() else []
    return list(dict.fromkeys([*own, *unique, *signs, *title]))


def start(run: ImportRun, *, by: Actor, at: dt.datetime, in_background: bool = True) -> None:
    """Begin to write. Raises Denied, BadOption. Starting what has begun already changes nothing.

    Not in the background, the caller carries it out; should it die, the worker goes on.
    """
    object_type = registry.get(run.object_key)
    rights.check(by, "import", object_type)
    if not run.mapping:
        raise BadOption(_("No column is mapped to a field."))
    with transaction.atomic():
        if not ImportRun.objects.filter(pk=run.pk, state__in=BEFORE_START).update(
            state=State.RUNNING, started_at=at, cursor=0, reason=""
        ):
            return
        ImportProblem.objects.filter(run=run, is_check=False).delete()
        made = ChangeSet.objects.create(kind="import", label=run.filename, actor_id=by.user_id, at=at)
        ImportRun.objects.filter(pk=run.pk).update(change_set_id=made.pk)
        enqueue(run, at=at, run_at=at if in_background else at + FALLBACK)
    run.refresh_from_db()


def begin_check(run: ImportRun, *, at: dt.datetime) -> None:
    """Have every row checked by the worker."""
    with transaction.atomic():
        moved = ImportRun.objects.filter(pk=run.pk, state__in=BEFORE_START).update(
            state=State.CHECKING, cursor=0, findings={}
        )
        if moved:
            ImportProblem.objects.filter(run=run, is_check=True).delete()
            jobs.enqueue("transfer.check", {"run_id": run.pk}, at=at)
    run.refresh_from_db()


def cancel(run: ImportRun, *, at: dt.datetime) -> None:
    """Stop after the batch in work; what is written stays, and can be undone."""
    ImportRun.objects.filter(pk=run.pk, state__in=(*BEFORE_START, State.RUNNING, State.HELD)).update(
        state=State.CANCELLED, finished_at=at
    )
    run.refresh_from_db()


def carry_on(run: ImportRun, *, by: Actor, at: dt.datetime, in_background: bool = True) -> None:
    """Go on with a held import in an administrator's name and with their rights. Raises Denied."""
    if not by.is_administrator:
        raise Denied(_("Only an administrator may carry on the import of somebody who was deactivated."))
    with transaction.atomic():
        if ImportRun.objects.filter(pk=run.pk, state=State.HELD).update(
            state=State.RUNNING, hand_id=by.user_id, reason=""
        ):
            Job.objects.filter(key=f"import:{run.pk}").delete()  # the one that held it
            enqueue(run, at=at, run_at=at if in_background else at + FALLBACK)
    run.refresh_from_db()


def enqueue(run: ImportRun, *, at: dt.datetime, run_at: dt.datetime) -> None:
    jobs.enqueue("transfer.import", {"run_id": run.pk}, at=at, key=f"import:{run.pk}", run_at=run_at)


def undo(run: ImportRun, *, by: Actor, at: dt.datetime) -> None:
    """Have everything taken back that the import wrote. Raises Denied."""
    if not (by.is_administrator or run.actor_id == by.user_id):
        raise Denied(_("Only the person who made these changes or an administrator may undo them."))
    if state_of(run) == State.UNDONE:
        return
    with transaction.atomic():
        if ImportRun.objects.filter(pk=run.pk, state__in=OVER).update(state=State.UNDOING):
            jobs.enqueue("transfer.undo", {"run_id": run.pk, "actor_id": by.user_id}, at=at)
    run.refresh_from_db()


def save(run: ImportRun, *names: str) -> None:
    run.save(update_fields=list(names))
