"""A planned time is on a weekday or on a date, never both or neither."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('brokerage', '0013_uprating'),
    ]

    operations = [
        migrations.AlterField(
            model_name='planitemtime',
            name='weekday',
            field=models.CharField(blank=True, choices=[('mon', 'Monday'), ('tue', 'Tuesday'), ('wed', 'Wednesday'), ('thu', 'Thursday'), ('fri', 'Friday'), ('sat', 'Saturday'), ('sun', 'Sunday')], max_length=9),
        ),
        migrations.AddConstraint(
            model_name='planitemtime',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('on_date__isnull', False), ('weekday', '')), models.Q(models.Q(('weekday', ''), _negated=True), ('on_date__isnull', True)), _connector='OR'), name='time_on_a_weekday_or_a_date'),
        ),
    ]
