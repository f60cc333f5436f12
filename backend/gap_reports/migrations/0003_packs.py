"""Packs: many gap reports in one download, with the state of each."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('fieldwork', '0002_endings_and_check_ins'),
        ('gap_reports', '0002_reports_settle_by_the_log'),
        ('network', '0002_codes_differ_in_more_than_case'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Pack',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('scope', models.CharField(help_text='what its locations are called together', max_length=160)),
                ('scope_sha256', models.CharField(help_text='of all that was asked for', max_length=64)),
                ('starts', models.DateField()),
                ('ends', models.DateField()),
                ('kind', models.CharField(choices=[('zip', 'ZIP'), ('pdf', 'PDF')], max_length=3)),
                ('state', models.CharField(choices=[('queued', 'Queued'), ('drawing', 'Drawing'), ('done', 'Done'), ('stopped', 'Stopped'), ('failed', 'Failed')], default='queued', max_length=8)),
                ('round', models.PositiveIntegerField(default=1)),
                ('done', models.PositiveIntegerField(default=0)),
                ('total', models.PositiveIntegerField()),
                ('size', models.BigIntegerField(default=0)),
                ('problem', models.CharField(blank=True, default='', help_text='why it failed', max_length=200)),
                ('created_at', models.DateTimeField()),
                ('started_at', models.DateTimeField(blank=True, null=True)),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
                ('removed_at', models.DateTimeField(blank=True, help_text='when its file went', null=True)),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='packs', to=settings.AUTH_USER_MODEL)),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='packs', to='fieldwork.programme')),
                ('region', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='packs', to='network.region')),
            ],
            options={
                'ordering': ['-created_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='PackItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField()),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('drawing', 'Drawing'), ('done', 'Done'), ('failed', 'Failed')], default='waiting', max_length=8)),
                ('pages', models.PositiveIntegerField(default=0)),
                ('size', models.PositiveIntegerField(default=0)),
                ('problem', models.CharField(blank=True, default='', max_length=200)),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
                ('location', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.location')),
                ('pack', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='gap_reports.pack')),
                ('report', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='gap_reports.gapreport')),
            ],
            options={
                'ordering': ['position'],
            },
        ),
        migrations.AddIndex(
            model_name='pack',
            index=models.Index(fields=['created_by', '-created_at'], name='pack_of_person'),
        ),
        migrations.AddConstraint(
            model_name='pack',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['queued', 'drawing'])), fields=('created_by', 'scope_sha256'), name='pack_one_open'),
        ),
        migrations.AddConstraint(
            model_name='packitem',
            constraint=models.UniqueConstraint(fields=('pack', 'location'), name='pack_item_once'),
        ),
        migrations.AddConstraint(
            model_name='packitem',
            constraint=models.UniqueConstraint(fields=('pack', 'position'), name='pack_item_position'),
        ),
    ]
