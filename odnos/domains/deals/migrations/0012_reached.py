from django.conf import settings
from django.db import migrations, models


TABLES = ("deals_deal",)


def analyze(_apps, schema_editor):
    """SQLite takes an index that it has no figures about for the most selective of all."""
    if schema_editor.connection.vendor == "sqlite":
        for table in TABLES:
            schema_editor.execute(f"ANALYZE {table}")


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0005_territories"),
        ("deals", "0011_gate_order"),
        ("people", "0005_statistics"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="deal",
            name="deal_name",
        ),
        migrations.RemoveIndex(
            model_name="deal",
            name="deal_created",
        ),
        migrations.RemoveIndex(
            model_name="deal",
            name="deal_board",
        ),
        migrations.RemoveIndex(
            model_name="deal",
            name="deal_sums",
        ),
        migrations.RemoveIndex(
            model_name="deal",
            name="deal_closings",
        ),
        migrations.AddIndex(
            model_name="deal",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["name", "id", "owner", "team", "territory_id", "deleted_at"],
                name="deal_name",
            ),
        ),
        migrations.AddIndex(
            model_name="deal",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["created_at", "id", "owner", "team", "territory_id", "deleted_at"],
                name="deal_created",
            ),
        ),
        migrations.AddIndex(
            model_name="deal",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["owner", "created_at", "id", "team", "territory_id", "deleted_at"],
                name="deal_created_owner",
            ),
        ),
        migrations.AddIndex(
            model_name="deal",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["team", "created_at", "id", "owner", "territory_id", "deleted_at"],
                name="deal_created_team",
            ),
        ),
        migrations.AddIndex(
            model_name="deal",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["territory_id", "created_at", "id", "owner", "team", "deleted_at"],
                name="deal_created_territory",
            ),
        ),
        migrations.AddIndex(
            model_name="deal",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["stage", "position", "id", "owner", "team", "territory_id", "deleted_at"],
                name="deal_board",
            ),
        ),
        migrations.AddIndex(
            model_name="deal",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=[
                    "stage",
                    "owner",
                    "amount_currency",
                    "probability",
                    "amount",
                    "team",
                    "territory_id",
                    "deleted_at",
                ],
                name="deal_sums",
            ),
        ),
        migrations.AddIndex(
            model_name="deal",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=[
                    "closed_on",
                    "status",
                    "amount_currency",
                    "stage",
                    "owner",
                    "amount",
                    "team",
                    "territory_id",
                    "deleted_at",
                ],
                name="deal_closings",
            ),
        ),
        migrations.RunPython(analyze, migrations.RunPython.noop),
    ]
