"""What the domains know about other people's files: words for their objects and fields, and how rows are adapted."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from odnos.engine.records.row import Row
from odnos.lib import text

Adapt = Callable[[dict[str, Any], Callable[[str], Row | None]], None]
"""Changes the values of one row before it is written; the function given answers with the row a link leads to."""
Whole = Callable[[dict[str, Any], Sequence[Mapping[str, Any]]], None]
"""Says of a record what its lines tell: it gets the record's values and those of its lines."""


@dataclass(frozen=True, kw_only=True)
class Funnel:
    """How the order of a path's steps is told: by parts of words that stand for a likelihood in percent or for an end
    (looked for in the given order), and by fields of what walks the path: the day it ended, its worth, its likelihood.
    """

    phases: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    ends: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    closed: str = ""
    worth: str = ""
    likelihood: str = ""


@dataclass(frozen=True, kw_only=True)
class Hints:
    """Words are compared by letters alone, in any language: «Deal stage», «deal_stage» and «DEALSTAGE» are one."""

    names: tuple[str, ...] = ()
    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    makes: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    keyed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    adapt: Adapt | None = None
    funnel: Funnel | None = None
    gathers: str = ""
    gathers_by: str = ""
    whole: Whole | None = None


_hints: dict[str, Hints] = {}


def add(key: str, hints: Hints) -> None:
    """Register what is known about files of the object `key`.

    `names` are words for the object, `fields` words for its fields, `values` words for values of a choice,
    `makes` the further values of a record that is made because a link field names it, `funnel` what tells the order of
    records that are steps of a path. `keyed` are words for linked records named by a key of theirs, such as `product.code`.
    Files have a row for each record of the object `gathers`, if it is mapped: rows with the same `gathers_by` are one record.
    """
    _hints[key] = hints


def of(key: str) -> Hints:
    return _hints.get(key, _NONE)


def names(key: str) -> frozenset[str]:
    """Every word for the object `key`, squeezed."""
    return frozenset(text.squeeze(name) for name in (key, *of(key).names))


def adapter(key: str) -> Adapt | None:
    return of(key).adapt


_NONE = Hints()
SYSTEM_WORDS: Mapping[str, tuple[str, ...]] = {
    "external_id": (
        "id",
        "external id",
        "record id",
        "uuid",
        "guid",
        "key",
        "код",
        "идентификатор",
        "внешний код",
        "šifra",
        "oznaka",
    ),
    "owner": (
        "owner",
        "record owner",
        "assigned to",
        "assigned",
        "responsible",
        "account manager",
        "ответственный",
        "менеджер",
        "владелец",
        "исполнитель",
        "skrbnik",
        "lastnik",
        "odgovorni",
        "nosilec",
    ),
}
