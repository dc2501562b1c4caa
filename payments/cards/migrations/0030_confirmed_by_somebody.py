"""What is in the books was confirmed by somebody; an upload may hold several statements."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cards', '0029_carry_confirmations_over'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='statementupload',
            name='statement_import',
        ),
        migrations.AddConstraint(
            model_name='statementimport',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('confirmed_at__isnull', False), models.Q(models.Q(('confirmed_by__isnull', False), ('confirmed_by_system', '')), models.Q(('confirmed_by__isnull', True), models.Q(('confirmed_by_system', ''), _negated=True)), _connector='OR')), models.Q(('confirmed_at__isnull', True), ('confirmed_by__isnull', True), ('confirmed_by_system', '')), _connector='OR'), name='cards_statementimport_confirmed_by_one_actor'),
        ),
        migrations.AddConstraint(
            model_name='statementimport',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('taken_back_at__isnull', False), models.Q(models.Q(('taken_back_by__isnull', False), ('taken_back_by_system', '')), models.Q(('taken_back_by__isnull', True), models.Q(('taken_back_by_system', ''), _negated=True)), _connector='OR')), models.Q(('taken_back_at__isnull', True), ('taken_back_by__isnull', True), ('taken_back_by_system', '')), _connector='OR'), name='cards_statementimport_taken_back_by_one_actor'),
        ),
        migrations.AddConstraint(
            model_name='statementimport',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('confirmed_at__isnull', True), ('state__in', ['staged', 'discarded'])), models.Q(models.Q(('state__in', ['staged', 'discarded']), _negated=True), ('confirmed_at__isnull', False)), _connector='OR'), name='import_confirmed_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='statementimport',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['taking_back', 'taken_back']), ('taken_back_at__isnull', False)), models.Q(models.Q(('state__in', ['taking_back', 'taken_back']), _negated=True), ('taken_back_at__isnull', True)), _connector='OR'), name='import_taken_back_by_somebody'),
        ),
    ]
