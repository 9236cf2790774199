"""Two indexes along which deals are counted and summed without fetching a row or sorting."""

from django.db import migrations, models

ALIVE = models.Q(('deleted_at__isnull', True))


def weigh(apps, schema_editor):
    """Without figures about an index SQLite takes it for the most selective of all."""
    if schema_editor.connection.vendor == 'sqlite':
        schema_editor.execute('ANALYZE deals_deal')


class Migration(migrations.Migration):

    dependencies = [
        ('deals', '0006_figures'),
    ]

    operations = [
        migrations.RemoveIndex(model_name='deal', name='deal_totals'),
        migrations.RemoveIndex(model_name='deal', name='deal_outcome'),
        migrations.AddIndex(
            model_name='deal',
            index=models.Index(condition=ALIVE, fields=['stage', 'owner', 'amount_currency', 'probability', 'amount', 'team', 'deleted_at'], name='deal_sums'),
        ),
        migrations.AddIndex(
            model_name='deal',
            index=models.Index(condition=ALIVE, fields=['closed_on', 'status', 'amount_currency', 'stage', 'owner', 'amount', 'team', 'deleted_at'], name='deal_closings'),
        ),
        migrations.RunPython(weigh, migrations.RunPython.noop, elidable=True),
    ]
