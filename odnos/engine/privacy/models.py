"""Erasures and files about persons as they run, and the rules of how long records are kept."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from odnos.engine.tables.columns import ExactDecimal
from odnos.engine.tables.record import Record, alive_unique


class Erasure(models.Model):
    """One person taken away. What it knew of them is nowhere kept: `counts` and `proof` are numbers."""

    class State(models.TextChoices):
        WAITING = "waiting"
        CLEANING = "cleaning"
        DONE = "done"
        FAILED = "failed"

    class Mode(models.TextChoices):
        ERASE = "erase"
        ANONYMOUS = "anonymous"

    actor_id = models.BigIntegerField(null=True)
    object_key = models.CharField(max_length=40)
    record_id = models.BigIntegerField()
    mode = models.CharField(max_length=10, choices=Mode.choices, default=Mode.ERASE)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    reason = models.CharField(max_length=300, default="", blank=True)
    counts = models.JSONField(default=dict)
    proof = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)


class Dossier(models.Model):
    """Everything about one person as a file, for the administrator who asked for it, until `expires_at`."""

    class State(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    actor_id = models.BigIntegerField()
    object_key = models.CharField(max_length=40)
    record_id = models.BigIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    reason = models.CharField(max_length=300, default="", blank=True)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0)
    size = models.BigIntegerField(default=0)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()


class RetentionRule(Record):
    """How long the records of `object` that match `only` are kept after `since`, and what happens to them then."""

    name = models.CharField(max_length=100)
    code = models.CharField(max_length=40)
    object = models.CharField(max_length=40)
    only = models.CharField(max_length=500, default="", blank=True)
    since = models.CharField(max_length=60)
    days = ExactDecimal()
    outcome = models.CharField(max_length=10, default="bin")
    is_active = models.BooleanField(default=False)

    class Meta(Record.Meta):
        constraints: ClassVar[list[Any]] = [
            *Record.Meta.constraints,
            alive_unique("code", name="retentionrule_code"),
        ]
