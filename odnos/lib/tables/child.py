"""The child process that opens workbooks: little memory, little time, one answer."""

import csv
import datetime as dt
import json
import resource
import sys
from pathlib import Path
from typing import Any

_MEMORY = 2 << 30
_CPU_SECONDS = 240


def main() -> None:
    """Runs `sheets FILE` or `convert FILE SHEET TARGET`; a reason on standard error when it cannot."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_SECONDS, _CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    task, *arguments = sys.argv[1:]
    try:
        _sheets(*arguments) if task == "sheets" else _convert(*arguments)
    except MemoryError:
        sys.exit("too_large")
    except KeyError:
        sys.exit("no_sheet")
    except Exception:  # noqa: BLE001 - whatever the reader trips over, the file is at fault
        sys.exit("damaged")


def _sheets(path: str) -> None:
    from python_calamine import CalamineWorkbook, SheetTypeEnum

    book = CalamineWorkbook.from_path(path)
    names = [sheet.name for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
    sys.stdout.write(json.dumps(names))


def _convert(path: str, name: str, target: str) -> None:
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_path(path)
    if name not in book.sheet_names:
        raise KeyError(name)
    sheet = book.get_sheet_by_name(name)
    rows = sheet.iter_rows() if sheet.height else iter(())
    with Path(target).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        for row in rows:
            writer.writerow([_cell(value) for value in row])


def _cell(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(sep=" ")
    return str(value)
