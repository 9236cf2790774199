"""The deals that closed in a period, as the list of deals finds them."""

from __future__ import annotations

from dataclasses import dataclass

from odnos.analytics.reports.spans import Span
from odnos.engine.filters.tree import EVERYTHING, Condition, Node, both
from odnos.objects.registry import registry
from odnos.web.pages.reports import shown

CLOSED = ("closed_on",)


@dataclass(frozen=True, kw_only=True)
class Closed:
    """The closed deals of a pipeline, by the days of a span."""

    pipeline: int
    span: Span

    def href(self, status: str, where: Node | None = None) -> str:
        """Return the address of those won, or lost, that meet a filter besides."""
        start, end = self.span.start, self.span.end
        node = both(
            Condition(("pipeline",), "is", self.pipeline),
            Condition(("status",), "is", status),
            Condition(CLOSED, "gte", start.isoformat()) if start else None,
            Condition(CLOSED, "lt", end.isoformat()) if end else None,
            where or EVERYTHING,
        )
        return shown.list_of(registry.get("deal"), node)
