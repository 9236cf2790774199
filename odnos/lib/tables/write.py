"""Writing rows as CSV, XLSX and JSON, streamed; no text in them can run as a formula."""

import csv
import datetime as dt
import io
import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import orjson

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_HARMLESS = re.compile(r"[+-][\d .,()-]*")  # numbers and telephone numbers
_ROWS_A_BLOCK = 500
SHEET_ROWS = 1_048_575
CELL_LETTERS = 32_767


def neutral(value: Any) -> Any:
    """`value` for a CSV cell: a text that a spreadsheet would run as a formula gets a ' before it."""
    if isinstance(value, str) and value.startswith(_FORMULA) and not _HARMLESS.fullmatch(value):
        return "'" + value
    return value


def csv_blocks(
    header: Sequence[str], rows: Iterable[Sequence[Any]], *, delimiter: str = ",", bom: bool = True
) -> Iterator[bytes]:
    """UTF-8 CSV in blocks; the mark at its start makes Excel read it as UTF-8."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow([neutral(name) for name in header])
    yield (b"\xef\xbb\xbf" if bom else b"") + buffer.getvalue().encode()
    source = iter(rows)
    while block := list(itertools.islice(source, _ROWS_A_BLOCK)):
        buffer.seek(0)
        buffer.truncate()
        writer.writerows([neutral(_plain(value)) for value in row] for row in block)
        yield buffer.getvalue().encode("utf-8", "surrogatepass")


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, bool):
        return "true" if value else "false"
    return value


def json_blocks(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """A JSON list of objects in blocks, one object a line."""
    yield b"["
    between = b"\n"
    for row in rows:
        yield between + orjson.dumps(dict(zip(header, row, strict=True)), default=str)
        between = b",\n"
    yield b"\n]\n"


def write_xlsx(path: Path, header: Sequence[str], rows: Iterable[Sequence[Any]], *, title: str = "") -> None:
    """A workbook with a bold, frozen header; past a sheet's rows it goes on in the next sheet."""
    import xlsxwriter

    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_date_format": "yyyy-mm-dd hh:mm",
        "remove_timezone": True,
    }
    with xlsxwriter.Workbook(str(path), options) as book:
        bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
        source = iter(rows)
        for count in itertools.count(1):
            sheet = book.add_worksheet(_sheet_name(title, count))
            sheet.freeze_panes(1, 0)
            for column, name in enumerate(header):
                sheet.write_string(0, column, name, bold)
            written = _write_sheet(sheet, itertools.islice(source, SHEET_ROWS), day)
            if written < SHEET_ROWS:
                return


def _write_sheet(sheet: Any, rows: Iterable[Sequence[Any]], day: Any) -> int:
    number = 0
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            if isinstance(value, str):
                sheet.write_string(number, column, value[:CELL_LETTERS])
            elif isinstance(value, dt.date) and not isinstance(value, dt.datetime):
                sheet.write_datetime(number, column, value, day)
            elif value is not None:
                sheet.write(number, column, value)
    return number


def _sheet_name(title: str, count: int) -> str:
    name = re.sub(r"[\[\]:*?/\\']", " ", title)[:25].strip() or "Sheet"
    return name if count == 1 else f"{name} {count}"
