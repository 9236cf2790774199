"""The table of lists; what is on a list stands in the side table of links."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from odnos.engine.tables.record import Record, alive_index


class StaticList(Record):
    """Records picked by hand: guests of an event, customers to call this week."""

    name = models.CharField(max_length=100)
    description = models.TextField(default="", blank=True)

    class Meta(Record.Meta):
        indexes: ClassVar[list[Any]] = [*Record.Meta.indexes, alive_index("name", name="staticlist_name")]
