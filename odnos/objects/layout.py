"""What stands where on the page of a record."""

from __future__ import annotations

from dataclasses import dataclass

from odnos.objects.labels import Label


@dataclass(frozen=True, kw_only=True)
class Panel:
    """A group of fields, edited in place, in one to three columns. `open` None: as long as it is among the first or says something."""

    title: Label
    fields: tuple[str, ...]
    columns: int = 1
    open: bool | None = None


@dataclass(frozen=True, kw_only=True)
class Related:
    """Records of another object that name this one through their link `through`, or that this one names.

    What happens to those that are `told` stands in this one's story too.
    """

    object: str
    through: str
    title: Label = ""
    columns: tuple[str, ...] = ()
    told: bool = False


@dataclass(frozen=True, kw_only=True)
class Layout:
    """`path` is the stage field drawn on top; `card` and `quick` serve board and quick add.

    `key` are the fields beside the title; None: the subtitle, the owner and the figures of the card.
    An object declares one; which one a reader is shown says `engine.custom.layouts.of`.
    """

    panels: tuple[Panel, ...] = ()
    related: tuple[Related, ...] = ()
    path: str = ""
    key: tuple[str, ...] | None = None
    card: tuple[str, ...] = ()
    quick: tuple[str, ...] = ()

    @property
    def fields(self) -> tuple[str, ...]:
        return tuple(name for panel in self.panels for name in panel.fields)
