"""People, teams, shared records and tokens."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from odnos.engine.tables.record import ALIVE, Record, alive_index, alive_unique


class Role(models.TextChoices):
    """The codes of the roles that come with Odnos; administrators make others beside them."""

    ADMINISTRATOR = "administrator"
    MANAGER = "manager"
    REPRESENTATIVE = "representative"
    ANALYST = "analyst"


class Team(Record):
    """People who work together; their records are the team's."""

    name = models.CharField(max_length=100)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")

    class Meta(Record.Meta):
        constraints: ClassVar[list[Any]] = [*Record.Meta.constraints, alive_unique("name", name="team_name")]


class RoleDefinition(Record):
    """A role: its rights are rows of their own, and those it does not speak of are its parent's."""

    name = models.CharField(max_length=100)
    name_en = models.CharField(max_length=100, default="", blank=True)
    name_ru = models.CharField(max_length=100, default="", blank=True)
    name_sl = models.CharField(max_length=100, default="", blank=True)
    code = models.CharField(max_length=20)
    description = models.CharField(max_length=300, default="", blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    position = models.FloatField(default=0)


class RoleRight(Record):
    """How far a role goes in one deed over one object ("*" for all), or whether it may do an action; `forbid` wins over all else."""

    role = models.ForeignKey(RoleDefinition, models.PROTECT, related_name="+", db_index=False)
    object = models.CharField(max_length=40)
    deed = models.CharField(max_length=80)
    scope = models.CharField(max_length=10, default="none")
    forbid = models.BooleanField(default=False)

    class Meta(Record.Meta):
        constraints: ClassVar[list[Any]] = [
            *Record.Meta.constraints,
            alive_unique("role", "object", "deed", name="roleright_once"),
        ]


class Territory(Record):
    """A part of the market. Its people and teams are links; of two whose rules fit a record, the first in order has it."""

    name = models.CharField(max_length=100)
    name_en = models.CharField(max_length=100, default="", blank=True)
    name_ru = models.CharField(max_length=100, default="", blank=True)
    name_sl = models.CharField(max_length=100, default="", blank=True)
    code = models.CharField(max_length=40)
    position = models.FloatField(default=0)


class TerritoryRule(Record):
    """Which records of `object` belong to a territory: those that match `filter`."""

    territory = models.ForeignKey(Territory, models.PROTECT, related_name="+", db_index=False)
    object = models.CharField(max_length=40)
    filter = models.TextField(default="", blank=True)

    class Meta(Record.Meta):
        constraints: ClassVar[list[Any]] = [
            *Record.Meta.constraints,
            alive_unique("territory", "object", name="territoryrule_once"),
        ]


class User(AbstractBaseUser, Record):
    """A person of the company. Without an e-mail or a password they own records but cannot sign in."""

    last_login = None  # signing in writes an audit entry, not a column
    email = models.CharField(max_length=254, default="", blank=True)
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=20, default=Role.REPRESENTATIVE)
    manager = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+")
    job_title = models.CharField(max_length=100, default="", blank=True)
    phone = models.CharField(max_length=40, default="", blank=True)
    locale = models.CharField(max_length=10, default="en")
    timezone = models.CharField(max_length=60, default="Europe/Ljubljana")
    is_active = models.BooleanField(default=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = BaseUserManager()

    class Meta(Record.Meta):
        indexes: ClassVar[list[Any]] = [*Record.Meta.indexes, alive_index("name", name="user_name")]
        constraints: ClassVar[list[Any]] = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["email"], condition=ALIVE & ~models.Q(email=""), name="user_email"
            ),
        ]


class FieldRight(Record):
    """What people of a `role` may do with one field of `object`. Fields without a row are seen and edited by all who reach the record."""

    code = models.CharField(max_length=140)
    object = models.CharField(max_length=40)
    field = models.CharField(max_length=60)
    role = models.CharField(max_length=40)
    may_see = models.BooleanField(default=True)
    may_edit = models.BooleanField(default=True)

    class Meta(Record.Meta):
        constraints: ClassVar[list[Any]] = [
            *Record.Meta.constraints,
            alive_unique("object", "field", "role", name="fieldright_once"),
        ]


class Share(models.Model):
    """One record opened to one person or team that would not see it otherwise, for good or `until` a moment."""

    object_key = models.CharField(max_length=40)
    record_id = models.BigIntegerField()
    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="+")
    team = models.ForeignKey(Team, models.CASCADE, null=True, related_name="+")
    may_edit = models.BooleanField(default=False)
    until = models.DateTimeField(null=True)
    created_by_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar[list[Any]] = [models.Index(fields=["object_key", "record_id"], name="share_record")]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(user__isnull=False, team__isnull=True)
                | models.Q(user__isnull=True, team__isnull=False),
                name="share_with_one",
            ),
            models.UniqueConstraint(fields=["object_key", "record_id", "user"], name="share_user_once"),
            models.UniqueConstraint(fields=["object_key", "record_id", "team"], name="share_team_once"),
        ]


class Tries(models.Model):
    """How often something was tried since a moment; the key is a hash of what is limited."""

    key = models.CharField(max_length=64, unique=True)
    number = models.IntegerField(default=0)
    since = models.DateTimeField(db_index=True)


class SignIn(models.Model):
    """A session that somebody began, from where and with what."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    session_key = models.CharField(max_length=40, unique=True)
    address = models.CharField(max_length=60, default="")
    browser = models.CharField(max_length=300, default="")
    at = models.DateTimeField()


class Token(models.Model):
    """A bearer token: the hash of a secret that speaks for a user, with narrower rights where asked."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    name = models.CharField(max_length=100, default="")
    digest = models.CharField(max_length=64, unique=True)
    read_only = models.BooleanField(default=False)
    objects_only = models.JSONField(default=list)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)


class OrganisationDefault(models.Model):
    """How much of an object every signed-in person sees at least: the floor under all roles."""

    object_key = models.CharField(max_length=40, unique=True)
    see = models.CharField(max_length=10, default="none")


class Organisation(models.Model):
    """The company itself: one row."""

    name = models.CharField(max_length=200, default="")
    currency = models.CharField(max_length=3, default="EUR")
    country = models.CharField(max_length=2, default="SI")
    locale = models.CharField(max_length=10, default="en")
    timezone = models.CharField(max_length=60, default="Europe/Ljubljana")
    is_demo = models.BooleanField(default=False)
