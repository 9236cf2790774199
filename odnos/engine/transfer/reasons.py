"""Words for what can be wrong with a file or a row of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from odnos.lib.tables import Unreadable
from odnos.objects.labels import Label
from odnos.objects.registry import ObjectType

_ROWS: Mapping[str, Label] = {
    "quotes": gettext_lazy("A quotation mark is opened or closed in the wrong place."),
    "cell_too_large": gettext_lazy("A cell holds more than a million characters."),
    "too_few_cells": gettext_lazy("The row has fewer cells (%(given)s) than the header (%(expected)s)."),
    "too_many_cells": gettext_lazy("The row has more cells (%(given)s) than the header (%(expected)s)."),
    "nul": gettext_lazy("The row contains a NUL byte."),
    "encoding": gettext_lazy("The row contains bytes that are no text in the file's encoding."),
}
_FILES: Mapping[str, Label] = {
    "empty": gettext_lazy("The file is empty."),
    "header": gettext_lazy("The header (row %(row)s) cannot be read."),
    "quotes": gettext_lazy("Too many quotation marks are in the wrong place (up to row %(row)s)."),
    "damaged": gettext_lazy("The workbook is damaged or protected by a password."),
    "too_large": gettext_lazy("The workbook unpacks to more than can be read safely. Save the sheet as CSV."),
    "too_slow": gettext_lazy("The workbook takes too long to read. Save the sheet as CSV."),
    "no_sheets": gettext_lazy("The workbook has no sheet with rows."),
    "no_sheet": gettext_lazy("The workbook has no sheet of this name."),
}


def of_row(problem: str, *, given: int, expected: int) -> str:
    return str(_ROWS[problem]) % {"given": given, "expected": expected}


def of_file(error: Unreadable) -> str:
    return str(_FILES[error.reason]) % error.details


def of_errors(object_type: ObjectType, errors: Mapping[str, Any]) -> str:
    """All reasons of a refused write in one line, each with its field."""
    parts = []
    for name, reasons in errors.items():
        field = object_type.by_name.get(name)
        prefix = f"{field.label}: " if field is not None else ""
        parts += [f"{prefix}{reason}" for reason in reasons]
    return " ".join(parts)


def unknown_link(label: str, value: str, near: str) -> str:
    if near:
        return _("%(field)s: there is no “%(value)s”; did you mean “%(near)s”?") % {
            "field": label,
            "value": value,
            "near": near,
        }
    return _("%(field)s: there is no “%(value)s”.") % {"field": label, "value": value}


def several(label: str, value: str, count: int) -> str:
    words = ngettext(
        "%(field)s: “%(value)s” names %(count)s record.",
        "%(field)s: “%(value)s” names %(count)s records.",
        count,
    )
    return words % {"field": label, "value": value, "count": count}


FILL_IN = gettext_lazy("Fill this in.")
