"""Streaming the rows of a text file. Nothing is cut or guessed: a row that cannot be trusted says why."""

import codecs
import csv
import io
from collections import deque
from collections.abc import Iterator
from pathlib import Path

from odnos.lib.tables.layout import Layout, Row, Unreadable

# Problems a row can have; the surface puts them into words.
BROKEN_QUOTES = "quotes"
CELL_TOO_LARGE = "cell_too_large"
TOO_FEW = "too_few_cells"
TOO_MANY = "too_many_cells"
HAS_NUL = "nul"
NOT_IN_ENCODING = "encoding"

CELL_LIMIT = 1 << 20
_RETRIES = 100
# A lone surrogate stands for bytes that are not text in the file's encoding: no valid text holds one.
_FOREIGN = "\udcff"
codecs.register_error("odnos.mark", lambda error: (_FOREIGN, getattr(error, "end", 0)))


class _Lines:
    """Lines of a file that remember those of the current record, so that a broken one costs itself alone."""

    def __init__(self, file: io.TextIOBase) -> None:
        self._file = file
        self._again: deque[str] = deque()
        self.taken: list[str] = []

    def __iter__(self) -> Iterator[str]:
        while line := self._again.popleft() if self._again else self._file.readline():
            self.taken.append(line)
            yield line

    def give_back(self) -> None:
        """Returns all lines of the record but its first."""
        self._again.extendleft(reversed(self.taken[1:]))


def header_of(path: Path, layout: Layout) -> list[str]:
    """The names of the columns, unique: blank ones numbered, repeated ones counted. Raises Unreadable."""
    for row in _records(path, layout):
        if row.problem and row.number >= layout.header_row:
            raise Unreadable("header", row=row.number)
        if row.number >= layout.header_row and any(row.cells):
            names = row.cells if layout.header_row else [""] * len(row.cells)
            return _unique([name.strip() for name in names])
    raise Unreadable("empty")


def _unique(names: list[str]) -> list[str]:
    seen: set[str] = set()
    for place, name in enumerate(names):
        candidate = base = name or f"#{place + 1}"
        count = 1
        while candidate in seen:
            count += 1
            candidate = f"{base} ({count})"
        names[place] = candidate
        seen.add(candidate)
    return names


def rows_of(path: Path, layout: Layout, *, after: int = 0) -> Iterator[Row]:
    """The data rows after row number `after`; blank rows are left out, as a spreadsheet shows none."""
    width = len(header_of(path, layout))
    start = max(after, layout.header_row)
    for row in _records(path, layout):
        if row.number <= start:
            continue
        if not row.problem:
            if not any(map(str.strip, row.cells)):
                continue
            if len(row.cells) != width:
                row = Row(row.number, *_fitted(row.cells, width))
        yield row


def _fitted(cells: list[str], width: int) -> tuple[list[str], str]:
    if len(cells) < width:
        return cells, TOO_FEW
    return (cells, TOO_MANY) if any(cells[width:]) else (cells[:width], "")


def _records(path: Path, layout: Layout) -> Iterator[Row]:
    """Every record with its number, blank ones too, problems of form noted."""
    csv.field_size_limit(CELL_LIMIT)
    with path.open(encoding=layout.encoding, errors="odnos.mark", newline="") as file:
        lines = _Lines(file)
        if layout.has_sep_line:
            file.readline()
        reader = csv.reader(lines, delimiter=layout.delimiter, strict=True)
        number = retries = 0
        while True:
            lines.taken.clear()
            number += 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                if len(lines.taken) > 1:
                    retries += 1
                    lines.give_back()
                if retries > _RETRIES:
                    raise Unreadable("quotes", row=number) from None
                yield Row(number, [lines.taken[0].rstrip("\r\n")], _reason(error))
                continue
            yield Row(number, cells, _oddity(lines.taken))


def _reason(error: csv.Error) -> str:
    return CELL_TOO_LARGE if "field limit" in str(error) else BROKEN_QUOTES


def _oddity(lines: list[str]) -> str:
    for line in lines:
        if "\x00" in line:
            return HAS_NUL
        if _FOREIGN in line:
            return NOT_IN_ENCODING
    return ""
