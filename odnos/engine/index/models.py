"""The one table of folded text by which anything is found.

Beside it stand, made by the migration: on SQLite the trigram index `index_find` over the view `index_doc`, on PostgreSQL
a trigram index on each of sixteen partitions; and the words of titles, for what was typed with a slip.
"""

from __future__ import annotations

from django.db import models


class Indexed(models.Model):
    """What one record is found by. `text` has a line a field, the title first, each line after a space.

    `also_id` is a person who sees the record besides its owner and team.
    """

    id = models.BigIntegerField(primary_key=True)
    text = models.TextField()
    owner_id = models.BigIntegerField(null=True)
    team_id = models.BigIntegerField(null=True)
    also_id = models.BigIntegerField(null=True)

    class Meta:
        db_table = "index_entry"
