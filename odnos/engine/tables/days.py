"""The day on which a moment falls, in a reader's zone, as both databases work it out."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import DateField, F
from django.db.models.expressions import Func


class LocalDay(Func):
    """The day of the moment in a column, at the clocks of `zone`."""

    def __init__(self, column: str, zone: str) -> None:
        super().__init__(F(column), output_field=DateField())
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
        return f"django_datetime_cast_date({column}, %s, 'UTC')", (*params, self.zone)


def day_of(raw: Any) -> dt.date | None:
    """Return the day that a database answers with: SQLite knows texts."""
    if raw is None or raw == "":
        return None
    if isinstance(raw, dt.datetime):
        return raw.date()
    return raw if isinstance(raw, dt.date) else dt.date.fromisoformat(str(raw)[:10])
