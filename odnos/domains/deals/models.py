"""Tables of pipelines, stages, deals, their lines and their way through the stages."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from odnos.engine.tables import columns
from odnos.engine.tables.record import (
    ALIVE,
    Owned,
    Record,
    alive_index,
    alive_unique,
    strand_indexes,
    walked_index,
)


class Pipeline(Record):
    """A way of selling, with stages of its own."""

    name = models.CharField(max_length=100)
    position = columns.ExactDecimal(default=0)

    class Meta(Record.Meta):
        constraints: ClassVar[list[Any]] = [
            *Record.Meta.constraints,
            alive_unique("name", name="pipeline_name"),
        ]


class Stage(Record):
    """A step of a pipeline. `kind` says whether deals in it are open, won or lost."""

    class Kind(models.TextChoices):
        OPEN = "open"
        WON = "won"
        LOST = "lost"

    pipeline = models.ForeignKey(Pipeline, models.PROTECT, related_name="+")
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.OPEN)
    probability = columns.ExactDecimal(default=0)
    position = columns.ExactDecimal(default=0)
    rots_after_days = columns.ExactDecimal(null=True)

    class Meta(Record.Meta):
        constraints: ClassVar[list[Any]] = [
            *Record.Meta.constraints,
            alive_unique("pipeline", "name", name="stage_name"),
        ]


class Deal(Owned):
    """A chance to sell: to whom, what, for how much, and how far it is."""

    name = models.CharField(max_length=200)
    company = models.ForeignKey("people.Company", models.PROTECT, null=True, related_name="+", db_index=False)
    pipeline = models.ForeignKey(Pipeline, models.PROTECT, related_name="+", db_index=False)
    stage = models.ForeignKey(Stage, models.PROTECT, related_name="+", db_index=False)
    stage_since = models.DateTimeField()
    position = models.FloatField(default=0)
    status = models.CharField(max_length=10, choices=Stage.Kind.choices, default=Stage.Kind.OPEN)
    amount = columns.amount()
    amount_currency = columns.currency()
    probability = columns.ExactDecimal(null=True)
    started_on = models.DateField(null=True)
    closes_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    lost_reason = models.CharField(max_length=100, default="", blank=True)
    competitors = models.JSONField(default=list)
    source = models.CharField(max_length=100, default="", blank=True)
    tags = models.JSONField(default=list)
    description = models.TextField(default="", blank=True)

    class Meta(Owned.Meta):
        indexes: ClassVar[list[Any]] = [
            *Owned.Meta.indexes,
            walked_index("name", name="deal_name"),
            walked_index("created_at", name="deal_created"),
            *strand_indexes("created_at", name="deal_created"),
            alive_index("company", name="deal_company"),
            walked_index("amount", name="deal_amount"),
            walked_index("closes_on", name="deal_closes"),
            alive_index("closed_on", name="deal_closed"),
            alive_index("stage_since", name="deal_since"),
            # A board walks it and asks whose each deal is without fetching the row.
            walked_index("stage", "position", name="deal_board"),
            alive_index("stage", "updated_at", name="deal_board_updated"),
            # Sums follow these without fetching a row or sorting. `deleted_at` too: SQLite reads the table for it
            # although the index holds only what is NULL there.
            models.Index(
                fields=[
                    "stage",
                    "owner",
                    "amount_currency",
                    "probability",
                    "amount",
                    "team",
                    "territory_id",
                    "deleted_at",
                ],
                condition=ALIVE,
                name="deal_sums",
            ),
            models.Index(
                fields=[
                    "closed_on",
                    "status",
                    "amount_currency",
                    "stage",
                    "owner",
                    "amount",
                    "team",
                    "territory_id",
                    "deleted_at",
                ],
                condition=ALIVE,
                name="deal_closings",
            ),
            # Of one team, the same two: of ten teams' deals nine would be read in vain, for every dashboard.
            models.Index(
                fields=[
                    "team",
                    "stage",
                    "owner",
                    "amount_currency",
                    "probability",
                    "amount",
                    "territory_id",
                    "deleted_at",
                ],
                condition=ALIVE,
                name="deal_sums_team",
            ),
            models.Index(
                fields=[
                    "team",
                    "closed_on",
                    "status",
                    "amount_currency",
                    "stage",
                    "owner",
                    "amount",
                    "territory_id",
                    "deleted_at",
                ],
                condition=ALIVE,
                name="deal_closings_team",
            ),
        ]


class DealLine(Owned):
    """A product in a deal: how many, at what price, with what discount."""

    deal = models.ForeignKey(Deal, models.CASCADE, related_name="+")
    product = models.ForeignKey("catalog.Product", models.PROTECT, related_name="+")
    name = models.CharField(max_length=200, default="", blank=True)
    quantity = columns.ExactDecimal(default=1)
    unit_price = columns.amount()
    unit_price_currency = columns.currency()
    discount = columns.ExactDecimal(default=0)
    total = columns.amount()
    total_currency = columns.currency()
    position = columns.ExactDecimal(default=0)


class StageChange(models.Model):
    """A deal's step from one stage to the next; `seconds` is how long it stayed in the one it left.

    One that `is_told` was not seen when it was taken: the days say when it was on which the deal began or was closed.
    """

    deal_id = models.BigIntegerField()
    from_stage_id = models.BigIntegerField(null=True)
    to_stage_id = models.BigIntegerField()
    at = models.DateTimeField()
    by_id = models.BigIntegerField(null=True)
    seconds = models.BigIntegerField(null=True)
    is_told = models.BooleanField(default=False, db_default=False)

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["deal_id", "id"], name="stagechange_deal"),
            models.Index(fields=["to_stage_id", "at", "from_stage_id", "deal_id"], name="stagechange_step"),
        ]
