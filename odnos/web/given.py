"""Whole numbers as browsers send them: ids, versions, places."""

from __future__ import annotations

from collections.abc import Iterable

from odnos.objects.fields.naming import LARGEST_ID

MOST_DIGITS = 19


def whole(written: str | None) -> int | None:
    """Return the whole number that `written` is, or None for anything else; larger ones than a database holds are none."""
    digits = (written or "").strip()
    if not digits.isdecimal() or len(digits) > MOST_DIGITS:
        return None
    number = int(digits)
    return number if number <= LARGEST_ID else None


def wholes(written: Iterable[str]) -> list[int]:
    """Return the whole numbers among `written`, each once and in their order."""
    return list(dict.fromkeys(number for item in written if (number := whole(item)) is not None))
