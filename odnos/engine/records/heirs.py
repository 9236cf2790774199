"""Parts of a record, and how they follow it to another owner."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from django.db.models import Q

from odnos.engine.access.tripwire import Written
from odnos.engine.outbox import emit
from odnos.engine.records import indexing
from odnos.engine.records.draft import Draft
from odnos.objects.access import Everyone
from odnos.objects.fields import About
from odnos.objects.registry import ObjectType, registry


def parts(object_type: ObjectType, ids: Sequence[int]) -> Iterator[tuple[ObjectType, Q]]:
    """Yield each object whose records are parts of the records `ids`, with the condition that finds them."""
    for part in registry:
        parent = part.parent_field
        if isinstance(parent, About):
            key, number = parent.columns
            yield part, Q(**{key: object_type.key, f"{number}__in": ids})
        elif parent is not None and getattr(parent, "to", "") == object_type.key:
            yield part, Q(**{f"{parent.column}__in": ids})


def follow(object_type: ObjectType, drafts: Sequence[Draft]) -> None:
    """Parts of records that changed hands or territory go with them; that is no edit of theirs, so nothing is audited."""
    if isinstance(object_type.access, Everyone):
        return
    hands: dict[tuple[int | None, int | None, int | None], list[int]] = defaultdict(list)
    for draft in drafts:
        if any(draft.changed(name) for name in ("owner", "team", "territory")):
            hands[draft["owner"], draft["team"], draft["territory"]].append(draft.id or 0)
    for (owner, team, territory), ids in hands.items():
        for part, theirs in parts(object_type, ids):
            found = part.model._base_manager.filter(Written(part), theirs)
            if moved := list(found.values_list("pk", flat=True)):
                found.update(owner_id=owner, team_id=team, territory_id=territory)
                indexing.reassign(part, moved, owner, team)
                emit.renewed(part.key, moved)
