"""Proposing how to read a file: its kind, encoding, delimiter and header row."""

import csv
import itertools
import re
from collections import Counter
from pathlib import Path

from odnos.lib.tables import workbook
from odnos.lib.tables.encoding import encoding_of
from odnos.lib.tables.layout import Layout, Unreadable

DELIMITERS = (",", ";", "\t", "|")
_SAMPLE = 1 << 16
_SEP = re.compile(r"sep=(.)\r?\n?", re.IGNORECASE)
_DATA = re.compile(r"[-+(]?[\d.,\s]*\d[\d.,\s)%]*|\S+@\S+\.\S+|\d{1,4}[./-]\d{1,2}[./-]\d{1,4}.*|https?://.*")


def layout_of(path: Path) -> Layout:
    """The most likely layout of the file at `path`. Raises Unreadable."""
    if path.stat().st_size == 0:
        raise Unreadable("empty")
    if workbook.is_workbook(path):
        sheets = workbook.sheets_of(path)
        return Layout(sheet=sheets[0])
    encoding = encoding_of(path)
    sample = _sample(path, encoding)
    if sep := _SEP.match(sample):
        return Layout(encoding=encoding, delimiter=sep[1], has_sep_line=True, header_row=1)
    delimiter = delimiter_of(sample)
    return Layout(
        encoding=encoding, delimiter=delimiter, header_row=header_row_of(first_rows(sample, delimiter))
    )


def layout_of_sheet(converted: Path, sheet: str) -> Layout:
    """The layout of a sheet that `workbook.to_csv` wrote to `converted`."""
    rows = first_rows(_sample(converted, "utf-8"), ",")
    return Layout(sheet=sheet, header_row=header_row_of(rows))


def _sample(path: Path, encoding: str) -> str:
    """The first lines of the file, whole."""
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        text = file.read(_SAMPLE)
    if len(text) < _SAMPLE:
        return text
    return text[: text.rfind("\n") + 1] or text


def delimiter_of(sample: str) -> str:
    """The delimiter under which the most rows agree on a width of two or more; a comma when none does."""

    def agreement(delimiter: str) -> tuple[float, int]:
        widths = [len(row) for row in first_rows(sample, delimiter) if row]
        width, count = Counter(widths).most_common(1)[0] if widths else (1, 0)
        return (count / len(widths), width) if width > 1 else (0.0, 0)

    scores = {delimiter: agreement(delimiter) for delimiter in DELIMITERS}
    return max(DELIMITERS, key=lambda delimiter: scores[delimiter])


def first_rows(sample: str, delimiter: str, *, count: int = 100) -> list[list[str]]:
    """The first rows of `sample`; a broken row ends them."""
    rows: list[list[str]] = []
    reader = csv.reader(sample.splitlines(keepends=True), delimiter=delimiter)
    try:
        rows.extend(itertools.islice(reader, count))
    except csv.Error:
        return rows
    return rows


def header_row_of(rows: list[list[str]]) -> int:
    """Where the header stands, counted from 1: the first row as wide as most; 0 when it looks like data."""
    widths = Counter(len(row) for row in rows if any(row))
    if not widths:
        return 1
    width = widths.most_common(1)[0][0]
    for number, row in enumerate(rows, start=1):
        filled = [cell for cell in row if cell.strip()]
        if len(row) >= width and len(filled) * 2 >= width:
            return 0 if any(_DATA.fullmatch(cell.strip()) for cell in filled) else number
    return 1
