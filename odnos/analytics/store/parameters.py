"""The parameters of a question, written `$name` in every dialect."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

WORD = re.compile(r"""('(?:[^']|'')*'|"(?:[^"]|"")*")|\$([A-Za-z_][A-Za-z_0-9]*)""")
"""What is quoted is passed over, so that no text can be taken for a parameter."""


def rewritten(sql: str, place: Callable[[str], str], text: Callable[[str], str] = str) -> str:
    """Return `sql` with `place(name)` for each parameter; what stands between is passed through `text`."""
    parts, end = [], 0
    for found in WORD.finditer(sql):
        parts.append(text(sql[end : found.start()]))
        parts.append(text(found[1]) if found[1] else place(found[2]))
        end = found.end()
    return "".join([*parts, text(sql[end:])])


def used(sql: str, given: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return those of the parameters that the question speaks of. Raises KeyError for one that is not given."""
    names = {found[2] for found in WORD.finditer(sql) if found[2]}
    return {name: (given or {})[name] for name in sorted(names)}
