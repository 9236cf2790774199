"""Large lists as files: asked for, written by the worker, fetched by whoever asked, and gone after some days."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from odnos.engine.access import rights, roles
from odnos.engine.access.actor import Actor
from odnos.engine.access.fields import withheld
from odnos.engine.access.rights import Denied
from odnos.engine.filters import text
from odnos.engine.filters.tree import Node
from odnos.engine.outbox import jobs
from odnos.engine.records import read
from odnos.engine.records.errors import NotFound
from odnos.engine.transfer.export import Format
from odnos.engine.transfer.models import ExportRun
from odnos.objects.registry import ObjectType, registry

State = ExportRun.State
LARGE = 10_000
"""Rows above which a list is not written while somebody waits."""
KEPT = dt.timedelta(days=3)
MOST = 10
"""Files that one person has at a time; the oldest goes for a new one."""


class Gone(LookupError):
    """The file is not there: not yet, or not any more."""


def is_large(object_type: ObjectType, *, by: Actor, at: dt.datetime, filter: Node | None) -> bool:
    return read.count(object_type, by=by, at=at, filter=filter, cap=LARGE).capped


def begin(
    object_type: ObjectType,
    *,
    format: Format,
    by: Actor,
    at: dt.datetime,
    filter: Node | None = None,
    sort: str = "id",
    columns: Sequence[str] | None = None,
) -> ExportRun:
    """Have the worker write a list; one that is being written already is not begun again. Raises Denied."""
    rights.check(by, "export", object_type)
    asked = {"filter": text.dump(filter) if filter is not None else "", "sort": sort, "columns": columns}
    with transaction.atomic():
        same = of(by=by).filter(
            object_key=object_type.key, format=format, state__in=(State.WAITING, State.RUNNING)
        )
        for run in same:
            if run.asked == asked:
                return run
        run = ExportRun.objects.create(
            actor_id=by.user_id or 0,
            object_key=object_type.key,
            format=format,
            asked=asked,
            stamp=stamp(by),
            created_at=at,
            expires_at=at + KEPT,
        )
        jobs.enqueue("transfer.export", {"export_id": run.pk}, at=at, key=f"export:{run.pk}")
    for old in of(by=by)[MOST:]:
        forget(old)
    return run


def of(*, by: Actor) -> QuerySet[ExportRun]:
    """The actor's own exports, newest first. Nobody fetches what another may see."""
    return ExportRun.objects.filter(actor_id=by.user_id or 0).order_by("-pk")


def get(export_id: int, *, by: Actor) -> ExportRun:
    """One of them. Raises NotFound."""
    found = of(by=by).filter(pk=export_id).first()
    if found is None:
        raise NotFound(f"export {export_id}")
    return found


def file_of(run: ExportRun, *, by: Actor, at: dt.datetime) -> Path:
    """The written file, for who asked for it and still has the rights it was made with. Raises Denied, Gone."""
    rights.check(by, "export", registry.get(run.object_key))
    path = path_of(run)
    if run.state != State.DONE or run.expires_at <= at or not path.exists():
        raise Gone(run.pk)
    if run.stamp != stamp(by):
        raise Denied(_("Your rights have changed since this file was made. Export it again."))
    return path


def stamp(by: Actor) -> str:
    """What tells the rights of an actor from those they have at another time."""
    shared = sorted((key, sorted(ids)) for key, ids in by.shared.items())
    reached = [by.team_id, *(sorted(ids) for ids in (by.people, by.teams, by.territories))]
    told: list[Any] = [by.role, roles.told(by.role), reached, sorted(by.floor.items()), shared]
    told.append(sorted(withheld(by)))
    return hashlib.sha256(repr(told).encode()).hexdigest()


def folder() -> Path:
    path = Path(settings.DATA) / "exports"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def path_of(run: ExportRun) -> Path:
    return folder() / f"{run.pk}-{run.created_at:%Y%m%d%H%M%S%f}.{run.format}"


def forget(run: ExportRun) -> None:
    """Remove an export and its file."""
    path_of(run).unlink(missing_ok=True)
    ExportRun.objects.filter(pk=run.pk).delete()
