"""What a field needs to know about the reader: language, zone, day, and the names of linked records."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from zoneinfo import ZoneInfo

Reference = tuple[str, int]
"""One record anywhere: its object's key and its id."""


@dataclass(frozen=True, kw_only=True)
class Context:
    """Everything a value is shown or parsed with.

    `titles` holds the names of linked records that the reader may see; a reference that is present with
    None exists but is hidden from the reader.
    """

    at: dt.datetime
    user_id: int | None = None
    team_id: int | None = None
    locale: str = "en"
    timezone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))
    currency: str = "EUR"
    country: str = "SI"
    titles: Mapping[Reference, str | None] = field(default_factory=dict)

    @property
    def decimal_mark(self) -> str:
        return "." if self.locale == "en" else ","

    @cached_property
    def today(self) -> dt.date:
        return self.at.astimezone(self.timezone).date()
