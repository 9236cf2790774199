"""The table of exchange rates."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from odnos.engine.tables import columns
from odnos.engine.tables.record import Record, alive_unique


class ExchangeRate(Record):
    """What `units` of a currency were worth in another from a day on, until the next day that is told."""

    name = models.CharField(max_length=40)
    currency = models.CharField(max_length=3)
    into_currency = models.CharField(max_length=3)
    day = models.DateField()
    units = columns.ExactDecimal(default=1)
    rate = columns.ExactDecimal()

    class Meta(Record.Meta):
        constraints: ClassVar[list[Any]] = [
            *Record.Meta.constraints,
            alive_unique("name", name="exchangerate_name"),
        ]
