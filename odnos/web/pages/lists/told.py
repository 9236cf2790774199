"""What a list is filtered, put together and in order by stands in the trail where it is sensitive: it tells of the records that are shown."""

from __future__ import annotations

from typing import Any

from odnos.engine.filters.tree import conditions
from odnos.engine.records import reads
from odnos.web.pages.lists.asked import Asked


def told(asked: Asked, visit: Any) -> None:
    """Write down by which sensitive fields somebody has a list, a board or a calendar shown."""
    by_group = (tuple(path.partition(":")[0].split(".")) for path in asked.group.split(",") if path)
    by_order = (asked.sort.removeprefix("-"),)
    paths = [*(condition.path for condition in conditions(asked.node)), *by_group, by_order]
    reads.asked(asked.kind, paths, by=visit.by, at=visit.at)
