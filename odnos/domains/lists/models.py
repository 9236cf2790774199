"""The table of lists; what is on a list stands in the side table of links."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from odnos.engine.tables.record import Owned, alive_index


class StaticList(Owned):
    """Records picked by hand: guests of an event, customers to call this week."""

    name = models.CharField(max_length=100)
    description = models.TextField(default="", blank=True)

    class Meta(Owned.Meta):
        indexes: ClassVar[list[Any]] = [*Owned.Meta.indexes, alive_index("name", name="staticlist_name")]
