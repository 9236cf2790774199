"""Whether a column of dates puts the day or the month first."""

import re
from collections.abc import Iterable
from typing import Literal

Order = Literal["dmy", "mdy"]
_PARTS = re.compile(r"(\d{1,2})([./\- ])(\d{1,2})\2(\d{2}|\d{4})\b")


def order_of_column(samples: Iterable[str]) -> Order | None:
    """The order that fits every one of `samples`, or None when none tells or they disagree."""
    could_be_dmy = could_be_mdy = True
    for sample in samples:
        parts = _PARTS.match(sample.strip())
        if not parts:
            continue
        first, second = int(parts[1]), int(parts[3])
        could_be_dmy = could_be_dmy and second <= 12
        could_be_mdy = could_be_mdy and first <= 12
    if could_be_dmy == could_be_mdy:
        return None
    return "dmy" if could_be_dmy else "mdy"
