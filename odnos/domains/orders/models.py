"""Tables of orders and of their lines."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from odnos.engine.tables import columns
from odnos.engine.tables.record import ALIVE, Owned, alive_index, alive_unique


class Order(Owned):
    """What a customer bought, when and through which channel. `subtotal` is what the lines come to, `total` what is paid."""

    number = models.CharField(max_length=60)
    contact = models.ForeignKey("people.Contact", models.PROTECT, null=True, related_name="+", db_index=False)
    company = models.ForeignKey("people.Company", models.PROTECT, null=True, related_name="+", db_index=False)
    deal = models.ForeignKey("deals.Deal", models.PROTECT, null=True, related_name="+", db_index=False)
    placed_at = models.DateTimeField()
    state = models.CharField(max_length=20, default="placed")
    channel = models.CharField(max_length=100, default="", blank=True)
    country = models.CharField(max_length=100, default="", blank=True)
    subtotal = columns.amount()
    subtotal_currency = columns.currency()
    discount = columns.ExactDecimal(default=0)
    total = columns.amount()
    total_currency = columns.currency()
    note = models.TextField(default="", blank=True)

    class Meta(Owned.Meta):
        indexes: ClassVar[list[Any]] = [
            *Owned.Meta.indexes,
            alive_index("number", name="order_numbered"),
            alive_index("placed_at", name="order_placed"),
            alive_index("created_at", name="order_created"),
            alive_index("total", name="order_total"),
            alive_index("contact", "placed_at", name="order_contact"),
            alive_index("company", "placed_at", name="order_company"),
            alive_index("deal", name="order_deal"),
            # A board walks it and asks whose each order is without fetching the row.
            models.Index(
                fields=["state", "placed_at", "id", "team", "owner", "deleted_at"],
                condition=ALIVE,
                name="order_board",
            ),
            alive_index("state", "updated_at", name="order_board_updated"),
        ]
        constraints: ClassVar[list[Any]] = [
            *Owned.Meta.constraints,
            alive_unique("number", name="order_number"),
        ]


class OrderLine(Owned):
    """A product in an order: how many, at what price. What comes back has a quantity below nought."""

    order = models.ForeignKey(Order, models.CASCADE, related_name="+", db_index=False)
    product = models.ForeignKey(
        "catalog.Product", models.PROTECT, null=True, related_name="+", db_index=False
    )
    name = models.CharField(max_length=200, default="", blank=True)
    quantity = columns.ExactDecimal(default=1)
    unit_price = columns.amount()
    unit_price_currency = columns.currency()
    discount = columns.ExactDecimal(default=0)
    amount = columns.amount()
    amount_currency = columns.currency()
    position = columns.ExactDecimal(default=0)

    class Meta(Owned.Meta):
        indexes: ClassVar[list[Any]] = [
            *Owned.Meta.indexes,
            alive_index("order", "position", name="orderline_order"),
            alive_index("product", name="orderline_product"),
            alive_index("name", name="orderline_name"),
            alive_index("created_at", name="orderline_created"),
        ]
