"""The table of conditional rules."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from odnos.engine.custom.models import Labelled
from odnos.engine.tables.record import Record, alive_index


class FieldRule(Labelled):
    """What is to be done with some fields (`targets`) of an object while `condition`, a filter, holds."""

    object = models.CharField(max_length=40)
    condition = models.TextField()
    effect = models.CharField(max_length=10)
    targets = models.JSONField(default=list)
    message = models.CharField(max_length=300, default="", blank=True)
    message_en = models.CharField(max_length=300, default="", blank=True)
    message_ru = models.CharField(max_length=300, default="", blank=True)
    message_sl = models.CharField(max_length=300, default="", blank=True)
    is_on = models.BooleanField(default=True)

    class Meta(Labelled.Meta):
        app_label = "custom"
        indexes: ClassVar[list[Any]] = [
            *Record.Meta.indexes,
            alive_index("object", "position", name="fieldrule_object"),
        ]
