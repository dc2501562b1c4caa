"""What pages call changing a plan, and what somebody agreed to."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0020_risks'),
    ]

    operations = [
        migrations.AlterField(
            model_name='access',
            name='scope',
            field=models.CharField(choices=[('record', 'who you are'), ('plan', 'your plan'), ('plan_write', 'changing your plan'), ('money', 'your money'), ('risk', 'risks to you'), ('equality', 'your answers to equality questions')], max_length=12),
        ),
        migrations.AlterField(
            model_name='consent',
            name='heard',
            field=models.CharField(choices=[('own_page', 'Online'), ('phone', 'By phone'), ('letter', 'By letter'), ('visit', 'At a visit')], max_length=10),
        ),
        migrations.AlterField(
            model_name='consent',
            name='to',
            field=models.CharField(choices=[('broker', 'A broker helps with the plan'), ('sharing', 'The record is shared with somebody')], max_length=10),
        ),
    ]
