"""Columns whose names say nothing, known by their values: words of a choice, names of records that are here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from odnos.engine.access.actor import Actor
from odnos.engine.access.fields import safe
from odnos.engine.transfer import targets
from odnos.engine.transfer.directory import Directory, field_for
from odnos.engine.transfer.propose import Proposal
from odnos.engine.transfer.targets import Target
from odnos.lib import text
from odnos.objects import fields as f
from odnos.objects.registry import ObjectType

_SHARE = 0.6
_LOOKED_AT = 60


def more(
    object_type: ObjectType, samples: Mapping[str, Sequence[str]], known: Mapping[str, Proposal], *, by: Actor
) -> dict[str, Proposal]:
    """Proposals for columns that have none in `known`; a target is given to the column that fits it best."""
    taken = {proposal.target for proposal in known.values()}
    open_targets = [
        target
        for target in targets.every(object_type, by=by)
        if target.name not in taken and is_listed(target)
    ]
    rated = [
        (share(target, distinct(values), by=by), column, target.name)
        for column, values in samples.items()
        if column not in known and distinct(values)
        for target in open_targets
    ]
    chosen: dict[str, Proposal] = {}
    for fitting, column, name in sorted(rated, reverse=True):
        if fitting >= _SHARE and column not in chosen and name not in taken:
            chosen[column] = Proposal(target=name, certainty=int(fitting * 30), why="content")
            taken.add(name)
    return chosen


def is_listed(target: Target) -> bool:
    """Whether the values of a target can be listed: a choice, or records of another object."""
    if target.part or target.child or target.field is None:
        return False
    return isinstance(target.field, f.Link) or (
        isinstance(target.field, f.Choice) and bool(target.field.choices)
    )


def distinct(values: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(value.strip() for value in values if value.strip()))[:_LOOKED_AT]


def share(target: Target, values: Sequence[str], *, by: Actor) -> float:
    """How many of the values the target knows, from 0 to 1."""
    if isinstance(target.field, f.Choice):
        known = {text.fold(word) for key, label in target.field.choices for word in (key, str(label))}
        return sum(text.fold(value) in known for value in values) / len(values)
    if target.linked is None:
        return 0.0
    linked = safe(target.linked, by=by)
    directory = Directory(linked, field_for(linked, values), by=by)
    directory.load(values)
    return sum(bool(directory.ids(value)) for value in values) / len(values)
