from django.conf import settings
from django.db import migrations, models


TABLES = ("activities_task",)


def analyze(_apps, schema_editor):
    """SQLite takes an index that it has no figures about for the most selective of all."""
    if schema_editor.connection.vendor == "sqlite":
        for table in TABLES:
            schema_editor.execute(f"ANALYZE {table}")


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0005_territories"),
        ("activities", "0003_statistics"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="task",
            name="task_open",
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True), ("is_done", False)),
                fields=["assignee", "due_on", "id", "owner", "team", "territory_id", "is_done", "deleted_at"],
                name="task_open",
            ),
        ),
        migrations.RunPython(analyze, migrations.RunPython.noop),
    ]
