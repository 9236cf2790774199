"""The names of definitions: the same wherever the definitions are, and one word in a file."""

from __future__ import annotations

from urllib.parse import quote, unquote

Name = tuple[str, ...]
TEAM = "team"


class Book:
    """Which names go with which numbers here."""

    def __init__(self) -> None:
        self.names: dict[tuple[str, int], Name] = {}
        self.ids: dict[tuple[str, Name], int] = {}

    def add(self, key: str, name: Name, record_id: int) -> None:
        """Know a definition that is here, or has just been made."""
        self.ids[key, name] = record_id
        self.names[key, record_id] = name


def written(name: Name) -> str:
    """Return a name as one word: its parts with a stroke between."""
    return "/".join(quote(part, safe=" .:-_()&,'’") if "/" in part or "%" in part else part for part in name)


def unwritten(word: str) -> Name:
    return tuple(unquote(part) for part in word.split("/"))
