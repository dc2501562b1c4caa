from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0007_sent_forms'),
    ]

    operations = [
        migrations.AddField(
            model_name='team',
            name='closed_on',
            field=models.DateField(blank=True, help_text='From this day on nobody is put into it.', null=True),
        ),
    ]
