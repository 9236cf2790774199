"""Imports that wait for an administrator, and files that were dropped."""

from django.db import migrations, models

STATES = [
    ("uploaded", "Uploaded"),
    ("checking", "Checking"),
    ("checked", "Checked"),
    ("running", "Running"),
    ("held", "Held"),
    ("done", "Done"),
    ("cancelled", "Cancelled"),
    ("failed", "Failed"),
    ("undoing", "Undoing"),
    ("undone", "Undone"),
]


class Migration(migrations.Migration):
    dependencies = [("transfer", "0001_initial")]

    operations = [
        migrations.AddField("importrun", "hand_id", models.BigIntegerField(null=True)),
        migrations.AddField("importrun", "dropped_at", models.DateTimeField(null=True)),
        migrations.AlterField(
            "importrun", "state", models.CharField(choices=STATES, default="uploaded", max_length=10)
        ),
    ]
