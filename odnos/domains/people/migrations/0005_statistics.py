from django.db import migrations

TABLES = ("people_company", "people_contact", "people_lead")


def analyze(_apps, schema_editor):
    """SQLite takes an index that it has no figures about for the most selective of all."""
    if schema_editor.connection.vendor == "sqlite":
        for table in TABLES:
            schema_editor.execute(f"ANALYZE {table}")


class Migration(migrations.Migration):
    dependencies = [("people", "0004_territories")]

    operations = [migrations.RunPython(analyze, migrations.RunPython.noop)]
