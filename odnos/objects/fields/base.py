"""What every field type answers. A reader asks the field, never its type."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db.models import Q
from markupsafe import Markup, escape

from odnos.lib import html as markup
from odnos.objects.context import Context
from odnos.objects.labels import Label
from odnos.objects.labels import gettext as _


class Invalid(ValueError):
    """A value that cannot be taken, with the sentence for the person who typed it."""

    def __init__(self, message: Label) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True, kw_only=True)
class Part:
    """One piece of a field that is typed, imported or filtered by itself, such as the city of an address."""

    name: str
    label: Label


@dataclass(frozen=True)
class Field:
    """A named value of a record. Subclasses override what differs from a plain one-column text."""

    name: str
    label: Label = ""
    _: Any = None  # keeps everything after the label keyword-only in practice; never set
    required: bool = False
    unique: bool = False
    searchable: bool = False
    sortable: bool = True
    readonly: bool = False
    audited: bool = True
    help: Label = ""
    default: Any = None

    kind: ClassVar[str] = ""
    operators: ClassVar[tuple[str, ...]] = ("is", "is_not", "in", "empty", "not_empty")
    align: ClassVar[str] = "start"
