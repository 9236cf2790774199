"""Names that mean something: «Won» is the won stage of a pipeline whatever that stage is called."""

from __future__ import annotations

from typing import Any

from odnos.engine.access.actor import Actor
from odnos.engine.records.reach import reach
from odnos.engine.transfer import hints
from odnos.engine.transfer.directory import Directory
from odnos.lib import text
from odnos.objects.registry import ObjectType


def first(object_type: ObjectType, *, by: Actor) -> int | None:
    """The first record in the object's own order: the pipeline that is meant when none is named."""
    order = ("position", "pk") if "position" in object_type.by_name else ("pk",)
    return reach(object_type, by=by).order_by(*order).values_list("pk", flat=True).first()


def meaning(directory: Directory, written: str) -> dict[str, Any]:
    """The values that a name stands for by the words of hints: {"kind": "won"}."""
    found: dict[str, Any] = {key.removesuffix("_id"): value for key, value in directory.scope.items()}
    squeezed = text.squeeze(written)
    for name, words in hints.of(directory.object_type.key).values.items():
        for value, known in words.items():
            if squeezed in {text.squeeze(word) for word in known}:
                found[name] = value
    return found


def by_meaning(directory: Directory, written: str) -> int | None:
    """The record within the scope that a word stands for, when no record bears it as a name."""
    if not directory.scope:
        return None
    wanted = {
        name: value
        for name, value in meaning(directory, written).items()
        if name in hints.of(directory.object_type.key).values
    }
    if not wanted:
        return None
    found = reach(directory.object_type, by=directory.by).filter(**directory.scope, **wanted)
    record_id: int | None = found.order_by("position", "pk").values_list("pk", flat=True).first()
    if record_id is not None:
        directory.found[written] = (record_id,)
    return record_id
