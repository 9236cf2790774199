"""Values that stand beside another in the custom column while a field changes its kind, and follow it with every write.

Readers do not know of them: they are keys that no field of the object names. Whoever changes kinds puts them into `shadows`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from odnos.engine.records.draft import Draft
from odnos.engine.tables.custom import packed, unpacked
from odnos.objects.fields import Field, MultiChoice
from odnos.objects.registry import ObjectType

Custom = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Shadow:
    """`target` follows `source`, by whose name it goes too: `work(source value, target value)` gives the values of `sets`."""

    source: Field
    target: Field
    sets: tuple[Field, ...]
    work: Callable[[Any, Any], tuple[Any, ...]]

    def follow(self, custom: Mapping[str, Any]) -> Custom:
        """Return a custom column in which the shadow follows what is there."""
        values = self.work(value_of(self.source, custom), value_of(self.target, custom))
        columns: dict[str, Any] = {}
        keeps: dict[str, Any] = {}
        for item, value in zip(self.sets, values, strict=True):
            columns |= item.store(value)
            keeps |= dict(zip(item.columns, item.keeps, strict=False))
        return {key: held for key, held in custom.items() if key not in columns} | packed(columns, keeps)


@dataclass(kw_only=True)
class Shadows:
    """The shadows of each object."""

    by_object: Mapping[str, tuple[Shadow, ...]] = field(default_factory=dict)


shadows = Shadows()


def value_of(item: Field, custom: Mapping[str, Any]) -> Any:
    """Return the value of a field that a custom column holds."""
    return item.value(unpacked(custom, zip(item.columns, item.keeps, strict=False)))


def followed(object_type: ObjectType, custom: Custom) -> Custom:
    """Return what a custom column is to hold, with its shadows."""
    for shadow in shadows.by_object.get(object_type.key, ()):
        custom = shadow.follow(custom)
    return custom


def beside(
    object_type: ObjectType, drafts: Sequence[Draft]
) -> list[tuple[MultiChoice, list[Draft], list[Any]]]:
    """Return the shadows whose values stand in the side table too, with the drafts that change them and their values."""
    found = []
    for shadow in shadows.by_object.get(object_type.key, ()):
        if isinstance(shadow.target, MultiChoice):
            changed = [draft for draft in drafts if draft.changed(shadow.source.name)]
            values = [shadow.work(draft[shadow.source.name], None)[0] for draft in changed]
            found.append((shadow.target, changed, values))
    return found
