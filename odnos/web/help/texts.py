"""The help texts as they are kept: read once, by language and page; and the how-tos that come with the product."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from markupsafe import Markup

from odnos.lib import markdown
from odnos.lib.text import fold, words

HERE = Path(__file__).parent
LANGUAGES = ("en", "ru", "sl")
HOWTOS = (HERE / "howto", HERE.parents[2] / "docs" / "howto")
"""Where the how-tos are: beside the help in an installation, in the project's own documentation otherwise."""
SHOWN = 30


@dataclass(frozen=True, kw_only=True)
class Text:
    """One help text. `key` is its place: the address of its page in short."""

    key: str
    title: str
    source: str

    @property
    def html(self) -> Markup:
        """The text without its title."""
        _title, _line, body = self.source.partition("\n")
        return markdown.to_html(body)

    @property
    def lead(self) -> str:
        """The first paragraph, as plain words."""
        _title, _line, body = self.source.partition("\n")
        first = body.strip().partition("\n\n")[0]
        return str(markdown.to_html(first).striptags())


def of(key: str, language: str) -> Text | None:
    """Return the help of a page in a language, or in English where that one is not spoken."""
    return every(language).get(key)


@cache
def every(language: str) -> Mapping[str, Text]:
    """Return all help texts of a language by key, in the order of their titles."""
    return read(HERE / (language if language in LANGUAGES else "en"))


@cache
def howtos() -> Mapping[str, Text]:
    """Return the how-tos by name. They are in English."""
    return read(next((place for place in HOWTOS if place.is_dir()), HERE / "howto"))


def read(folder: Path) -> Mapping[str, Text]:
    found = []
    for path in folder.glob("*.md"):
        source = path.read_text(encoding="utf-8")
        found.append(Text(key=path.stem, title=markdown.title_of(source), source=source))
    return {text.key: text for text in sorted(found, key=lambda text: fold(text.title))}


def search(typed: str, language: str) -> list[Text]:
    """Return the texts that have every word typed, as the beginning of one of theirs; those with it in the title first."""
    wanted = words(typed)
    if not wanted:
        return list(every(language).values())
    found = [text for text in (*every(language).values(), *howtos().values()) if has(text.source, wanted)]
    return sorted(found, key=lambda text: not has(text.title, wanted))[:SHOWN]


def has(written: str, wanted: list[str]) -> bool:
    here = words(written)
    return all(any(part.startswith(word) for part in here) for word in wanted)
