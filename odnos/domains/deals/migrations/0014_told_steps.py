from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("deals", "0013_sorted_by_amount")]

    operations = [
        migrations.AddField("stagechange", "is_told", models.BooleanField(default=False, db_default=False)),
    ]
