"""What can be wrong with a formula: a reason, the words it is about, and the place where they stand."""

from __future__ import annotations


class FormulaError(ValueError):
    """`reason` is one of those below; `details` fill its sentence; `place` counts characters from 0."""

    def __init__(self, reason: str, place: int, **details: str) -> None:
        super().__init__(f"{reason} at {place}: {details}")
        self.reason, self.place, self.details = reason, place, details


UNEXPECTED = "unexpected"  # found
UNFINISHED = "unfinished"
TOO_LONG = "too long"
TOO_DEEP = "too deep"
UNKNOWN_NAME = "unknown name"  # name
UNKNOWN_FUNCTION = "unknown function"  # name
WRONG_NUMBER = "wrong number of values"  # name, wanted, given
WRONG_KIND = "wrong kind"  # name, wanted, given
DIFFERENT = "different kinds"  # first, second
