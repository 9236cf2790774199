"""Exports of large lists, made by the worker."""

from django.db import migrations, models

STATES = [("waiting", "Waiting"), ("running", "Running"), ("done", "Done"), ("failed", "Failed")]


class Migration(migrations.Migration):
    dependencies = [("transfer", "0002_held_and_dropped")]

    operations = [
        migrations.CreateModel(
            name="ExportRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("actor_id", models.BigIntegerField()),
                ("object_key", models.CharField(max_length=40)),
                ("format", models.CharField(max_length=4)),
                ("asked", models.JSONField(default=dict)),
                ("state", models.CharField(choices=STATES, default="waiting", max_length=10)),
                ("reason", models.CharField(blank=True, default="", max_length=300)),
                ("done", models.BigIntegerField(default=0)),
                ("total", models.BigIntegerField(default=0)),
                ("size", models.BigIntegerField(default=0)),
                ("stamp", models.CharField(blank=True, default="", max_length=64)),
                ("created_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(null=True)),
                ("expires_at", models.DateTimeField()),
            ],
            options={"indexes": [models.Index(fields=["actor_id", "id"], name="exportrun_actor")]},
        )
    ]
