"""The table of products."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from odnos.engine.tables import columns
from odnos.engine.tables.record import Record, alive_index, alive_unique


class Product(Record):
    """A thing or a service that is sold."""

    name = models.CharField(max_length=200)
    code = models.CharField(max_length=60, default="", blank=True)
    series = models.CharField(max_length=100, default="", blank=True)
    price = columns.amount()
    price_currency = columns.currency()
    unit = models.CharField(max_length=30, default="", blank=True)
    is_active = models.BooleanField(default=True)
    description = models.TextField(default="", blank=True)

    class Meta(Record.Meta):
        indexes: ClassVar[list[Any]] = [
            *Record.Meta.indexes,
            alive_index("name", name="product_name"),
            alive_index("price", name="product_price"),
            alive_index("series", name="product_series"),
        ]
        constraints: ClassVar[list[Any]] = [
            *Record.Meta.constraints,
            alive_unique("code", name="product_code", unless="code"),
        ]
