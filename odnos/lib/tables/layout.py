"""How a file holds its table, and what one row of it is."""

from dataclasses import dataclass
from typing import NamedTuple


class Unreadable(Exception):
    """The file cannot be read as a table; the message is a code of `REASONS` for a person."""

    def __init__(self, reason: str, **details: object) -> None:
        super().__init__(reason)
        self.reason = reason
        self.details = details


@dataclass(frozen=True, kw_only=True)
class Layout:
    """What must be known to read a file's rows; everything can be corrected by hand.

    `header_row` is counted from 1 as spreadsheets do, 0 when there is none. `sheet` is empty for text files.
    """

    encoding: str = "utf-8"
    delimiter: str = ","
    header_row: int = 1
    sheet: str = ""
    has_sep_line: bool = False


class Row(NamedTuple):
    """One row with its number in the file; `problem` says why its cells cannot be trusted (see read.py)."""

    number: int
    cells: list[str]
    problem: str = ""
