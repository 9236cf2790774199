"""Which objects are configuration: what an administrator sets up, and what one file takes along to another installation."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Configurable:
    """One object of the registry whose records are definitions.

    `key` are the fields by which a definition is known wherever it is; one that lies `inside` another is known within it (by nothing more where there is but one), as
    (the link to it, the name of the list in which it stands there). `group` are the fields within which its order means
    something. `fixed` fields are as they were made. `plain` fields hold JSON as text. `filters` names the fields that hold a
    filter, each with the field that begins with the object it is about, or with `=` and that object. `leaves` stay behind, people above all. `moves` tells of
    a record what of it means something only here. `whole` says what is missing when all parts of a definition are there. A `quiet` one is not mentioned where there is none.
    """

    object: str
    key: tuple[str, ...]
    inside: tuple[str, str] | None = None
    group: tuple[str, ...] = ()
    fixed: tuple[str, ...] = ()
    plain: frozenset[str] = frozenset()
    filters: Mapping[str, str] = field(default_factory=dict)
    leaves: frozenset[str] = frozenset()
    moves: Callable[[Mapping[str, Any]], Mapping[str, Any]] | None = None
    whole: Callable[[int], Mapping[str, Any]] | None = None
    quiet: bool = False
    place: int = 50


_declared: dict[str, Configurable] = {}


def add(part: Configurable) -> Configurable:
    """Let the definitions of an object be part of a configuration; those of a smaller `place` come first, for others to build upon."""
    if part.object in _declared:
        raise ValueError(f"{part.object!r} is a part of configurations already")
    _declared[part.object] = part
    return part


def every() -> Iterator[Configurable]:
    """Return what configurations are made of, in the order in which it is to be read and written."""
    return iter(sorted(_declared.values(), key=lambda part: (part.place, part.object)))


def of(key: str) -> Configurable:
    return _declared[key]


def outer() -> list[Configurable]:
    """Return those that lie in no other."""
    return [part for part in every() if part.inside is None]


def inner(part: Configurable) -> list[Configurable]:
    """Return those that lie in `part`; the field by which they do names records of its object."""
    from odnos.objects.registry import registry  # the registry knows the fields, and they this module

    return [
        other
        for other in every()
        if other.inside
        and other.object in registry
        and getattr(registry.get(other.object).field(other.inside[0]), "to", "") == part.object
    ]
