"""The trail: every change to every record, grouped into change sets that can be undone, sealed in blocks."""

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
    """One write to one record. `diff` is {field: [old, new]} in the fields' JSON form; `version` is the version it made.

    `source`, `address` and `token_id` say from where. `erased_by_id` is the entry that says why `diff` is empty by now.
    """

    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)
    source = models.CharField(max_length=20, default="")
    address = models.CharField(max_length=60, default="", blank=True)
    token_id = models.BigIntegerField(null=True)
    object_key = models.CharField(max_length=40)
    record_id = models.BigIntegerField()
    version = models.IntegerField()
    action = models.CharField(max_length=60)
    diff = models.JSONField(default=dict)
    change_set_id = models.BigIntegerField(null=True)
    erased_by_id = models.BigIntegerField(null=True)

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["object_key", "record_id", "id"], name="entry_record"),
            models.Index(
                fields=["change_set_id", "id"],
                condition=models.Q(change_set_id__isnull=False),
                name="entry_changeset",
            ),
            models.Index(fields=["actor_id", "id"], name="entry_actor"),
        ]


class Block(models.Model):
    """The entries with `after_id` < id <= `upto_id`, sealed (decision 0018).

    `members` holds the id, the record and the salted digest of each, `salts` the salts apart: they are no part of `hash`,
    so that an entry and its salt can be wiped while its digest stays. `seal` signs the hash with the installation's key.
    """

    number = models.BigIntegerField(unique=True)
    after_id = models.BigIntegerField()
    upto_id = models.BigIntegerField()
    count = models.IntegerField()
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    keys = models.JSONField(default=list)
    members = models.BinaryField()
    salts = models.BinaryField()
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)
    seal = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar[list[Any]] = [models.Index(fields=["upto_id"], name="block_upto")]
