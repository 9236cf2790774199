"""Values put beside others and taken away from them, in a field that holds several."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from odnos.objects.fields.links import Linked


def beside(there: Iterable[Any], added: Iterable[Any]) -> list[Any]:
    """Return what is there and behind it what is not: a record keeps the role in which it is named."""
    kept = list(there)
    known = {id_in(item) for item in kept}
    return [*kept, *(item for item in added if id_in(item) not in known)]


def without(there: Iterable[Any], gone: Iterable[Any]) -> list[Any]:
    """Return what is there but not `gone`, in whatever role."""
    ids = {id_in(item) for item in gone}
    return [item for item in there if id_in(item) not in ids]


def id_in(item: Any) -> Any:
    return item.id if isinstance(item, Linked) else item
