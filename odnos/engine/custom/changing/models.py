"""The table of changes of kind."""

from __future__ import annotations

from django.db import models

from odnos.engine.custom.models import CustomField


class FieldChange(models.Model):
    """A field that gets another kind. Both values of a record stand beside one another: one is read, the other follows it.

    `before` and `after` are the definition's values with each kind; `slot_…` are the keys of the values. `done` records
    are converted, up to the id `last`. `version` grows with every change, so that processes know of it.
    """

    class State(models.TextChoices):
        CONVERTING = "converting"
        DONE = "done"
        UNDONE = "undone"
        OVER = "over"
        FAILED = "failed"

    field = models.ForeignKey(CustomField, models.CASCADE, related_name="+")
    before = models.JSONField()
    after = models.JSONField()
    slot_before = models.CharField(max_length=12)
    slot_after = models.CharField(max_length=12)
    kept_in = models.ForeignKey(CustomField, models.SET_NULL, null=True, related_name="+")
    state = models.CharField(max_length=12, choices=State.choices, default=State.CONVERTING)
    reason = models.CharField(max_length=300, default="", blank=True)
    total = models.BigIntegerField(default=0)
    done = models.BigIntegerField(default=0)
    last = models.BigIntegerField(default=0)
    by_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    swapped_at = models.DateTimeField(null=True)
    version = models.IntegerField(default=1)

    class Meta:
        app_label = "custom"
