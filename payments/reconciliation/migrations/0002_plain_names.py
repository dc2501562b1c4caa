from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('brokerage', '0001_initial'),
        ('reconciliation', '0001_initial'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='matchpart',
            name='part_above_nought',
        ),
        migrations.AlterField(
            model_name='match',
            name='features',
            field=models.JSONField(default=dict, help_text='What was measured, the alternatives, the due dates used, as ids and counts.'),
        ),
        migrations.AlterField(
            model_name='match',
            name='tier',
            field=models.CharField(choices=[('T0', 'The card provider’s own number'), ('T1', 'A reference'), ('T2', 'Amount, date and payee'), ('T4', 'A number of periods confirmed before'), ('T5', 'A suggestion'), ('hand', 'Chosen by staff')], max_length=4),
        ),
        migrations.AlterField(
            model_name='moneyexception',
            name='rule',
            field=models.CharField(help_text='The code of its rule of exceptions.', max_length=20),
        ),
        migrations.AlterField(
            model_name='moneyexception',
            name='suggestion',
            field=models.JSONField(default=dict, help_text='What it may be and why, measures, alternatives and notes.'),
        ),
        migrations.AddConstraint(
            model_name='matchpart',
            constraint=models.CheckConstraint(condition=models.Q(('amount_pence__gt', 0)), name='part_above_zero'),
        ),
    ]
