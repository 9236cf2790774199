"""A way to look at an object's records: a list or a board, with its filter, columns and order."""

from __future__ import annotations

from dataclasses import dataclass

from odnos.objects.labels import Label


@dataclass(frozen=True, kw_only=True)
class View:
    """A view that comes with the product; people save their own in `engine.views`. `filter` is the text form."""

    key: str
    label: Label
    kind: str = "list"
    columns: tuple[str, ...] = ()
    filter: str = ""
    sort: str = "-updated_at"
    group_by: str = ""
