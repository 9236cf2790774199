from django.conf import settings
from django.db import migrations, models


TABLES = ("people_company", "people_contact", "people_lead")


def analyze(_apps, schema_editor):
    """SQLite takes an index that it has no figures about for the most selective of all."""
    if schema_editor.connection.vendor == "sqlite":
        for table in TABLES:
            schema_editor.execute(f"ANALYZE {table}")


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0005_territories"),
        ("people", "0005_statistics"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="company",
            name="company_name",
        ),
        migrations.RemoveIndex(
            model_name="company",
            name="company_created",
        ),
        migrations.RemoveIndex(
            model_name="contact",
            name="contact_name",
        ),
        migrations.RemoveIndex(
            model_name="contact",
            name="contact_created",
        ),
        migrations.RemoveIndex(
            model_name="lead",
            name="lead_name",
        ),
        migrations.RemoveIndex(
            model_name="lead",
            name="lead_created",
        ),
        migrations.AddIndex(
            model_name="company",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["name", "id", "owner", "team", "territory_id", "deleted_at"],
                name="company_name",
            ),
        ),
        migrations.AddIndex(
            model_name="company",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["created_at", "id", "owner", "team", "territory_id", "deleted_at"],
                name="company_created",
            ),
        ),
        migrations.AddIndex(
            model_name="company",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["owner", "created_at", "id", "team", "territory_id", "deleted_at"],
                name="company_created_owner",
            ),
        ),
        migrations.AddIndex(
            model_name="company",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["team", "created_at", "id", "owner", "territory_id", "deleted_at"],
                name="company_created_team",
            ),
        ),
        migrations.AddIndex(
            model_name="company",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["territory_id", "created_at", "id", "owner", "team", "deleted_at"],
                name="company_created_territory",
            ),
        ),
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["name", "id", "owner", "team", "territory_id", "deleted_at"],
                name="contact_name",
            ),
        ),
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["created_at", "id", "owner", "team", "territory_id", "deleted_at"],
                name="contact_created",
            ),
        ),
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["owner", "created_at", "id", "team", "territory_id", "deleted_at"],
                name="contact_created_owner",
            ),
        ),
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["team", "created_at", "id", "owner", "territory_id", "deleted_at"],
                name="contact_created_team",
            ),
        ),
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["territory_id", "created_at", "id", "owner", "team", "deleted_at"],
                name="contact_created_territory",
            ),
        ),
        migrations.AddIndex(
            model_name="lead",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["name", "id", "owner", "team", "territory_id", "deleted_at"],
                name="lead_name",
            ),
        ),
        migrations.AddIndex(
            model_name="lead",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["created_at", "id", "owner", "team", "territory_id", "deleted_at"],
                name="lead_created",
            ),
        ),
        migrations.AddIndex(
            model_name="lead",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["owner", "created_at", "id", "team", "territory_id", "deleted_at"],
                name="lead_created_owner",
            ),
        ),
        migrations.AddIndex(
            model_name="lead",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["team", "created_at", "id", "owner", "territory_id", "deleted_at"],
                name="lead_created_team",
            ),
        ),
        migrations.AddIndex(
            model_name="lead",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["territory_id", "created_at", "id", "owner", "team", "deleted_at"],
                name="lead_created_territory",
            ),
        ),
        migrations.RunPython(analyze, migrations.RunPython.noop),
    ]
