"""Tables of notes and tasks."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from odnos.engine.tables import columns
from odnos.engine.tables.record import ALIVE, Owned, alive_index

ABOUT = ALIVE & Q(about_id__isnull=False)


class Note(Owned):
    """Something written down about a record."""

    about_object = models.CharField(max_length=40, default="", blank=True)
    about_id = models.BigIntegerField(null=True)
    body = models.TextField()
    file = models.JSONField(null=True)

    class Meta(Owned.Meta):
        indexes: ClassVar[list[Any]] = [
            *Owned.Meta.indexes,
            models.Index(
                fields=["about_object", "about_id", "created_at", "id"], condition=ABOUT, name="note_about"
            ),
            alive_index("created_at", name="note_created"),
        ]


class Task(Owned):
    """Something to be done, by whom and until when."""

    about_object = models.CharField(max_length=40, default="", blank=True)
    about_id = models.BigIntegerField(null=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, default="todo")
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    due_on = models.DateField(null=True)
    done_at = models.DateTimeField(null=True)
    is_done = models.BooleanField(default=False)
    days_late = columns.ExactDecimal(null=True)
    outcome = models.CharField(max_length=500, default="", blank=True)
    description = models.TextField(default="", blank=True)

    class Meta(Owned.Meta):
        indexes: ClassVar[list[Any]] = [
            *Owned.Meta.indexes,
            models.Index(
                fields=["about_object", "about_id", "created_at", "id"], condition=ABOUT, name="task_about"
            ),
            # What somebody still has to do is counted without fetching a row, within whatever reach.
            models.Index(
                fields=[
                    "assignee",
                    "due_on",
                    "id",
                    "owner",
                    "team",
                    "territory_id",
                    "is_done",
                    "deleted_at",
                ],
                condition=ALIVE & Q(is_done=False),
                name="task_open",
            ),
            alive_index("due_on", name="task_due"),
            alive_index("name", name="task_name"),
            alive_index("created_at", name="task_created"),
        ]
