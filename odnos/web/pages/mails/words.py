"""A subscription in words: which report, when, as an alert, with which files."""

from __future__ import annotations

from typing import Any

from odnos.analytics.mailing.objects import CONDITIONS, RHYTHMS
from odnos.engine.records.row import Row

CHECKS = ("with_xlsx", "with_csv", "with_pdf")


def told(row: Row) -> dict[str, Any]:
    rhythm = str(dict(RHYTHMS)[row["rhythm"]])
    hour = "" if row["rhythm"] == "hourly" else f"{int(row['hour'] or 0):02d}:00"
    alert = str(dict(CONDITIONS).get(row["condition"], ""))
    return {
        "id": row.id,
        "report": row["report"],
        "name": row["name"],
        "when": ", ".join(part for part in (rhythm, hour) if part),
        "alert": f"{alert} {row['threshold'].normalize():f}" if alert else "",
        "files": [name.removeprefix("with_").upper() for name in CHECKS if row[name]],
        "is_active": row["is_active"],
        "version": row.version,
    }
