from django.db import migrations, models

COLUMNS = "object_key, record_id, from_id, to_id, at, by_id"
TOLD = {
    "sqlite": (
        "json_extract(diff, '$.owner[0]'), json_extract(diff, '$.owner[1]')",
        "json_type(diff, '$.owner') = 'array'",
    ),
    "postgresql": (
        "(diff->'owner'->>0)::bigint, (diff->'owner'->>1)::bigint",
        "jsonb_typeof(diff->'owner') = 'array'",
    ),
}


def tell(_apps, schema_editor):
    """What was handed over before changes of owner were kept is told by the trail."""
    owners, is_told = TOLD[schema_editor.connection.vendor]
    schema_editor.execute(
        f"INSERT INTO records_ownerchange ({COLUMNS})"
        f" SELECT object_key, record_id, {owners}, at, actor_id FROM audit_entry"
        f" WHERE version > 1 AND {is_told} ORDER BY id"
    )


class Migration(migrations.Migration):
    dependencies = [("records", "0002_fold"), ("audit", "0002_sealed_trail")]

    operations = [
        migrations.CreateModel(
            name="OwnerChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("object_key", models.CharField(max_length=40)),
                ("record_id", models.BigIntegerField()),
                ("from_id", models.BigIntegerField(null=True)),
                ("to_id", models.BigIntegerField(null=True)),
                ("at", models.DateTimeField()),
                ("by_id", models.BigIntegerField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["object_key", "record_id", "id"], name="ownerchange_record")
                ],
            },
        ),
        migrations.RunPython(tell, migrations.RunPython.noop),
    ]
