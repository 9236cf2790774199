"""The side tables that records share."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models


class RecordLink(models.Model):
    """One record names another in a field of links, with a role."""

    object_key = models.CharField(max_length=40)
    record_id = models.BigIntegerField()
    field = models.CharField(max_length=60)
    to_key = models.CharField(max_length=40)
    to_id = models.BigIntegerField()
    role = models.CharField(max_length=60, default="")
    position = models.IntegerField(default=0)

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(
                fields=["to_key", "to_id", "object_key", "field", "record_id"], name="link_backward"
            ),
        ]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["object_key", "record_id", "field", "to_id"], name="link_forward"
            ),
        ]


class RecordValue(models.Model):
    """One value of a field of many values (tags, further e-mails), folded for finding."""

    object_key = models.CharField(max_length=40)
    field = models.CharField(max_length=60)
    value = models.CharField(max_length=200)
    record_id = models.BigIntegerField()

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["object_key", "field", "value", "record_id"], name="value_finds"),
            models.Index(fields=["object_key", "record_id", "field"], name="value_of"),
        ]


class OwnerChange(models.Model):
    """A record went from one owner to another; None is nobody. Parts follow their whole and have none of their own."""

    object_key = models.CharField(max_length=40)
    record_id = models.BigIntegerField()
    from_id = models.BigIntegerField(null=True)
    to_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    by_id = models.BigIntegerField(null=True)

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["object_key", "record_id", "id"], name="ownerchange_record"),
        ]


class IdempotencyKey(models.Model):
    """A write from outside that was done already, with what it answered."""

    user_id = models.BigIntegerField()
    key = models.CharField(max_length=200)
    request = models.CharField(max_length=64)
    answer = models.JSONField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["user_id", "key"], name="idempotency_once"),
        ]
