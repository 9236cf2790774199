"""Checks that a domain makes of a whole batch of drafts, when they are as they are to be: what one question can answer for all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence

from odnos.engine.access.actor import Actor
from odnos.engine.records.draft import Draft

BatchCheck = Callable[[Sequence[Draft], Actor], None]
_checks: dict[str, list[BatchCheck]] = defaultdict(list)


def on(object_key: str) -> Callable[[BatchCheck], BatchCheck]:
    """Have the write path ask a function what is wrong with drafts of an object."""

    def add(function: BatchCheck) -> BatchCheck:
        _checks[object_key].append(function)
        return function

    return add


def check(object_key: str, drafts: Sequence[Draft], *, by: Actor) -> None:
    """Make the checks of an object; what is wrong stands in the drafts' errors."""
    for function in _checks.get(object_key, ()):
        function(drafts, by)
