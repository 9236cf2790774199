"""Views are boards, calendars and grouped lists too; people keep widths, folded lanes and views at hand."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("views", "0003_tab_order"),
    ]

    operations = [
        migrations.AddField(
            model_name="listpreference", name="folded", field=models.JSONField(default=dict)
        ),
        migrations.AddField(
            model_name="listpreference", name="starred", field=models.JSONField(default=list)
        ),
        migrations.AddField(
            model_name="listpreference", name="widths", field=models.JSONField(default=dict)
        ),
        migrations.AddField(
            model_name="savedview",
            name="editors",
            field=models.CharField(
                choices=[("owner", "Owner"), ("audience", "Audience")], default="owner", max_length=10
            ),
        ),
        migrations.AddField(model_name="savedview", name="options", field=models.JSONField(default=dict)),
        migrations.AlterField(
            model_name="savedview",
            name="group_by",
            field=models.CharField(blank=True, default="", max_length=120),
        ),
    ]
