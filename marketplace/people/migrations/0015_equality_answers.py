"""Answers to equality questions, under a scope of their own."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0014_capacity_to_agree_budgets'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='access',
            name='scope',
            field=models.CharField(choices=[('record', 'who you are'), ('plan', 'your plan'), ('plan_write', 'your plan, to write it'), ('money', 'your money'), ('risk', 'risks to you'), ('equality', 'your answers to equality questions')], max_length=12),
        ),
        migrations.CreateModel(
            name='EqualityAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('question', models.CharField(choices=[('gender', 'Gender'), ('same_gender', 'Gender is the same as registered at birth'), ('ethnicity', 'Ethnic group'), ('religion', 'Religion or belief'), ('orientation', 'Sexual orientation'), ('language', 'First language'), ('disability', 'Disabled, or a health condition for 12 months or more')], max_length=12)),
                ('answer', models.CharField(choices=[('female', 'Female'), ('male', 'Male'), ('another_gender', 'Another gender'), ('gender_same', 'Yes, the same'), ('gender_changed', 'No, different'), ('white_british', 'White: English, Welsh, Scottish, Northern Irish or British'), ('white_irish', 'White: Irish'), ('white_traveller', 'White: Gypsy or Irish Traveller'), ('white_roma', 'White: Roma'), ('white_other', 'White: another background'), ('mixed_caribbean', 'Mixed: White and Black Caribbean'), ('mixed_african', 'Mixed: White and Black African'), ('mixed_asian', 'Mixed: White and Asian'), ('mixed_other', 'Mixed: another background'), ('asian_indian', 'Asian: Indian'), ('asian_pakistani', 'Asian: Pakistani'), ('asian_bangladeshi', 'Asian: Bangladeshi'), ('asian_chinese', 'Asian: Chinese'), ('asian_other', 'Asian: another background'), ('black_caribbean', 'Black: Caribbean'), ('black_african', 'Black: African'), ('black_other', 'Black: another background'), ('arab', 'Arab'), ('another_ethnicity', 'Another ethnic group'), ('no_religion', 'No religion'), ('buddhist', 'Buddhist'), ('christian', 'Christian'), ('hindu', 'Hindu'), ('jewish', 'Jewish'), ('muslim', 'Muslim'), ('sikh', 'Sikh'), ('another_religion', 'Another religion or belief'), ('straight', 'Straight or heterosexual'), ('gay', 'Gay or lesbian'), ('bisexual', 'Bisexual'), ('another_orientation', 'Another orientation'), ('english', 'English'), ('sign_language', 'British Sign Language'), ('arabic', 'Arabic'), ('bengali', 'Bengali'), ('cantonese', 'Cantonese'), ('gujarati', 'Gujarati'), ('polish', 'Polish'), ('portuguese', 'Portuguese'), ('punjabi', 'Punjabi'), ('romanian', 'Romanian'), ('spanish', 'Spanish'), ('urdu', 'Urdu'), ('another_language', 'Another language'), ('limited_a_lot', 'Yes, limited a lot in daily life'), ('limited_a_little', 'Yes, limited a little in daily life'), ('not_limited', 'Yes, not limited in daily life'), ('not_disabled', 'No'), ('prefer_not', 'Prefer not to say')], max_length=20)),
                ('recorded_at', models.DateTimeField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='equality_answers', to='people.person')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('person', 'question'), name='one_equality_answer')],
            },
        ),
    ]
