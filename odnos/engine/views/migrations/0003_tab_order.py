"""Everybody keeps the order of their tabs."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("views", "0002_preferences"),
    ]

    operations = [
        migrations.AddField(
            model_name="listpreference",
            name="order",
            field=models.JSONField(default=list),
        ),
    ]
