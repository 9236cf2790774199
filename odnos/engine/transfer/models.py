"""Imports and exports as they run: the file's bytes, how to read them, how far they are, what went wrong."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models


class ImportRun(models.Model):
    """One file brought in. `cursor` is the last row done; it moves in the transaction that writes those rows.

    A held import waits for an administrator; `hand_id` is the one who carries it on. `dropped_at`: the file is gone since.
    """

    class State(models.TextChoices):
        UPLOADED = "uploaded"
        CHECKING = "checking"
        CHECKED = "checked"
        RUNNING = "running"
        HELD = "held"
        DONE = "done"
        CANCELLED = "cancelled"
        FAILED = "failed"
        UNDOING = "undoing"
        UNDONE = "undone"

    actor_id = models.BigIntegerField(null=True)
    object_key = models.CharField(max_length=40)
    filename = models.CharField(max_length=300)
    size = models.BigIntegerField(default=0)
    layout = models.JSONField(default=dict)
    header = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    options = models.JSONField(default=dict)
    findings = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.UPLOADED)
    reason = models.CharField(max_length=300, default="", blank=True)
    cursor = models.BigIntegerField(default=0)
    rows = models.BigIntegerField(default=0)
    created = models.BigIntegerField(default=0)
    updated = models.BigIntegerField(default=0)
    skipped = models.BigIntegerField(default=0)
    failed = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0)
    change_set_id = models.BigIntegerField(null=True)
    hand_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar[list[Any]] = [models.Index(fields=["actor_id", "id"], name="importrun_actor")]


class ImportPart(models.Model):
    """A piece of the uploaded file, byte for byte as it came."""

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="parts")
    number = models.IntegerField()
    data = models.BinaryField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["run", "number"], name="importpart_number")
        ]


class ImportProblem(models.Model):
    """Why a row was not taken (or what to know about one that was): told in the words of the importing person."""

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="problems")
    is_check = models.BooleanField(default=False)
    is_fatal = models.BooleanField(default=True)
    row = models.BigIntegerField()
    cells = models.JSONField(default=list)
    reason = models.TextField()

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["run", "is_check", "row"], name="importproblem_row")
        ]


class ImportLater(models.Model):
    """A link between two rows of one file, made once both are there."""

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="later")
    row = models.BigIntegerField()
    record_id = models.BigIntegerField()
    field = models.CharField(max_length=60)
    value = models.TextField()


class ExportRun(models.Model):
    """A large list being written to a file for one person, to be fetched until `expires_at`.

    `asked` is filter, sort and columns as in the list's address; `stamp` says with which rights it was made.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    actor_id = models.BigIntegerField()
    object_key = models.CharField(max_length=40)
    format = models.CharField(max_length=4)
    asked = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    reason = models.CharField(max_length=300, default="", blank=True)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0)
    size = models.BigIntegerField(default=0)
    stamp = models.CharField(max_length=64, default="", blank=True)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar[list[Any]] = [models.Index(fields=["actor_id", "id"], name="exportrun_actor")]
