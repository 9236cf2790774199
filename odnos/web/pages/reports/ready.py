"""Good beginnings: reports of this installation's own objects, for whoever has not built one yet."""

from __future__ import annotations

from typing import Any

from odnos.analytics.saved import beginnings as known
from odnos.analytics.saved import kept
from odnos.engine.access.actor import Actor
from odnos.web.pages.reports.asked import Asked
from odnos.web.pages.reports.looks import LABELS


def beginnings(*, by: Actor) -> list[dict[str, Any]]:
    """Return the beginnings that this person can use, with their addresses."""

    return [
        {
            "title": item.title,
            "words": item.words,
            "icon": LABELS[item.report.chart][1],
            "href": Asked(report=item.report).href(),
            "key": kept.dump(item.report),
        }
        for item in known.usable(by=by)
    ]
