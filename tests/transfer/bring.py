"""Bringing files in within a test, batch by batch as a command would."""

import datetime as dt
from pathlib import Path
from typing import Any

from odnos.engine.access.actor import Actor
from odnos.engine.transfer import imports, run, steps
from odnos.engine.transfer.models import ImportRun
from odnos.objects.registry import registry

MAVEN = Path(__file__).parent.parent / "data" / "maven_crm"
AT = dt.datetime(2026, 3, 2, 12, 0, tzinfo=dt.UTC)
STEP = steps.with_clock(lambda: AT)


def upload(key: str, content: str | bytes | Path, *, by: Actor, name: str = "rows.csv") -> ImportRun:
    data = (
        content.read_bytes()
        if isinstance(content, Path)
        else content
        if isinstance(content, bytes)
        else content.encode()
    )
    return imports.upload(registry.get(key), name, [data], by=by, at=AT)


def bring(
    what: str,
    content: str | bytes | Path,
    *,
    by: Actor,
    map: dict[str, str] | None = None,
    name: str = "rows.csv",
    **options: Any,
) -> ImportRun:
    """Import a file to its end and return the run."""
    made = upload(what, content, by=by, name=name)
    imports.remap(made, map or {}, by=by)
    imports.configure(made, by=by, **options)
    imports.start(made, by=by, at=AT, in_background=False)
    run.work(made, by=by, step=STEP)
    made.refresh_from_db()
    assert made.rows == made.created + made.updated + made.skipped + made.failed
    return made


def counts(made: ImportRun) -> tuple[int, int, int, int, int]:
    return made.rows, made.created, made.updated, made.skipped, made.failed


def reasons(made: ImportRun, **only: Any) -> list[tuple[int, str]]:
    return list(made.problems.filter(**only).order_by("row").values_list("row", "reason"))


def values(key: str, name: str, *, by: Actor) -> list[Any]:
    """One field of every record of an object, oldest first."""
    from odnos.engine.records import read

    return [row[name] for batch in read.iterate(registry.get(key), by=by, at=AT) for row in batch]
