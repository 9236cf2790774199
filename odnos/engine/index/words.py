"""The words of titles, found again when they were typed with a slip.

Two words are near when leaving out a letter or two of each can make them equal (symmetric deletion). Every word is kept
under all such remains of its first eight letters; what is looked up so is then measured exactly.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable
from itertools import combinations
from typing import Any

from django.db import connection
from rapidfuzz.distance import OSA

from odnos.engine.index import trigrams
from odnos.engine.index.asked import Asked

SHORTEST, LONG, LONGEST, WINDOW = 4, 8, 40, 8
MOST = 5
KEPT = "ON CONFLICT DO NOTHING RETURNING id, word"


def slips(word: str) -> int:
    """Return how many wrong, missing, doubled or exchanged letters a word of this length is forgiven."""
    return 0 if len(word) < SHORTEST else 1 if len(word) < LONG else 2


def keys(word: str) -> set[int]:
    """Return the checksums of what is left of a word without up to as many letters as it is forgiven."""
    head = word[:WINDOW]
    remains = {head}
    for count in range(1, slips(word) + 1):
        remains |= {"".join(kept) for kept in combinations(head, len(head) - count)}
    return {zlib.crc32(remain.encode()) for remain in remains}


def is_kept(word: str) -> bool:
    return SHORTEST <= len(word) <= LONGEST and word.isalpha()


def learn(words: Iterable[str]) -> None:
    """Keep words that were not known yet."""
    wanted = sorted(word for word in set(words) if is_kept(word))
    if not wanted:
        return
    with connection.cursor() as cursor:
        known = {row[0] for row in select(cursor, "SELECT word FROM index_word WHERE word", wanted)}
        fresh = [word for word in wanted if word not in known]
        if fresh:
            keep(cursor, fresh)


def keep(cursor: Any, fresh: list[str]) -> None:
    """Insert words, and the remains under which they are found; what another transaction has just kept is its own."""
    if connection.vendor == "postgresql":
        cursor.execute(f"INSERT INTO index_word (word) SELECT unnest(%s::text[]) {KEPT}", [fresh])
        rows = [(key, word_id) for word_id, word in cursor.fetchall() for key in sorted(keys(word))]
        cursor.execute(
            "INSERT INTO index_near (key, word_id) SELECT * FROM unnest(%s::bigint[], %s::bigint[])",
            [[key for key, _word_id in rows], [word_id for _key, word_id in rows]],
        )
        return
    cursor.execute(
        f"INSERT INTO index_word (word) SELECT value FROM json_each(%s) WHERE true {KEPT}",
        [json.dumps(fresh)],
    )
    rows = [(key, word_id) for word_id, word in cursor.fetchall() for key in keys(word)]
    cursor.executemany("INSERT INTO index_near (key, word_id) VALUES (%s, %s)", sorted(rows))


def near(word: str) -> list[tuple[str, int]]:
    """Return known words near to `word` with their distances, the nearest first; the word itself at 0 if it is known."""
    if not is_kept(word):
        return []
    with connection.cursor() as cursor:
        statement = (
            "SELECT DISTINCT w.word FROM index_near AS n JOIN index_word AS w ON w.id = n.word_id WHERE n.key"
        )
        found = [row[0] for row in select(cursor, statement, sorted(keys(word)))]
    measured = ((other, OSA.distance(word, other, score_cutoff=2)) for other in found)
    fit = [
        (other, distance)
        for other, distance in measured
        if distance <= min(slips(word), max(slips(other), 1))
    ]
    return sorted(fit, key=lambda pair: (pair[1], pair[0]))[:MOST]


def select(cursor: Any, statement: str, values: list[Any]) -> list[tuple[Any, ...]]:
    """Run `statement` for the rows whose last named column is among `values`."""
    if connection.vendor == "postgresql":
        cursor.execute(f"{statement} = ANY(%s)", [values])
    else:
        cursor.execute(f"{statement} IN (SELECT value FROM json_each(%s))", [json.dumps(values)])
    return list(cursor.fetchall())


def unused(share: int, *, of: int) -> list[tuple[int, str]]:
    """Return words that no entry holds any more, with their ids: those in one `share` of the vocabulary `of` so many."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, word FROM index_word WHERE id %% %s = %s", [of, share])
        return [(word_id, word) for word_id, word in cursor.fetchall() if not is_used(cursor, word)]


def known(wanted: list[str]) -> set[str]:
    """Return those of some words that stand in a title."""
    with connection.cursor() as cursor:
        return {row[0] for row in select(cursor, "SELECT word FROM index_word WHERE word", wanted)}


def known_unused(wanted: list[str]) -> list[tuple[int, str]]:
    """Return those of some words that are known and that no entry holds any more, with their ids."""
    with connection.cursor() as cursor:
        found = select(cursor, "SELECT id, word FROM index_word WHERE word", wanted)
        return [(word_id, word) for word_id, word in found if not is_used(cursor, word)]


def forget(known: Iterable[tuple[int, str]]) -> None:
    """Drop words, given with their ids."""
    near = sorted((key, word_id) for word_id, word in known for key in keys(word))
    with connection.cursor() as cursor:
        cursor.executemany("DELETE FROM index_near WHERE key = %s AND word_id = %s", near)
        cursor.executemany(
            "DELETE FROM index_word WHERE id = %s", sorted({(word_id,) for _key, word_id in near})
        )


def is_used(cursor: Any, word: str) -> bool:
    """Whether an entry may hold a word: where the index only proposes entries, one proposal is enough to keep it."""
    if connection.vendor == "postgresql":
        cursor.execute("SELECT 1 FROM index_entry WHERE text LIKE %s LIMIT 1", [f"%{word}%"])
    else:
        asked = trigrams.match(Asked(words=(word,)), None)
        cursor.execute("SELECT 1 FROM index_find WHERE index_find MATCH %s LIMIT 1", [asked])
    return cursor.fetchone() is not None


def forget_all() -> None:
    """Empty the vocabulary, before it is learned anew."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM index_near")
        cursor.execute("DELETE FROM index_word")
