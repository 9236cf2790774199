"""The day on which a moment falls, in a reader's zone, as both databases work it out."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import CharField, F
from django.db.models.expressions import Func

QUARTER = 15


class LocalDay(Func):
    """What tells the day of the moment in a column, at the clocks of `zone`: `day_of` reads it.

    SQLite, which knows no zones, tells the quarter of an hour: every zone's offset is a number of those.
    """

    def __init__(self, column: str, zone: str) -> None:
        super().__init__(F(column), output_field=CharField())
        self.zone = zone

    @property
    def identity(self) -> Any:
        return super().identity, self.zone

    def as_sql(self, compiler: Any, connection: Any, **_extra: Any) -> tuple[str, Any]:  # type: ignore[override]
        column, params = compiler.compile(self.get_source_expressions()[0])
        if (
            connection.vendor == "postgresql"
        ):  # the session's zone is UTC, in which texts without a zone are read
            return f"(({column})::timestamptz AT TIME ZONE %s)::date", (*params, self.zone)
        quarter = f"(substr({column}, 15, 2) / {QUARTER})"
        return f"substr({column}, 1, 14) || {quarter}", (*params, *params)


def day_of(raw: Any, zone: dt.tzinfo = dt.UTC) -> dt.date | None:
    """Return the day that a database answers with: a day, a text of one, or a quarter of an hour in UTC."""
    if raw is None or raw == "":
        return None
    if isinstance(raw, dt.date):
        return raw
    written = str(raw)
    if len(written) <= len("2026-03-31"):
        return dt.date.fromisoformat(written)
    hour, _colon, quarter = written.partition(":")
    moment = dt.datetime.fromisoformat(f"{hour}:00").replace(tzinfo=dt.UTC, minute=int(quarter) * QUARTER)
    return moment.astimezone(zone).date()
