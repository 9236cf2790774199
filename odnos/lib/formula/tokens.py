"""The words of a formula."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from odnos.lib.formula.errors import TOO_LONG, UNEXPECTED, FormulaError

LONGEST = 2000
WORD = re.compile(
    r"""\s*(?:
        (?P<number>\d+(?:\.\d+)?)
      | (?P<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')
      | (?P<name>[^\W\d]\w*(?:\.[^\W\d]\w*)*)
      | (?P<sign><=|>=|<>|!=|[-+*/%&=<>(),])
    )""",
    re.VERBOSE,
)


class Token(NamedTuple):
    """One word: what it is ("number", "text", "name", "sign", "end"), what is written, and where."""

    kind: str
    text: str
    place: int


def tokens(formula: str) -> Iterator[Token]:
    """Yield the words of a formula and at last an "end". Raises FormulaError."""
    if len(formula) > LONGEST:
        raise FormulaError(TOO_LONG, LONGEST, most=str(LONGEST))
    place = 0
    end = len(formula.rstrip())
    while place < end:
        found = WORD.match(formula, place)
        if found is None or not found.lastgroup:
            start = place + len(formula[place:]) - len(formula[place:].lstrip())
            raise FormulaError(UNEXPECTED, start, found=formula[start : start + 1])
        yield Token(found.lastgroup, found[found.lastgroup], found.start(found.lastgroup))
        place = found.end()
    yield Token("end", "", end)
