"""Segments of any number of records, which filters name by a token."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('views', '0004_ways_to_look'),
    ]

    operations = [
        migrations.CreateModel(
            name='Segment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', models.CharField(max_length=40, unique=True)),
                ('object_key', models.CharField(max_length=40)),
                ('name', models.CharField(max_length=100)),
                ('user_id', models.BigIntegerField()),
                ('at', models.DateTimeField()),
                ('number', models.IntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='SegmentMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('object_key', models.CharField(max_length=40)),
                ('record_id', models.BigIntegerField()),
                ('segment', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='members', to='views.segment')),
            ],
            options={
                'indexes': [models.Index(fields=['segment', 'record_id'], name='segmentmember_of'), models.Index(fields=['object_key', 'record_id'], name='segmentmember_record')],
            },
        ),
    ]
