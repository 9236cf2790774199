"""Writing Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any


def table(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """Return a table; bars within cells are escaped."""
    lines = [list(head), ["---"] * len(head), *([cell(item) for item in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def cell(value: Any) -> str:
    return " ".join(str(value).replace("|", "\\|").split())


def code(words: Iterable[str]) -> str:
    """Return words as code, with spaces between."""
    return " ".join(f"`{word}`" for word in words)


def sentence(words: str | None) -> str:
    """Return the first paragraph of a docstring as one line."""
    return " ".join((words or "").strip().split("\n\n")[0].split())
