"""Tables of gates, of what was ticked at them, and of approvals."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models

from odnos.domains.deals.models import Deal, Stage
from odnos.engine.tables.record import Owned, Record, alive_index, alive_unique


class StageGate(Record):
    """What a deal needs to enter `stage`: fields that are filled, a filter that holds, items that are ticked, an approval."""

    name = models.CharField(max_length=120, default="", blank=True)
    stage = models.ForeignKey(Stage, models.PROTECT, related_name="+", db_index=False)
    needed = models.JSONField(default=list)
    condition = models.TextField(default="", blank=True)
    message = models.CharField(max_length=300, default="", blank=True)
    checklist = models.JSONField(default=list)
    needs_approval = models.BooleanField(default=False)
    approver = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    approver_role = models.CharField(max_length=40, default="", blank=True)
    void_on = models.JSONField(default=list)
    is_open_to_imports = models.BooleanField(default=False)
    is_both_ways = models.BooleanField(default=False)

    class Meta(Record.Meta):
        app_label = "deals"
        constraints: ClassVar[list[Any]] = [
            *Record.Meta.constraints,
            alive_unique("stage", name="stagegate_stage"),
        ]


class StageTick(Owned):
    """An item of a stage's checklist that is done for a deal."""

    name = models.CharField(max_length=200)
    deal = models.ForeignKey(Deal, models.CASCADE, related_name="+", db_index=False)
    stage = models.ForeignKey(Stage, models.PROTECT, related_name="+", db_index=False)

    class Meta(Owned.Meta):
        app_label = "deals"
        indexes: ClassVar[list[Any]] = [
            *Owned.Meta.indexes,
            alive_index("deal", name="stagetick_deal"),
            alive_index("created_at", name="stagetick_created"),
        ]


class Approval(Owned):
    """Somebody asks that a deal may enter a stage, and somebody answers."""

    class Status(models.TextChoices):
        ASKED = "asked"
        APPROVED = "approved"
        REFUSED = "refused"
        WITHDRAWN = "withdrawn"
        VOID = "void"

    name = models.CharField(max_length=200, default="", blank=True)
    deal = models.ForeignKey(Deal, models.CASCADE, related_name="+", db_index=False)
    stage = models.ForeignKey(Stage, models.PROTECT, related_name="+", db_index=False)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.ASKED)
    comment = models.TextField(default="", blank=True)
    approver = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    approver_role = models.CharField(max_length=40, default="", blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    answer = models.TextField(default="", blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    decided_at = models.DateTimeField(null=True)

    class Meta(Owned.Meta):
        app_label = "deals"
        indexes: ClassVar[list[Any]] = [
            *Owned.Meta.indexes,
            alive_index("created_at", name="approval_created"),
            alive_index("deal", name="approval_deal"),
            alive_index("status", "approver", name="approval_waiting"),
        ]
