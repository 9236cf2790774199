"""Runs of models, and what they found about each customer."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from odnos.engine.tables.columns import ExactDecimal


class FindingRun(models.Model):
    """A model that somebody asked for: `terms` as given, `outcome` as found, or `reason` and `facts` why there is none.

    `stamp` tells the rights with which it was counted, `as_of` how fresh the data were. `kept_at`: its figures are fields of records since.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        REFUSED = "refused"
        CANCELLED = "cancelled"
        FAILED = "failed"

    actor_id = models.BigIntegerField()
    kind = models.CharField(max_length=20)
    terms = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    progress = models.IntegerField(default=0)
    reason = models.CharField(max_length=300, default="", blank=True)
    facts = models.JSONField(default=dict)
    outcome = models.JSONField(default=dict)
    stamp = models.CharField(max_length=64)
    as_of = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    kept_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["actor_id", "kind", "id"], name="findingrun_actor"),
            models.Index(fields=["kind", "kept_at"], name="findingrun_kept"),
        ]


class FoundCustomer(models.Model):
    """A customer in a run: what they did, their scores, and what is expected of them (null where the model was refused)."""

    run = models.ForeignKey(FindingRun, models.CASCADE, related_name="customers", db_index=False)
    customer_id = models.BigIntegerField()
    recency = models.IntegerField()
    frequency = models.IntegerField()
    money = ExactDecimal()
    r = models.SmallIntegerField()
    f = models.SmallIntegerField()
    m = models.SmallIntegerField()
    part = models.SmallIntegerField()
    cluster = models.SmallIntegerField(null=True)
    alive = models.FloatField(null=True)
    expected = models.FloatField(null=True)
    worth = models.FloatField(null=True)

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["run", "r", "f", "m"], name="foundcustomer_class"),
            models.Index(fields=["run", "cluster"], name="foundcustomer_cluster"),
        ]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["run", "customer_id"], name="foundcustomer_once")
        ]
