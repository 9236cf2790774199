"""What a person keeps: saved views, favourites, recently seen records."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models


class SavedView(models.Model):
    """A filter, columns and order under a name; private, for the owner's team, or for everyone.

    `group_by` are the lanes of a board, the groups of a list or the days of a calendar; `options` is what else a view
    of its kind says: widths, totals, order of groups, span. `editors` says who may change it beside its owner.
    """

    class Audience(models.TextChoices):
        PRIVATE = "private"
        TEAM = "team"
        EVERYONE = "everyone"

    class Editors(models.TextChoices):
        OWNER = "owner"
        AUDIENCE = "audience"

    object_key = models.CharField(max_length=40)
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=10, default="list")
    filter = models.TextField(default="", blank=True)
    sort = models.CharField(max_length=80, default="-updated_at")
    columns = models.JSONField(default=list)
    group_by = models.CharField(max_length=120, default="", blank=True)
    options = models.JSONField(default=dict)
    editors = models.CharField(max_length=10, choices=Editors.choices, default=Editors.OWNER)
    audience = models.CharField(max_length=10, choices=Audience.choices, default=Audience.PRIVATE)
    user_id = models.BigIntegerField()
    team_id = models.BigIntegerField(null=True)
    position = models.IntegerField(default=0)
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["object_key", "position", "id"], name="view_object")
        ]


class Segment(models.Model):
    """Records of one object that somebody chose on a day, under a token that filters name; `number` of them."""

    token = models.CharField(max_length=40, unique=True)
    object_key = models.CharField(max_length=40)
    name = models.CharField(max_length=100)
    user_id = models.BigIntegerField()
    at = models.DateTimeField()
    number = models.IntegerField(default=0)


class SegmentMember(models.Model):
    """One record of a segment."""

    segment = models.ForeignKey(Segment, models.CASCADE, related_name="members", db_index=False)
    object_key = models.CharField(max_length=40)
    record_id = models.BigIntegerField()

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["segment", "record_id"], name="segmentmember_of"),
            models.Index(fields=["object_key", "record_id"], name="segmentmember_record"),
        ]


class ListPreference(models.Model):
    """How a person likes the lists of one object. `columns` is {view: [field, …]}, `order` the views as they stand.

    `widths` is {view: {field: pixels}}, `folded` {view: [lane, …]}, `starred` the views kept at hand.
    """

    user_id = models.BigIntegerField()
    object_key = models.CharField(max_length=40)
    default_view = models.CharField(max_length=60, default="", blank=True)
    size = models.IntegerField(default=50)
    density = models.CharField(max_length=10, default="cosy")
    columns = models.JSONField(default=dict)
    order = models.JSONField(default=list)
    widths = models.JSONField(default=dict)
    folded = models.JSONField(default=dict)
    starred = models.JSONField(default=list)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["user_id", "object_key"], name="listpreference_once"),
        ]


class Favourite(models.Model):
    """A record that a person keeps at hand."""

    user_id = models.BigIntegerField()
    object_key = models.CharField(max_length=40)
    record_id = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["user_id", "object_key", "record_id"], name="favourite_once"),
        ]


class Seen(models.Model):
    """When a person last opened a record."""

    user_id = models.BigIntegerField()
    object_key = models.CharField(max_length=40)
    record_id = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["user_id", "object_key", "record_id"], name="seen_once"),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["user_id", "-at"], name="seen_lately")]
