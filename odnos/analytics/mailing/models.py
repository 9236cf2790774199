"""Who gets which report by mail, and what has been sent for each stretch of time."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from odnos.analytics.saved.models import Published, SavedReport
from odnos.engine.tables import columns


class ReportMail(Published):
    """A report that goes to its `owner`. With a `condition` it is an alert: a mail when the figure crosses `threshold`, one when it is back."""

    report = models.ForeignKey(SavedReport, models.PROTECT, related_name="+", db_index=False)
    rhythm = models.CharField(max_length=10, default="weekly")
    hour = columns.ExactDecimal(default=8)
    span = models.CharField(max_length=30, default="", blank=True)
    with_xlsx = models.BooleanField(default=False)
    with_csv = models.BooleanField(default=False)
    with_pdf = models.BooleanField(default=False)
    condition = models.CharField(max_length=10, default="", blank=True)
    measure = columns.ExactDecimal(null=True)
    threshold = columns.ExactDecimal(null=True)
    is_active = models.BooleanField(default=True)

    class Meta(Published.Meta):
        indexes: ClassVar[list[Any]] = [
            *Published.Meta.indexes,
            models.Index(fields=["report", "id"], name="reportmail_report"),
        ]


class Delivery(models.Model):
    """One mail of a subscription, for one slot of time: made once, whoever comes round to it."""

    class State(models.TextChoices):
        WAITING = "waiting"
        SENT = "sent"
        QUIET = "quiet"
        NOBODY = "nobody"

    subscription_id = models.BigIntegerField()
    slot = models.CharField(max_length=40)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    at = models.DateTimeField()
    figure = models.DecimalField(max_digits=30, decimal_places=8, null=True)
    is_crossed = models.BooleanField(null=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["subscription_id", "slot"], name="delivery_once"),
        ]
