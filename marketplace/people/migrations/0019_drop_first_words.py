"""The words that a record began with are rows now: the two columns go."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0018_carry_first_words")]

    operations = [
        migrations.RemoveConstraint(
            model_name='person',
            name='person_erased_is_blank',
        ),
        migrations.RemoveField(
            model_name='person',
            name='communication_needs',
        ),
        migrations.RemoveField(
            model_name='person',
            name='speaks_through',
        ),
        migrations.AddConstraint(
            model_name='person',
            constraint=models.CheckConstraint(condition=models.Q(('erased_at__isnull', True), models.Q(('case_reference', ''), ('contact_wish', ''), ('date_of_birth__isnull', True), ('erased_at__isnull', False), ('home', ''), ('name', ''), ('town', ''), ('user__isnull', True)), _connector='OR'), name='person_erased_is_blank'),
        ),
    ]
