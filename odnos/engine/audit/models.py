"""The trail: every change to every record, grouped into change sets that can be undone."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models


class ChangeSet(models.Model):
    """One import, merge or mass edit: what was done at once and can be undone at once."""

    kind = models.CharField(max_length=40)
    label = models.CharField(max_length=300, default="")
    actor_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    entries = models.IntegerField(default=0)
    undone_at = models.DateTimeField(null=True)
    undone_by_id = models.BigIntegerField(null=True)
    undoes_id = models.BigIntegerField(null=True)

    class Meta:
        indexes: ClassVar[list[Any]] = [models.Index(fields=["actor_id", "id"], name="changeset_actor")]


class Entry(models.Model):
    """One write to one record. `diff` is {field: [old, new]} in the fields' JSON form; `version` is the version it made."""

    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)
    source = models.CharField(max_length=20, default="")
    object_key = models.CharField(max_length=40)
    record_id = models.BigIntegerField()
    version = models.IntegerField()
    action = models.CharField(max_length=60)
    diff = models.JSONField(default=dict)
    change_set_id = models.BigIntegerField(null=True)

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["object_key", "record_id", "id"], name="entry_record"),
            models.Index(
                fields=["change_set_id", "id"],
                condition=models.Q(change_set_id__isnull=False),
                name="entry_changeset",
            ),
        ]
