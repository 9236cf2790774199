"""Workbooks (xlsx, xlsm, xlsb, xls, ods), read in a child process that has limits: a hostile one cannot hang or fill us."""

import json
import subprocess
import sys
import zipfile
from pathlib import Path

from odnos.lib.tables.layout import Unreadable

_SIGNATURES = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
_UNPACKED_LIMIT = 1 << 30
_RATIO_LIMIT = 200
_SECONDS = 300


def is_workbook(path: Path) -> bool:
    """Whether the file begins as workbooks do (ZIP or OLE2)."""
    with path.open("rb") as file:
        return file.read(8).startswith(_SIGNATURES)


def sheets_of(path: Path) -> list[str]:
    """Names of the sheets that hold rows or may. Raises Unreadable."""
    check(path)
    names: list[str] = json.loads(_run("sheets", str(path)))
    if not names:
        raise Unreadable("no_sheets")
    return names


def to_csv(path: Path, *, sheet: str, target: Path) -> None:
    """Writes one sheet as UTF-8 CSV: values of formulas, plain numbers, ISO dates. Raises Unreadable."""
    check(path)
    _run("convert", str(path), sheet, str(target))


def check(path: Path) -> None:
    """Refuses archives that unpack to far more than they hold. Raises Unreadable."""
    if not zipfile.is_zipfile(path):
        return
    try:
        with zipfile.ZipFile(path) as archive:
            sizes = [(entry.file_size, entry.compress_size) for entry in archive.infolist()]
    except (zipfile.BadZipFile, OSError, ValueError):
        raise Unreadable("damaged") from None
    unpacked = sum(size for size, _ in sizes)
    packed = sum(size for _, size in sizes)
    if unpacked > _UNPACKED_LIMIT or unpacked > max(10 << 20, packed * _RATIO_LIMIT):
        raise Unreadable("too_large")


def _run(*arguments: str) -> bytes:
    command = [sys.executable, "-I", "-c", _start(), *arguments]
    try:
        done = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        raise Unreadable("too_slow") from None
    if done.returncode == 0:
        return done.stdout
    if done.returncode < 0:  # ended by one of its limits
        raise Unreadable("too_large")
    reason = done.stderr.decode(errors="replace").strip().rsplit("\n", 1)[-1]
    raise Unreadable(reason if reason in ("no_sheet", "damaged", "too_large") else "damaged")


def _start() -> str:
    """The child knows nothing but this package and its libraries."""
    return f"import sys; sys.path[:0] = {sys.path!r}; from odnos.lib.tables.child import main; main()"
