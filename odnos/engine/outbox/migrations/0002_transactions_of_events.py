"""On PostgreSQL, each event says in which transaction it was written: ids are given before the commit, in any order.

The column is the database's own affair: no model knows it, so that every insert takes its default.
"""

from django.db import migrations

ADD = (
    "ALTER TABLE outbox_event ADD COLUMN transaction_id xid8 NOT NULL DEFAULT pg_current_xact_id()",
    "CREATE INDEX event_transaction ON outbox_event (transaction_id)",
)
REMOVE = ("ALTER TABLE outbox_event DROP COLUMN transaction_id",)


def add(apps, schema_editor):
    run(schema_editor, ADD)


def remove(apps, schema_editor):
    run(schema_editor, REMOVE)


def run(schema_editor, statements):
    if schema_editor.connection.vendor == "postgresql":
        for statement in statements:
            schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("outbox", "0001_initial")]

    operations = [migrations.RunPython(add, remove)]
