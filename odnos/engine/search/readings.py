"""What a person may have meant by what they typed, the likeliest first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, product

from odnos.engine.index import Asked, words
from odnos.lib import text

PHONE = re.compile(r"[\d\s()+./-]+")
LONGEST, MOST_WORDS, MOST_GUESSES = 120, 8, 6


@dataclass(frozen=True, kw_only=True)
class Reading:
    """One understanding of a question; `distance` puts its hits behind those of nearer ones.

    `guess` readings are tried only while nothing else has been found.
    """

    asked: Asked
    distance: int = 0
    guess: bool = False

    @property
    def start(self) -> str:
        return " ".join(self.asked.words)


def readings(typed: str) -> Iterator[Reading]:
    """Yield the readings of `typed`: as it stands, as a telephone number, with the other keyboard layout, in the
    other alphabet, and with a slip in some word.
    """
    typed = "".join(letter if letter.isprintable() else " " for letter in typed[:LONGEST])
    seen: set[Asked] = set()
    for reading in every_reading(typed):
        if reading.asked not in seen and (reading.asked.words or reading.asked.start):
            seen.add(reading.asked)
            yield reading


def every_reading(typed: str) -> Iterator[Reading]:
    plain, swapped = text.fold(typed), text.fold(text.swap_layout(typed))
    for number in numbers(typed):
        yield Reading(asked=Asked(words=(number,)))
    yield Reading(asked=asked(plain))
    yield Reading(asked=asked(swapped), distance=10)
    yield Reading(asked=asked(text.transliterate(plain)), distance=30)
    yield from with_slips(plain, 20)
    yield from with_slips(swapped, 24)
    yield from with_slips(text.transliterate(plain), 34)


def asked(folded: str) -> Asked:
    """Return the question for all words of a folded text; for a single letter, for titles that begin with it."""
    found = Asked(words=tuple(dict.fromkeys(folded.split()[:MOST_WORDS])))
    return Asked(start=folded) if found.is_blank else found


def numbers(typed: str) -> Iterator[str]:
    """Yield the digits of something that looks like a telephone number, without the prefix used inside a country too."""
    digits = "".join(filter(str.isdigit, typed))
    if len(digits) < 3 or not PHONE.fullmatch(typed):
        return
    yield digits
    if len(digits) > 5:
        national = (
            digits.removeprefix("00") if digits.startswith("00") else digits[1:] if digits[0] in "08" else ""
        )
        if national:
            yield national


def with_slips(folded: str, distance: int) -> Iterator[Reading]:
    """Yield readings in which words are replaced by known ones that are spelled nearly so."""
    choices = [words.near(word) or [(word, 0)] for word in folded.split()[:MOST_WORDS]]
    for chosen in islice(product(*choices), MOST_GUESSES):
        off = sum(distance_ for _word, distance_ in chosen)
        if chosen and off:
            found = Asked(words=tuple(dict.fromkeys(word for word, _distance in chosen)))
            yield Reading(asked=found, distance=distance + off, guess=True)
