from django.db import migrations

from odnos.engine.access import tripwire
from odnos.engine.tables import columns

LATE = {
    "sqlite": "CAST(julianday(date(done_at)) - julianday(due_on) AS INTEGER)",
    "postgresql": "((done_at AT TIME ZONE 'UTC')::date - due_on)",
}


def tell(_apps, schema_editor):
    """Tasks that are done already: no clock is known by which they were, so it is that of UTC."""
    late = LATE[schema_editor.connection.vendor]
    with tripwire.suspended("figures of tasks that are done are told at once"):
        schema_editor.execute(
            f"UPDATE activities_task SET days_late = {late} * 10000"
            " WHERE is_done AND done_at IS NOT NULL AND due_on IS NOT NULL"
        )


class Migration(migrations.Migration):
    dependencies = [("activities", "0004_reached")]

    operations = [
        migrations.AddField("task", "days_late", columns.ExactDecimal(null=True)),
        migrations.RunPython(tell, migrations.RunPython.noop),
    ]
