"""The columns every record has, and the shapes of index that keyset pages walk."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from odnos.engine.tables import columns

ALIVE = Q(deleted_at__isnull=True)


def alive_index(*columns: str, name: str) -> models.Index:
    """Return an index over records that are not in the bin; it ends with the id, for keyset pages."""
    return models.Index(fields=[*columns, "id"], condition=ALIVE, name=name)


def walked_index(*columns: str, name: str) -> models.Index:
    """Return an `alive_index` that also says whose each record is: a walk past what somebody does not reach fetches no row.

    `deleted_at` stands in it because SQLite reads the row for it otherwise.
    """
    beside = (item for item in ("id", "owner", "team", "territory_id", "deleted_at") if item not in columns)
    return models.Index(fields=[*columns, *beside], condition=ALIVE, name=name)


def strand_indexes(column: str, *, name: str) -> list[models.Index]:
    """Return the indexes by which the records of each owner, team and territory are in the order of `column`."""
    whose = {"owner": "owner", "team": "team", "territory": "territory_id"}
    return [walked_index(held, column, name=f"{name}_{short}") for short, held in whose.items()]


def alive_unique(*columns: str, name: str, unless: str = "") -> models.UniqueConstraint:
    """Return a uniqueness over records that are not in the bin and, with `unless`, whose column is not empty."""
    condition = ALIVE & ~Q(**{unless: ""}) if unless else ALIVE
    return models.UniqueConstraint(fields=columns, condition=condition, name=name)


class Record(models.Model):
    """What the write path keeps for every record: owner and team for rights, version against lost updates, the bin."""

    external_id = models.CharField(max_length=200, default="", blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    team = models.ForeignKey("access.Team", models.PROTECT, null=True, related_name="+", db_index=False)
    version = models.IntegerField(default=1)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.DO_NOTHING,
        null=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.DO_NOTHING,
        null=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    deleted_at = models.DateTimeField(null=True)
    custom = columns.Json(default=dict)

    class Meta:
        abstract = True
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["owner", "id"], condition=ALIVE, name="%(class)s_owner"),
            models.Index(fields=["team", "id"], condition=ALIVE, name="%(class)s_team"),
            models.Index(fields=["updated_at", "id"], condition=ALIVE, name="%(class)s_updated"),
            models.Index(fields=["deleted_at", "id"], condition=~ALIVE, name="%(class)s_bin"),
        ]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["external_id"], condition=ALIVE & ~Q(external_id=""), name="%(class)s_external_id"
            ),
        ]


class Owned(Record):
    """A record that is somebody's, and through them a team's; rules place it in a territory, so that others reach it too.

    The newest of each owner, team and territory are met first along an index: a page of what somebody reaches is put
    together from the first ones of each.
    """

    territory_id = models.BigIntegerField(null=True)

    class Meta(Record.Meta):
        abstract = True
        indexes: ClassVar[list[Any]] = [
            models.Index(
                fields=["owner", "updated_at", "id"], condition=ALIVE, name="%(class)s_owner_recent"
            ),
            models.Index(fields=["team", "updated_at", "id"], condition=ALIVE, name="%(class)s_team_recent"),
            models.Index(
                fields=["territory_id", "updated_at", "id"], condition=ALIVE, name="%(class)s_territory"
            ),
            models.Index(fields=["updated_at", "id"], condition=ALIVE, name="%(class)s_updated"),
            models.Index(fields=["deleted_at", "id"], condition=~ALIVE, name="%(class)s_bin"),
        ]
