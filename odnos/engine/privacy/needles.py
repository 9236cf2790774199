"""The words by which a person is found in texts: names, addresses, numbers, as they are and as they were."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from odnos.engine.audit.models import Entry
from odnos.engine.records.row import Row
from odnos.objects.registry import ObjectType

GONE = "[…]"
SHORTEST, LONG_ENOUGH = 4, 5
REACH = frozenset(("email", "emails", "phone", "phones"))
DIGITS = 8
BETWEEN = r"[\s().\-/\u00a0]{0,3}"


@dataclass(frozen=True)
class Needles:
    """Some texts, and telephone numbers however they are written; `single` are names of one word, which may be anybody's."""

    texts: frozenset[str]
    phones: frozenset[str] = frozenset()
    single: frozenset[str] = frozenset()

    @cached_property
    def near(self) -> Needles:
        """The same with family names by themselves: so people write of somebody in a note beside their record.

        Elsewhere a family name alone may be a company's, or somebody else's.
        """
        last = (text.split()[-1] for text in self.texts | self.single if "@" not in text)
        names = {name for name in last if name.isalpha() and len(name) >= LONG_ENOUGH}
        return Needles(self.texts | names, self.phones)

    @cached_property
    def pattern(self) -> re.Pattern[str] | None:
        """What finds any of them; a name is not found within a longer word."""
        parts = [rf"(?<!\w){re.escape(text)}(?!\w)" for text in sorted(self.texts, key=len, reverse=True)]
        parts += [
            rf"(?<!\d)\+?\d{{0,5}}{BETWEEN}{BETWEEN.join(phone)}(?!\d)" for phone in sorted(self.phones)
        ]
        return re.compile("|".join(parts), re.IGNORECASE) if parts else None

    def by_kind(self, kind: str) -> Needles:
        """Return what is looked for in a field of some kind: family names alone only in free texts."""
        return self.near if kind == "long_text" else self

    def found(self, text: str) -> bool:
        return bool(self.pattern and self.pattern.search(text))

    def without(self, value: Any) -> Any:
        """Return a text, or whatever JSON holds texts, with every one of them replaced."""
        if isinstance(value, str):
            return self.pattern.sub(GONE, value) if self.pattern else value
        if isinstance(value, list):
            return [self.without(item) for item in value]
        if isinstance(value, dict):
            return {self.without(name): self.without(item) for name, item in value.items()}
        return value

    @cached_property
    def written(self) -> list[str]:
        """The ways in which a database may hold them as plain text: as they are, small, large, and as JSON escapes them."""
        plain = [*self.texts, *self.phones]
        cased = {way(text) for text in plain for way in (str, str.lower, str.upper, str.title)}
        return sorted(cased | {json.dumps(text)[1:-1] for text in cased})

    @cached_property
    def bytes(self) -> list[bytes]:
        return [text.encode() for text in self.written]


def of(rows: Iterable[Row], entries: Iterable[Entry]) -> Needles:
    """Return the words of some records and of what they were before."""
    texts: set[str] = set()
    phones: set[str] = set()
    for row in rows:
        for name, kind in telling(row.type).items():
            gather(kind, row[name], texts, phones)
    kinds = {row.type.key: telling(row.type) for row in rows}
    for entry in entries:
        for name, pair in entry.diff.items():
            known = kinds.get(entry.object_key, {}).get(name)
            for value in pair if known else ():
                gather(known or "", value, texts, phones)
    single = {text for text in texts if " " not in text and "@" not in text and text[0] != "+"}
    return Needles(frozenset(texts - single), frozenset(phones), frozenset(single))


def telling(object_type: ObjectType) -> dict[str, str]:
    """Return the fields that say who somebody is, with what kind they are."""
    return {
        field.name: field.kind if field.kind in REACH else "name"
        for field in object_type.all_fields
        if field.kind in REACH or field.name == object_type.title
    }


def gather(kind: str, value: Any, texts: set[str], phones: set[str]) -> None:
    for item in value if isinstance(value, list | tuple) else [value]:
        written = " ".join(str(item or "").split())
        if kind in ("phone", "phones"):
            digits = re.sub(r"\D", "", written)
            if len(digits) >= DIGITS:
                phones.add(digits[-DIGITS:])
                texts.add(written)
        elif len(written) >= SHORTEST:
            texts.add(written)
