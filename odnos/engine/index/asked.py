"""What is looked for: words that must all occur, or the beginning of a title."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Folded `words`, each to occur anywhere (one or two letters: to begin a word); `start` begins the title."""

    words: tuple[str, ...] = ()
    start: str = ""

    @property
    def is_blank(self) -> bool:
        return not self.start and not any(len(word) > 1 for word in self.words)

    def fits(self, text: str) -> bool:
        """Whether an entry's text has all that is asked for; the index may propose more than that."""
        if self.start and not text.startswith(f" {self.start}"):
            return False
        return all((f" {word}" if len(word) < 3 else word) in text for word in self.words)


@dataclass(frozen=True, kw_only=True)
class Found:
    """An entry that fits."""

    id: int
    text: str
    owner_id: int | None
