from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("accounts", "0004_kept_answers")]

    operations = [
        migrations.AddField(
            model_name="authority",
            name="main_host",
            field=models.CharField(
                blank=True,
                default="",
                help_text="The host name that links in mail lead to.",
                max_length=253,
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="authority",
            name="mail_from",
            field=models.EmailField(
                blank=True,
                default="",
                help_text="Whom mail comes from; empty: whom the server's settings name.",
                max_length=254,
            ),
            preserve_default=False,
        ),
    ]
