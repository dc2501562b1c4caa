"""The outcomes that plans are for, as a council's own terms."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0007_sent_forms'),
        ('vocabulary', '0003_shared_places'),
    ]

    operations = [
        migrations.CreateModel(
            name='OutcomeFramework',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=60)),
                ('name', models.CharField(max_length=80)),
                ('for_whom', models.CharField(choices=[('person', 'People who draw on care and support'), ('carer', 'Carers in their own right')], max_length=8)),
                ('source', models.CharField(blank=True, help_text='The law, or the document of the council, it is from.', max_length=200)),
                ('from_date', models.DateField()),
                ('until_date', models.DateField(blank=True, null=True)),
                ('authority', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='outcome_frameworks', to='accounts.authority')),
            ],
            options={
                'ordering': ['for_whom', 'from_date', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='OutcomeTerm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=60)),
                ('label', models.CharField(max_length=80)),
                ('search_for', models.CharField(blank=True, help_text='What a broker starts to look for support with.', max_length=80)),
                ('paragraph', models.CharField(blank=True, help_text='Of the law that names it.', max_length=20)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('framework', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='terms', to='vocabulary.outcomeframework')),
                ('part_of', models.ManyToManyField(blank=True, related_name='parts', to='vocabulary.outcometerm')),
            ],
            options={
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.AddConstraint(
            model_name='outcomeframework',
            constraint=models.UniqueConstraint(fields=('authority', 'code'), name='one_outcome_framework_a_code'),
        ),
        migrations.AddConstraint(
            model_name='outcomeframework',
            constraint=models.CheckConstraint(condition=models.Q(('until_date', None), ('until_date__gt', models.F('from_date')), _connector='OR'), name='outcome_framework_ends_after_start'),
        ),
        migrations.AddConstraint(
            model_name='outcometerm',
            constraint=models.UniqueConstraint(fields=('framework', 'code'), name='one_outcome_term_a_code'),
        ),
    ]
