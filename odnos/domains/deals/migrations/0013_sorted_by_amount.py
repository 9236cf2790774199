from django.conf import settings
from django.db import migrations, models


def analyze(_apps, schema_editor):
    """SQLite takes an index that it has no figures about for the most selective of all."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("ANALYZE deals_deal")


class Migration(migrations.Migration):

    dependencies = [
        ('access', '0005_territories'),
        ('deals', '0012_reached'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='deal',
            name='deal_amount',
        ),
        migrations.RemoveIndex(
            model_name='deal',
            name='deal_closes',
        ),
        migrations.AddIndex(
            model_name='deal',
            index=models.Index(condition=models.Q(('deleted_at__isnull', True)), fields=['amount', 'id', 'owner', 'team', 'territory_id', 'deleted_at'], name='deal_amount'),
        ),
        migrations.AddIndex(
            model_name='deal',
            index=models.Index(condition=models.Q(('deleted_at__isnull', True)), fields=['closes_on', 'id', 'owner', 'team', 'territory_id', 'deleted_at'], name='deal_closes'),
        ),
        migrations.RunPython(analyze, migrations.RunPython.noop),
    ]
