"""What a search shows of a record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from odnos.engine.access.actor import Actor
from odnos.engine.index import Asked
from odnos.engine.records import indexing, read
from odnos.engine.records.row import Row
from odnos.engine.search import marks
from odnos.lib import text
from odnos.objects.context import Context
from odnos.objects.registry import ObjectType


@dataclass(frozen=True, kw_only=True)
class Hit:
    """A record found. `snippet` is the text that matched when the title did not; `score` is lower for better.

    `highlights` and `snippet_highlights` are the places (from, to) of what was looked for.
    """

    object_key: str
    record_id: int
    title: str
    subtitle: str
    snippet: str
    score: int
    highlights: tuple[marks.Span, ...]
    snippet_highlights: tuple[marks.Span, ...]


def columns(object_type: ObjectType) -> list[str]:
    """Return the names of the fields that showing a hit takes."""
    return list(dict.fromkeys([object_type.title, *object_type.subtitle, *indexing.searched(object_type)]))


def show(found: Sequence[tuple[Row, Asked, int]], *, by: Actor, at: dt.datetime) -> list[Hit]:
    """Return rows as hits, with their subtitles as the reader sees them."""
    references = set()
    for row, _asked, _score in found:
        references |= read.references([row], row.type.subtitle)
    ctx = by.context(at, read.titles(references, by=by))
    return [hit(row, asked, score, ctx) for row, asked, score in found]


def hit(row: Row, asked: Asked, score: int, ctx: Context) -> Hit:
    words = asked.words or (asked.start,)
    title = row.title
    snippet = snippet_of(row, words, ctx)
    return Hit(
        object_key=row.type.key,
        record_id=row.id,
        title=title,
        subtitle=" · ".join(
            filter(None, (row.type.field(name).text(row[name], ctx) for name in row.type.subtitle))
        ),
        snippet=snippet,
        score=score,
        highlights=tuple(marks.spans(title, words)),
        snippet_highlights=tuple(marks.spans(snippet, words)),
    )


def snippet_of(row: Row, words: Sequence[str], ctx: Context) -> str:
    """Return the first searched text with a word that the title does not show."""
    missing = [word for word in words if word not in text.fold(row.title)]
    if not missing:
        return ""
    for name in [row.type.title, *indexing.searched(row.type)]:
        field, value = row.type.field(name), row[name]
        if any(word in text.fold(field.index_text(value)) for word in missing):
            return marks.around(field.text(value, ctx), missing)
    return ""
