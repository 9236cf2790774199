"""A report that cannot be answered, said to the person who made it, at the place where the mistake is."""

from __future__ import annotations

from django.utils.translation import gettext as _

from odnos.objects.labels import Label

MOST_FIGURES = 200_000
"""Figures that an answer has at most: lines by columns by measures."""


class ReportError(ValueError):
    """A report that cannot be understood or answered. `place` is the part of the definition that is meant: «rows.0», «measures.1»."""

    def __init__(self, message: Label, *, place: str = "") -> None:
        super().__init__(str(message))
        self.place = place


class TooManyGroups(ReportError):
    """More groups than anybody reads; a filter, a coarser grain or a top makes them fewer."""


def check_figures(number: int) -> None:
    """Raise TooManyGroups for a table that nobody reads and no page bears."""
    if number > MOST_FIGURES:
        raise TooManyGroups(
            _("These are more than %(most)s figures. Filter, or group by fewer fields.")
            % {"most": MOST_FIGURES}
        )
