from django.conf import settings
from django.db import migrations, models


def analyze(_apps, schema_editor):
    """SQLite takes an index that it has no figures about for the most selective of all."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("ANALYZE deals_deal")


class Migration(migrations.Migration):

    dependencies = [
        ('access', '0005_territories'),
        ('deals', '0014_told_steps'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name='deal',
            index=models.Index(condition=models.Q(('deleted_at__isnull', True)), fields=['team', 'stage', 'owner', 'amount_currency', 'probability', 'amount', 'territory_id', 'deleted_at'], name='deal_sums_team'),
        ),
        migrations.AddIndex(
            model_name='deal',
            index=models.Index(condition=models.Q(('deleted_at__isnull', True)), fields=['team', 'closed_on', 'status', 'amount_currency', 'stage', 'owner', 'amount', 'territory_id', 'deleted_at'], name='deal_closings_team'),
        ),
        migrations.RunPython(analyze, migrations.RunPython.noop),
    ]
