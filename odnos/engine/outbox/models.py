"""What happened, and what is still to be done about it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models


class Event(models.Model):
    """A fact, written in the transaction that made it true. `records` are ids of the object `object_key`."""

    name = models.CharField(max_length=60)
    object_key = models.CharField(max_length=40, default="")
    records = models.JSONField(default=list)
    payload = models.JSONField(default=dict)
    actor_id = models.BigIntegerField(null=True)
    change_set_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar[list[Any]] = [models.Index(fields=["name", "id"], name="event_name")]


class Job(models.Model):
    """Work for the worker. A lease that runs out gives the job back; a job that fails too often is dead until retried."""

    class State(models.TextChoices):
        READY = "ready"
        RUNNING = "running"
        DONE = "done"
        DEAD = "dead"

    name = models.CharField(max_length=80)
    args = models.JSONField(default=dict)
    key = models.CharField(max_length=200, null=True, unique=True)  # noqa: DJ001 -- null: no key, any number of them
    state = models.CharField(max_length=10, choices=State.choices, default=State.READY)
    priority = models.SmallIntegerField(default=5)
    run_at = models.DateTimeField()
    created_at = models.DateTimeField()
    attempts = models.IntegerField(default=0)
    max_attempts = models.IntegerField(default=8)
    leased_by = models.CharField(max_length=80, default="")
    leased_until = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    error = models.TextField(default="")

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(
                fields=["priority", "run_at", "id"], condition=models.Q(state="ready"), name="job_ready"
            ),
            models.Index(fields=["leased_until"], condition=models.Q(state="running"), name="job_running"),
            models.Index(fields=["state", "id"], name="job_state"),
        ]
