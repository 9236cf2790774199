"""The definitions of added fields and their options."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from odnos.engine.tables.columns import ExactDecimal
from odnos.engine.tables.record import ALIVE, Owned, Record, alive_index, alive_unique


class Labelled(Record):
    """Something with a name for people, in the company's language and in those of its readers."""

    name = models.CharField(max_length=100)
    name_en = models.CharField(max_length=100, default="", blank=True)
    name_ru = models.CharField(max_length=100, default="", blank=True)
    name_sl = models.CharField(max_length=100, default="", blank=True)
    code = models.CharField(max_length=40)
    position = models.FloatField(default=0)

    class Meta(Record.Meta):
        abstract = True


class CustomObject(Labelled):
    """A kind of record that administrators made. `code` is in its key, `address` in its pages' and the API's; both stay."""

    name_many = models.CharField(max_length=100)
    name_many_en = models.CharField(max_length=100, default="", blank=True)
    name_many_ru = models.CharField(max_length=100, default="", blank=True)
    name_many_sl = models.CharField(max_length=100, default="", blank=True)
    title_name = models.CharField(max_length=100, default="", blank=True)
    address = models.CharField(max_length=50)
    icon = models.CharField(max_length=30, default="", blank=True)
    access = models.CharField(max_length=10, default="own")
    parent = models.CharField(max_length=40, default="", blank=True)
    is_in_menu = models.BooleanField(default=True)

    class Meta(Labelled.Meta):
        indexes: ClassVar[list[Any]] = [
            *Record.Meta.indexes,
            alive_index("position", name="customobject_position"),
        ]


class CustomRecord(Owned):
    """A record of an object that administrators made: all stand here, told apart by `object_key`, their fields in `custom`."""

    object_key = models.CharField(max_length=40)
    name = models.CharField(max_length=300, default="", blank=True)
    parent_id = models.BigIntegerField(null=True)

    class Meta:
        indexes: ClassVar[list[Any]] = [
            alive_index("object_key", "name", name="customrecord_name"),
            alive_index("object_key", name="customrecord_id"),
            alive_index("object_key", "updated_at", name="customrecord_updated"),
            alive_index("object_key", "created_at", name="customrecord_created"),
            alive_index("object_key", "owner", "updated_at", name="customrecord_owner_recent"),
            alive_index("object_key", "team", "updated_at", name="customrecord_team_recent"),
            alive_index("object_key", "territory_id", "updated_at", name="customrecord_territory"),
            alive_index("object_key", "parent_id", name="customrecord_parent"),
            models.Index(
                fields=["object_key", "deleted_at", "id"], condition=~ALIVE, name="customrecord_bin"
            ),
        ]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["object_key", "external_id"],
                condition=ALIVE & ~models.Q(external_id=""),
                name="customrecord_external_id",
            ),
        ]


class CustomField(Labelled):
    """A field of `object`. Its values are kept under `f<id>`, which never changes, so that renaming is free."""

    object = models.CharField(max_length=40)
    kind = models.CharField(max_length=20)
    section = models.CharField(max_length=100, default="", blank=True)
    help = models.CharField(max_length=300, default="", blank=True)
    default = models.CharField(max_length=500, default="", blank=True)
    is_required = models.BooleanField(default=False)
    is_unique = models.BooleanField(default=False)
    is_searchable = models.BooleanField(default=False)
    is_fast = models.BooleanField(default=False)
    is_sensitive = models.BooleanField(default=False)
    mask = models.CharField(max_length=100, default="", blank=True)
    mask_hint = models.CharField(max_length=100, default="", blank=True)
    to = models.CharField(max_length=40, default="", blank=True)
    reverse_name = models.CharField(max_length=100, default="", blank=True)
    reverse_name_en = models.CharField(max_length=100, default="", blank=True)
    reverse_name_ru = models.CharField(max_length=100, default="", blank=True)
    reverse_name_sl = models.CharField(max_length=100, default="", blank=True)
    places = ExactDecimal(null=True)
    least = ExactDecimal(null=True)
    most = ExactDecimal(null=True)
    unit = models.CharField(max_length=20, default="", blank=True)
    is_open = models.BooleanField(default=False)
    formula = models.TextField(default="", blank=True)
    result = models.CharField(max_length=10, default="", blank=True)
    through = models.CharField(max_length=90, default="", blank=True)
    measure = models.CharField(max_length=10, default="", blank=True)
    measured = models.CharField(max_length=90, default="", blank=True)
    only = models.CharField(max_length=500, default="", blank=True)

    class Meta(Labelled.Meta):
        indexes: ClassVar[list[Any]] = [
            *Record.Meta.indexes,
            alive_index("object", "position", name="customfield_object"),
        ]


class CustomOption(Labelled):
    """One of the values that a choice offers; `code` is what is kept."""

    field = models.ForeignKey(CustomField, models.PROTECT, related_name="+", db_index=False)
    tone = models.CharField(max_length=20, default="", blank=True)

    class Meta(Labelled.Meta):
        indexes: ClassVar[list[Any]] = [
            *Record.Meta.indexes,
            alive_index("field", "position", name="customoption_field"),
        ]


class CustomIndex(models.Model):
    """An index over the values of an added field: wanted, being built, or ready."""

    class State(models.TextChoices):
        BUILDING = "building"
        READY = "ready"
        FAILED = "failed"

    field = models.OneToOneField(CustomField, models.CASCADE, primary_key=True, related_name="+")
    is_unique = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.BUILDING)
    reason = models.CharField(max_length=300, default="", blank=True)
    at = models.DateTimeField()


class DrawnLayout(Record):
    """How the records of `object` are shown to those of `role`, or to all of whom no other layout speaks; `drawing` is JSON."""

    code = models.CharField(max_length=90)
    object = models.CharField(max_length=40)
    role = models.CharField(max_length=40, default="", blank=True)
    drawing = models.TextField()

    class Meta(Record.Meta):
        constraints: ClassVar[list[Any]] = [
            *Record.Meta.constraints,
            alive_unique("code", name="drawnlayout_code"),
        ]
