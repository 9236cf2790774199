"""The tables of reports and dashboards."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from odnos.engine.tables.record import Owned, alive_index


class Published(Owned):
    """What somebody made for themselves, and opened to an `audience`, of which `editors` may be all."""

    name = models.CharField(max_length=100)
    description = models.CharField(max_length=500, default="", blank=True)
    audience = models.CharField(max_length=10, default="private")
    editors = models.CharField(max_length=10, default="owner")

    class Meta(Owned.Meta):
        abstract = True
        indexes: ClassVar[list[Any]] = [
            *Owned.Meta.indexes,
            alive_index("audience", "team", name="%(class)s_audience"),
        ]


class SavedReport(Published):
    """A question that is kept: `definition` is its JSON, `object` the kind of record that it is about."""

    object = models.CharField(max_length=40)
    definition = models.TextField()

    class Meta(Published.Meta):
        pass


class Dashboard(Published):
    """Tiles side by side. `tiles` is the JSON of their places and of what they show; `role` sees it before others.

    `only` is the text of the filter that it opens with, for records of the kind `about` and others that have its fields.
    """

    tiles = models.TextField(default="[]")
    span = models.CharField(max_length=30, default="", blank=True)
    about = models.CharField(max_length=40, default="", blank=True)
    only = models.TextField(default="", blank=True)
    whose = models.CharField(max_length=10, default="", blank=True)
    role = models.CharField(max_length=20, default="", blank=True)

    class Meta(Published.Meta):
        pass
