from django.conf import settings
from django.db import migrations, models


def analyze(_apps, schema_editor):
    """SQLite takes an index that it has no figures about for the most selective of all."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("ANALYZE people_contact")


class Migration(migrations.Migration):

    dependencies = [
        ('access', '0005_territories'),
        ('people', '0006_reached'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='contact',
            name='contact_email',
        ),
        migrations.RemoveIndex(
            model_name='contact',
            name='contact_last_name',
        ),
        migrations.AddIndex(
            model_name='contact',
            index=models.Index(condition=models.Q(('deleted_at__isnull', True)), fields=['email', 'id', 'owner', 'team', 'territory_id', 'deleted_at'], name='contact_email'),
        ),
        migrations.AddIndex(
            model_name='contact',
            index=models.Index(condition=models.Q(('deleted_at__isnull', True)), fields=['owner', 'email', 'id', 'team', 'territory_id', 'deleted_at'], name='contact_email_owner'),
        ),
        migrations.AddIndex(
            model_name='contact',
            index=models.Index(condition=models.Q(('deleted_at__isnull', True)), fields=['team', 'email', 'id', 'owner', 'territory_id', 'deleted_at'], name='contact_email_team'),
        ),
        migrations.AddIndex(
            model_name='contact',
            index=models.Index(condition=models.Q(('deleted_at__isnull', True)), fields=['territory_id', 'email', 'id', 'owner', 'team', 'deleted_at'], name='contact_email_territory'),
        ),
        migrations.AddIndex(
            model_name='contact',
            index=models.Index(condition=models.Q(('deleted_at__isnull', True)), fields=['last_name', 'id', 'owner', 'team', 'territory_id', 'deleted_at'], name='contact_last_name'),
        ),
        migrations.RunPython(analyze, migrations.RunPython.noop),
    ]
