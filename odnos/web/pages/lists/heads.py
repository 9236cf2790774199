"""The heads of a list's columns, and the columns that could be there."""

from __future__ import annotations

from dataclasses import dataclass, replace

from odnos.objects.fields import Field
from odnos.objects.labels import Label
from odnos.objects.registry import registry
from odnos.web.pages.lists.asked import Asked
from odnos.web.render.once import Under

NEVER_SHOWN = frozenset(("rank",))
ALSO = ("status", "is_done")
"""Fields that colour others."""


@dataclass(frozen=True, kw_only=True)
class Head:
    """One column. `sort` is the address that sorts by it, or, where it sorts already, the other way round."""

    name: str
    label: Label
    align: str = "start"
    sort: str = ""
    sorted: str = ""
    shown: bool = True
    width: int = 0


def heads(asked: Asked) -> list[Head]:
    """Return the heads of the columns that are shown, in their order."""
    return sized([head(asked, asked.kind.field(name)) for name in asked.columns])


USUAL, BOX = 160, 44


def sized(columns: list[Head]) -> list[Head]:
    """Return heads that all have a width, where any has one: a table is laid out by all or by none."""
    if not any(column.width for column in columns):
        return columns
    return [replace(column, width=column.width or USUAL) for column in columns]


def width_of(columns: list[Head], *, select: bool) -> int:
    """Return how wide a table of those widths is, or 0 for one that finds its widths itself."""
    widths = [column.width for column in columns]
    return sum(widths) + (BOX if select else 0) if any(widths) else 0


def head(asked: Asked, field: Field) -> Head:
    direction = {field.name: "ascending", f"-{field.name}": "descending"}.get(asked.sort, "")
    wanted = f"-{field.name}" if direction == "ascending" or is_newest_first(field, direction) else field.name
    return Head(
        name=field.name,
        label=field.label,
        align=field.align,
        sort=asked.href(sort=wanted) if field.sortable else "",
        sorted=direction,
        width=asked.widths.get(field.name, 0),
    )


def is_newest_first(field: Field, direction: str) -> bool:
    """Moments and amounts are looked at from the largest down, unless they stand so already."""
    return not direction and field.kind in ("moment", "money")


def choices(asked: Asked) -> Under:
    """Return every column that could be shown, those that are first and in their order."""
    name = (asked.kind.key, registry.shape, tuple(asked.kind.by_name), asked.columns)
    return Under(name, lambda: columns_of(asked))


def columns_of(asked: Asked) -> list[Head]:
    names = [field.name for field in asked.kind.all_fields if field.kind not in NEVER_SHOWN]
    ordered = [*asked.columns, *(name for name in names if name not in asked.columns)]
    return [
        Head(name=name, label=asked.kind.field(name).label, shown=name in asked.columns) for name in ordered
    ]


def read_also(asked: Asked) -> list[str]:
    """Return the fields that rows are made of."""
    return [*asked.columns, *(name for name in ALSO if name in asked.kind.by_name)]
