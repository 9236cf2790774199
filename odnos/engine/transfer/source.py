"""The uploaded file: kept in the database byte for byte before anything looks at it, read from a copy on disk."""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.conf import settings

from odnos.engine.transfer.models import ImportPart, ImportRun
from odnos.lib import tables
from odnos.lib.tables import Layout, Row, Unreadable

PART_SIZE = 1 << 19
SAMPLE_ROWS = 200
SHEETS = 10
KEPT = dt.timedelta(days=2)


def keep(run: ImportRun, blocks: Iterable[bytes]) -> int:
    """Store the bytes of a file as parts of `run` and return their number."""
    size = number = 0
    pending = b""
    for block in itertools.chain(blocks, [b""]):
        pending += block
        while len(pending) >= PART_SIZE or (pending and not block):
            ImportPart.objects.create(run=run, number=number, data=pending[:PART_SIZE])
            size, number, pending = size + len(pending[:PART_SIZE]), number + 1, pending[PART_SIZE:]
    return size


def blocks_of(run: ImportRun) -> Iterator[bytes]:
    """The file as it came."""
    for part in run.parts.order_by("number").iterator(chunk_size=8):
        yield bytes(part.data)


def original(run: ImportRun) -> Path:
    """A copy of the file on this machine's disk, made if it is not there."""
    path = folder_of(run) / "original"
    if not path.exists() or path.stat().st_size != run.size:
        write_whole(path, blocks_of(run))
    return path


def readable(run: ImportRun) -> Path:
    """A text file with the run's table: the original, or the chosen sheet of a workbook as CSV. Raises Unreadable."""
    sheet = layout_of(run).sheet
    if not sheet:
        return original(run)
    names = tables.sheets_of(original(run))
    path = folder_of(run) / f"sheet-{names.index(sheet) if sheet in names else 0}.csv"
    if not path.exists():
        unfinished = path.with_suffix(f".{os.getpid()}")
        tables.to_csv(original(run), sheet=sheet, target=unfinished)
        unfinished.replace(path)
    return path


def folder_of(run: ImportRun) -> Path:
    path = copies() / f"{run.pk}-{run.created_at:%Y%m%d%H%M%S%f}-{run.size}"
    path.mkdir(mode=0o700, exist_ok=True)
    return path


def copies() -> Path:
    """The folder of all copies on this machine."""
    path = Path(settings.DATA) / "imports"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def sweep(*, at: dt.datetime) -> None:
    """Remove copies that nobody has touched for days; they are made again when they are needed."""
    for folder in copies().iterdir():
        if dt.datetime.fromtimestamp(folder.stat().st_mtime, tz=dt.UTC) < at - KEPT:
            shutil.rmtree(folder, ignore_errors=True)


def write_whole(path: Path, blocks: Iterable[bytes]) -> None:
    """Write a file that is either there whole or not at all."""
    unfinished = path.with_suffix(f".{os.getpid()}")
    with unfinished.open("wb") as file:
        file.writelines(blocks)
    unfinished.replace(path)


def forget(run: ImportRun) -> None:
    """Remove the copies of a finished run from this machine's disk."""
    shutil.rmtree(folder_of(run), ignore_errors=True)


def layout_of(run: ImportRun) -> Layout:
    return Layout(**run.layout)


def detect(run: ImportRun) -> None:
    """Fill in how the file is to be read and what its columns are called. Raises Unreadable."""
    layout = tables.layout_of(original(run))
    sheets = tables.sheets_of(original(run))[:SHEETS] if layout.sheet else [""]
    for sheet in sheets if len(sheets) > 1 else ():
        with suppress(Unreadable):
            read_as(run, layout, sheet)
            if next(rows_of(run), None) is not None:  # a cover page has none
                return
    read_as(run, layout, sheets[0])


def read_as(run: ImportRun, layout: Layout, sheet: str) -> None:
    """Fill in layout and header for one sheet of a workbook, or for a text file (none). Raises Unreadable."""
    run.layout = dataclasses.asdict(dataclasses.replace(layout, sheet=sheet))
    if sheet:
        run.layout = dataclasses.asdict(tables.layout_of_sheet(readable(run), sheet))
    run.header = tables.header_of(readable(run), layout_of(run))


def correct(run: ImportRun, **changes: Any) -> None:
    """Read the file as a person says it is to be read. Raises Unreadable."""
    layout = dataclasses.replace(layout_of(run), **changes)
    run.layout = dataclasses.asdict(layout)
    if "sheet" in changes and "header_row" not in changes:
        run.layout = dataclasses.asdict(tables.layout_of_sheet(readable(run), layout.sheet))
    run.header = tables.header_of(readable(run), layout_of(run))


def rows_of(run: ImportRun, *, after: int = 0) -> Iterator[Row]:
    """The data rows behind row number `after`. Raises Unreadable."""
    return tables.rows_of(readable(run), layout_of(run), after=after)


def samples_of(run: ImportRun) -> dict[str, list[str]]:
    """Values of each column: from the head of the file, and some from far behind it."""
    taken = [row.cells for row in itertools.islice(rows_of(run), SAMPLE_ROWS) if not row.problem]
    return {name: [cells[place] for cells in taken] for place, name in enumerate(run.header)}
