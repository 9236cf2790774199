"""Proposing where columns go: by their names in three languages, then by what stands in them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from django.conf import settings
from django.utils.translation import override
from rapidfuzz import fuzz

from odnos.engine.access.actor import Actor
from odnos.engine.transfer import hints, targets
from odnos.engine.transfer.recognise import kinds_in
from odnos.engine.transfer.targets import Target
from odnos.lib import text
from odnos.objects import fields as f
from odnos.objects.registry import ObjectType

Why = Literal["name", "similar", "content"]
SURE, NAMED, LIKELY = 90, 70, 60
_NEAR = 88
UNIT = re.compile(r"\s*(?:[(\[,;]|\bв\b|\bin\b|\bv\b).*$", re.IGNORECASE)
FACTORS = {
    "1000000": ("million", "mln", "mio", "млн", "миллион", "milijon"),
    "1000": ("thousand", "thsd", "тыс", "tisoc", "000"),
}


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """A column's proposed target, how sure that is (0–100), and by what; `factor` if its header says «thousands»."""

    target: str
    certainty: int
    why: Why
    factor: str = ""

    @property
    def written(self) -> str:
        """The target as a mapping keeps it."""
        return f"{self.target}*{self.factor}" if self.factor else self.target


def mapping_for(
    object_type: ObjectType,
    header: Sequence[str],
    samples: Mapping[str, Sequence[str]],
    *,
    by: Actor | None = None,
) -> dict[str, Proposal]:
    """The best target of each column that has one; no target is given twice. `samples` are values by column."""
    offered = list(targets.every(object_type, by=by))
    kinds = {column: kinds_in(values) for column, values in samples.items()}
    rated = (
        (place, column, rate(object_type, column, target, kinds.get(column)))
        for place, column in enumerate(header)
        for target in offered
    )
    found = [(-proposal.certainty, place, column, proposal) for place, column, proposal in rated if proposal]
    chosen: dict[str, Proposal] = {}
    taken: set[str] = set()
    for _certainty, _place, column, proposal in sorted(found, key=lambda item: item[:2]):
        if column not in chosen and proposal.target not in taken:
            chosen[column] = proposal
            taken.add(proposal.target)
    return chosen


def rate(
    object_type: ObjectType, column: str, target: Target, kinds: frozenset[str] | None
) -> Proposal | None:
    """How well `target` fits a column of this name that holds values of these kinds."""
    bare, factor = unit_of(column) if targets.is_number(target) else (column, "")
    headers = {text.squeeze(column), text.squeeze(bare)}
    fits = content_fits(target, kinds)
    words = list(words_of(object_type, target))
    best = max((score(header, word, weight) for header in headers for word, weight in words), default=0)
    if best >= (SURE if fits is False else LIKELY):
        why: Why = "name" if best >= NAMED else "similar"
        return Proposal(target=target.name, certainty=best, why=why, factor=factor)
    if fits and not target.child and not target.part:
        return Proposal(target=target.name, certainty=30, why="content")
    return None


def unit_of(column: str) -> tuple[str, str]:
    """A header without its unit, and what the unit multiplies by: «Revenue (millions)», «Выручка, тыс. руб.»."""
    bare, unit = UNIT.sub("", column), UNIT.search(column)
    said = text.fold(unit[0]) if unit else ""
    factor = next((factor for factor, words in FACTORS.items() if any(word in said for word in words)), "")
    return bare.strip() or column, factor


def score(column: str, word: str, weight: int) -> int:
    if not word:
        return 0
    if column == word:
        return weight
    near = fuzz.ratio(column, word)
    return 60 + int(near - _NEAR) // 2 if near >= _NEAR and len(word) >= 5 else 0


def words_of(object_type: ObjectType, target: Target) -> Iterator[tuple[str, int]]:
    """Words for a target, squeezed, with the certainty that an equal header gives."""
    if target.field is None:
        yield "odnosid", 100
        return
    owner = target.child or object_type
    if target.via is not None:
        yield from ((text.squeeze(word), 92) for word in hints.of(owner.key).keyed[keyed_path(target)])
        return
    is_line = owner.key == hints.of(object_type.key).gathers
    away = 12 if target.child and not is_line else 0
    path = f"{target.field.name}.{target.part}" if target.part else target.field.name
    if not target.child:
        yield text.squeeze(path), 100
    yield text.squeeze(f"{owner.key}_{path}"), 99 - away
    for label in labels_of(target):
        yield label, 97 - away
    words = hints.of(owner.key).fields.get(path) or hints.SYSTEM_WORDS.get(path, ())
    for word in words:
        yield text.squeeze(word), 90 - away
    yield from object_words(object_type, owner, target, away)


def keyed_path(target: Target) -> str:
    assert target.field is not None
    assert target.via is not None
    return f"{target.field.name}.{target.via.name}"


def labels_of(target: Target) -> Iterator[str]:
    """The labels that our own exports write, in every language."""
    assert target.field is not None
    for language, _name in settings.LANGUAGES:
        with override(language):
            label = str(target.field.label)
            part = next((str(part.label) for part in target.field.parts if part.name == target.part), "")
            yield text.squeeze(f"{label} {part}")


def object_words(
    object_type: ObjectType, owner: ObjectType, target: Target, away: int
) -> Iterator[tuple[str, int]]:
    """A header that names an object is its own title, or the link to such a record."""
    assert target.field is not None
    if target.child is None and target.field.name == object_type.title:
        yield from ((name, 95) for name in hints.names(object_type.key))
    if target.field.name == "external_id" and not target.child:
        yield from ((text.squeeze(f"{name} id"), 94) for name in hints.names(object_type.key))
    key = getattr(target.field, "to", "")
    if key and isinstance(target.field, f.Link) and not target.part:
        is_main = target.field.name in (key, "owner") or key != "user"
        is_self = key == owner.key
        for name in hints.names(key):
            yield name, (85 if is_main and not is_self else 61) - away


def content_fits(target: Target, found: frozenset[str] | None) -> bool | None:
    """Whether the values speak for the target (True), against it (False), or say nothing (None)."""
    field = target.field
    if field is None or found is None or target.part or target.linked is not None:
        return None
    if field.kind in found:
        return True if field.kind in ("email", "phone", "url") else None
    needed = _NEEDS.get(field.kind)
    return None if needed is None or found & needed else False


_NEEDS = {
    "date": frozenset(("date",)),
    "moment": frozenset(("date",)),
    "number": frozenset(("number",)),
    "money": frozenset(("number",)),
    "email": frozenset(("email",)),
    "phone": frozenset(("phone", "number")),
}
