"""What the way in keeps. Secrets are sealed or hashed; none of it is a record, so no list, export or API shows it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

USER = "access.User"


class Policy(models.Model):
    """What is asked of whoever comes in: one row."""

    second_factor_roles = models.JSONField(default=list)
    only_single_sign_on = models.BooleanField(default=False)
    version = models.IntegerField(default=1)


class Authenticator(models.Model):
    """An app that shows codes. `last_step` is the newest half-minute whose code was used: none is taken twice."""

    user = models.OneToOneField(USER, models.CASCADE, related_name="+")
    secret = models.CharField(max_length=300)
    last_step = models.BigIntegerField(default=0)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)


class Passkey(models.Model):
    """A key pair of a device or a password manager; only its public half is here."""

    user = models.ForeignKey(USER, models.CASCADE, related_name="+")
    name = models.CharField(max_length=100)
    digest = models.CharField(max_length=64, unique=True)
    data = models.BinaryField()
    counter = models.BigIntegerField(default=0)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)


class RecoveryCode(models.Model):
    """The hash of a code that replaces a lost second factor, once."""

    user = models.ForeignKey(USER, models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["user", "digest"], name="recovery_code_once")
        ]


class Provider(models.Model):
    """Who else may say who somebody is (OpenID Connect). The client's secret is sealed and never shown."""

    name = models.CharField(max_length=100)
    issuer = models.CharField(max_length=300)
    client_id = models.CharField(max_length=300)
    secret = models.TextField(default="")
    is_active = models.BooleanField(default=True)
    has_second_factor = models.BooleanField(default=False)
    matches_email = models.BooleanField(default=True)
    makes_people = models.BooleanField(default=False)
    domains = models.JSONField(default=list)
    default_role = models.CharField(max_length=100, default="representative")
    claim = models.CharField(max_length=100, default="groups")
    roles = models.JSONField(default=list)
    teams = models.JSONField(default=list)
    made_at = models.DateTimeField()


class Identity(models.Model):
    """Who somebody is at a provider."""

    user = models.ForeignKey(USER, models.CASCADE, related_name="+")
    provider = models.ForeignKey(Provider, models.CASCADE, related_name="+")
    subject = models.CharField(max_length=255)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["provider", "subject"], name="identity_subject"),
            models.UniqueConstraint(fields=["provider", "user"], name="identity_user"),
        ]


class Device(models.Model):
    """A browser in which a person has signed in before, by the hash of its cookie."""

    user = models.ForeignKey(USER, models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["user", "digest"], name="device_user")
        ]


class Knock(models.Model):
    """Somebody tried to come in. `user` is nobody when the e-mail is unknown: what was typed is not kept."""

    user = models.ForeignKey(USER, models.CASCADE, null=True, related_name="+")
    at = models.DateTimeField()
    way = models.CharField(max_length=20)
    outcome = models.CharField(max_length=20)
    address = models.CharField(max_length=60, default="")
    browser = models.CharField(max_length=300, default="")
    device = models.CharField(max_length=64, default="")
    is_new_device = models.BooleanField(default=False)
    is_seen = models.BooleanField(default=False)

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["user", "-at"], name="knock_user"),
            models.Index(fields=["-at"], name="knock_at"),
        ]


class Invitation(models.Model):
    """A link by which a person chooses a password, once, until it expires, is renewed or is withdrawn."""

    user = models.ForeignKey(USER, models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(USER, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)


class Stay(models.Model):
    """How a session began, and when it was last seen."""

    sign_in = models.OneToOneField("access.SignIn", models.CASCADE, related_name="stay")
    way = models.CharField(max_length=20)
    second = models.CharField(max_length=20, default="")
    seen_at = models.DateTimeField()
