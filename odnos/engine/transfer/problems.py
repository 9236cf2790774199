"""The rows that failed, as a file to correct and bring in again: their columns as they were, the row's number, the reason."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from odnos.engine.transfer.models import ImportRun
from odnos.lib.tables import write


def csv_of(run: ImportRun, *, is_check: bool = False) -> Iterator[bytes]:
    """The failed rows as CSV blocks."""
    header = [*run.header, _("Row"), _("Reason")]
    yield from write.csv_blocks(header, rows_of(run, is_check=is_check))


def rows_of(run: ImportRun, *, is_check: bool) -> Iterator[list[Any]]:
    width = len(run.header)
    found = run.problems.filter(is_fatal=True, is_check=is_check).order_by("row")
    for problem in found.iterator(chunk_size=500):
        cells = [*problem.cells, *[""] * width][:width]
        yield [*cells, problem.row, problem.reason]
