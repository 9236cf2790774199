"""The steps that a file brings, in the order of a funnel: by what they are called and by what stands beside them.

«Prospecting» comes before «Engaging» wherever the file has it first, and «Won» behind both.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from odnos.engine.transfer import hints
from odnos.engine.transfer.hints import Funnel
from odnos.lib import text

OPEN, WON, LOST = ORDER = ("open", "won", "lost")
NUMBERED = re.compile(r"\s*[(\[]?(\d{1,3})\b")
_ALL, _SOME = 0.95, 0.5


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What a file tells of one step: how many rows stand in it, and the shares of them that have an end, a worth, and
    anything at all in their cells; `likelihood` is the mean that the file itself gives, from 0 to 100.
    """

    name: str
    count: int = 0
    closed: float = 0.0
    worth: float = 0.0
    filled: float = 0.0
    likelihood: float | None = None


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step of the path as it is to be. A new one is made with its kind and likelihood; others stay as they are."""

    name: str
    kind: str = OPEN
    likelihood: int = 0
    count: int = 0
    is_new: bool = True

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def arranged(key: str, seen: Sequence[Seen], standing: Sequence[Step]) -> list[Step]:
    """Return the whole path: the steps of the object `key` that stand in their order, and those of the file among them."""
    funnel = hints.of(key).funnel or Funnel()
    known = {text.fold(step.name) for step in standing}
    fresh = [item for item in seen if text.fold(item.name) not in known]
    kinds = {item.name: kind_of(key, item, seen, funnel) for item in fresh}
    path = [step for step in standing if step.kind == OPEN]
    place = 0
    for step in climbing([item for item in fresh if kinds[item.name] == OPEN], funnel):
        place = next(
            (at for at in range(place, len(path)) if path[at].likelihood > step.likelihood), len(path)
        )
        path.insert(place, step)
        place += 1
    for kind, likelihood in ((WON, 100), (LOST, 0)):
        path += [step for step in standing if step.kind == kind]
        path += [
            Step(name=item.name, kind=kind, likelihood=likelihood, count=item.count)
            for item in fresh
            if kinds[item.name] == kind
        ]
    return path


def merged(kept: Sequence[Step], found: Sequence[Step]) -> list[Step]:
    """The steps as a person left them, and those that they have not seen where their likelihood puts them; open ones first."""
    steps = list(kept)
    known = {text.fold(step.name) for step in kept}
    for step in found:
        if text.fold(step.name) not in known:
            later = (place for place, other in enumerate(steps) if other.likelihood > step.likelihood)
            steps.insert(next(later, len(steps)) if step.kind == OPEN else len(steps), step)
    return sorted(steps, key=lambda step: ORDER.index(step.kind))


def kind_of(key: str, item: Seen, others: Sequence[Seen], funnel: Funnel) -> str:
    """Whether a step is open, won or lost: by its name, else by what its rows have that those of other steps have not."""
    squeezed, folded = text.squeeze(item.name), text.fold(item.name)
    for known in hints.of(key).values.values():
        for kind, words in known.items():
            if squeezed in {text.squeeze(word) for word in words}:
                return kind
    for kind, parts in funnel.ends.items():
        if any(begins(folded, part) for part in parts):
            return kind
    if phase_of(item.name, funnel) is not None or not any(other.closed < _SOME for other in others):
        return OPEN
    if item.closed < _ALL:
        return OPEN
    return WON if item.worth >= _SOME else LOST


def begins(folded: str, part: str) -> bool:
    """Whether a word of the name begins with `part`: «won» is in «Closed Won» and not in «Wonder»; short ones are whole."""
    pattern = rf"\b{re.escape(text.fold(part))}" + (r"\b" if len(part) < 4 else "")
    return re.search(pattern, folded) is not None


def phase_of(name: str, funnel: Funnel) -> int | None:
    """The likelihood that the words of a name stand for, the furthest of several; None when they say nothing."""
    folded = text.fold(name)
    met = {part: share for share, parts in funnel.phases.items() for part in parts if begins(folded, part)}
    whole = [part for part in met if not any(part != other and part in other for other in met)]
    return max((met[part] for part in whole), default=None)


def climbing(items: Sequence[Seen], funnel: Funnel) -> list[Step]:
    """The open steps in their order, each no less likely than the one before."""
    numbers = [NUMBERED.match(item.name) for item in items]
    shares = {item.name: share_of(item, items, funnel) for item in items}
    if items and all(numbers):
        ranks = {item.name: float(found[1]) for item, found in zip(items, numbers, strict=True) if found}
    else:
        ranks = shares
    found: list[Step] = []
    for item in sorted(items, key=lambda item: ranks[item.name]):
        least = found[-1].likelihood if found else 0
        found.append(Step(name=item.name, likelihood=max(least, round(shares[item.name])), count=item.count))
    return found


def share_of(item: Seen, items: Sequence[Seen], funnel: Funnel) -> float:
    """How likely a step's deals are to be won: as the file says, as the name says, else by how much is known of them."""
    if item.likelihood is not None and all(other.likelihood is not None for other in items):
        return min(item.likelihood, 99)
    named = phase_of(item.name, funnel)
    if named is not None:
        return named
    least, most = min(other.filled for other in items), max(other.filled for other in items)
    return 50 if most - least < 0.01 else 10 + 70 * (item.filled - least) / (most - least)


def step_of(given: Mapping[str, Any]) -> Step:
    """A step as it was kept with the options of an import."""
    return Step(
        name=str(given["name"]),
        kind=str(given["kind"]),
        likelihood=int(given["likelihood"]),
        count=int(given.get("count", 0)),
        is_new=bool(given.get("is_new", True)),
    )
