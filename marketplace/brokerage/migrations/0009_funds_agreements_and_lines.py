"""Funds that last, agreements by which they are paid, lines that last, and days for plans."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0007_sent_forms'),
        ('brokerage', '0008_words_of_labels'),
        ('listings', '0003_words_of_states'),
        ('people', '0009_readings_of_many'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AccountHolder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=160)),
                ('opened_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='AgreementAmount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('weekly_pence', models.PositiveBigIntegerField()),
                ('one_off_pence', models.PositiveBigIntegerField(default=0)),
            ],
            options={
                'ordering': ['fund'],
            },
        ),
        migrations.CreateModel(
            name='AgreementTerms',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_date', models.DateField()),
                ('until_date', models.DateField(blank=True, null=True)),
                ('agreed_at', models.DateTimeField()),
                ('agreed_by_system', models.CharField(blank=True, max_length=80)),
            ],
            options={
                'ordering': ['from_date', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='BudgetAmount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('weekly_pence', models.PositiveBigIntegerField()),
                ('one_off_pence', models.PositiveBigIntegerField(default=0)),
            ],
            options={
                'ordering': ['fund'],
            },
        ),
        migrations.CreateModel(
            name='Fund',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('payer_kind', models.CharField(choices=[('council', 'Council'), ('nhs', 'NHS'), ('other_council', 'Another council'), ('person', 'Person’s contribution'), ('third_party', 'Top-up by somebody else')], help_text="As the payer's, for the checks.", max_length=13)),
                ('programme', models.CharField(choices=[('social_care', 'Social care'), ('aftercare', 'Section 117 aftercare'), ('continuing_care', 'NHS continuing health care'), ('health_budget', 'Personal health budget'), ('reablement', 'Reablement')], max_length=16)),
                ('reference', models.CharField(blank=True, max_length=40)),
                ('opened_date', models.DateField()),
                ('closed_date', models.DateField(blank=True, null=True)),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='MovedEnd',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('until_before', models.DateField(blank=True, null=True)),
                ('recorded_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['recorded_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Pause',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(choices=[('hospital', 'In hospital'), ('away', 'Away'), ('suspended', 'Suspended')], max_length=9)),
                ('from_date', models.DateField()),
                ('until_date', models.DateField(blank=True, null=True)),
                ('recorded_at', models.DateTimeField()),
                ('recorded_by_system', models.CharField(blank=True, max_length=80)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['from_date', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Payer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('council', 'Council'), ('nhs', 'NHS'), ('other_council', 'Another council'), ('person', 'Person’s contribution'), ('third_party', 'Top-up by somebody else')], max_length=13)),
                ('name', models.CharField(max_length=160)),
            ],
        ),
        migrations.CreateModel(
            name='PaymentAgreement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('road', models.CharField(choices=[('bank', 'Direct payment to a bank account'), ('card', 'Direct payment to a card'), ('managed_account', 'Direct payment in a managed account'), ('council_managed', 'Managed by the council'), ('service_fund', 'Individual service fund')], max_length=16)),
                ('basis', models.CharField(choices=[('net', 'Net: the contribution is paid into the account'), ('gross', 'Gross: the contribution is invoiced')], max_length=5)),
                ('schedule', models.CharField(choices=[('week', 'Every week'), ('fortnight', 'Every 2 weeks'), ('four_weeks', 'Every 4 weeks'), ('month', 'Every month')], max_length=10)),
                ('first_payment_date', models.DateField()),
                ('contingency_weeks', models.PositiveSmallIntegerField(default=0)),
                ('opened_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='PlanItemTime',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('weekday', models.CharField(blank=True, max_length=9)),
                ('on_date', models.DateField(blank=True, null=True)),
                ('start', models.TimeField(blank=True, null=True)),
                ('minutes', models.PositiveSmallIntegerField()),
                ('workers', models.PositiveSmallIntegerField(default=1)),
                ('every_weeks', models.PositiveSmallIntegerField(default=1)),
                ('counted_from', models.DateField(blank=True, null=True)),
                ('term_time', models.CharField(choices=[('always', 'All year'), ('term', 'In term time only'), ('holidays', 'In school holidays only')], default='always', max_length=8)),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='PlanLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('opened_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='PriceChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_date', models.DateField()),
                ('price_pence', models.PositiveBigIntegerField()),
                ('uprating', models.UUIDField(db_index=True, help_text='Those recorded together.')),
                ('recorded_at', models.DateTimeField()),
                ('recorded_by_system', models.CharField(blank=True, max_length=80)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['from_date', 'pk'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='personalbudget',
            name='one_open_budget_a_person',
        ),
        migrations.RemoveConstraint(
            model_name='personalbudget',
            name='budget_ends_after_start',
        ),
        migrations.RemoveConstraint(
            model_name='personalbudget',
            name='brokerage_personalbudget_agreed_by_one_actor',
        ),
        migrations.RemoveConstraint(
            model_name='supportplan',
            name='one_open_plan_a_person',
        ),
        migrations.RemoveConstraint(
            model_name='supportplan',
            name='one_approved_plan_a_person',
        ),
        migrations.AddField(
            model_name='personalbudget',
            name='allocation_id',
            field=models.BigIntegerField(blank=True, help_text='The allocation it came from, once there are allocations.', null=True),
        ),
        migrations.AddField(
            model_name='personalbudget',
            name='kind',
            field=models.CharField(choices=[('care', 'Care and support'), ('trial', 'Trial'), ('health', 'Personal health budget'), ('one_off', 'One-off')], default='care', max_length=8),
        ),
        migrations.AddField(
            model_name='personalbudget',
            name='one_off_pence',
            field=models.PositiveBigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='personalbudget',
            name='recorded_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='personalbudget',
            name='recorded_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='personalbudget',
            name='recorded_by_system',
            field=models.CharField(blank=True, max_length=80, default=""),
        ),
        migrations.AddField(
            model_name='personalbudget',
            name='replaces',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='brokerage.personalbudget'),
        ),
        migrations.AddField(
            model_name='personalbudget',
            name='state',
            field=models.CharField(choices=[('indicative', 'Indicative'), ('proposed', 'Proposed'), ('agreed', 'Agreed'), ('ended', 'Ended')], default='agreed', max_length=10),
        ),
        migrations.AddField(
            model_name='planitem',
            name='from_date',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='planitem',
            name='until_date',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='supportplan',
            name='end_reason',
            field=models.CharField(blank=True, choices=[('died', 'The person died'), ('moved', 'The person moved away'), ('not_wanted', 'No longer wanted'), ('not_eligible', 'No longer eligible')], max_length=16, default=""),
        ),
        migrations.AddField(
            model_name='supportplan',
            name='from_date',
            field=models.DateField(blank=True, help_text='Its first day, once it is sent.', null=True),
        ),
        migrations.AddField(
            model_name='supportplan',
            name='kind',
            field=models.CharField(choices=[('care', 'Care and support'), ('trial', 'Trial'), ('health', 'Personal health budget'), ('one_off', 'One-off')], default='care', max_length=8),
        ),
        migrations.AddField(
            model_name='supportplan',
            name='option',
            field=models.CharField(blank=True, help_text='A, B or C where several are weighed; else empty.', max_length=1, default=""),
        ),
        migrations.AddField(
            model_name='supportplan',
            name='until_date',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name='personalbudget',
            name='agreed_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name='personalbudget',
            name='weekly_pence',
            field=models.PositiveBigIntegerField(help_text="Council's and partners' funds and the contribution; no top-up."),
        ),
        migrations.AlterField(
            model_name='supportplan',
            name='state',
            field=models.CharField(choices=[('draft', 'Draft'), ('submitted', 'Waiting for a decision'), ('returned', 'Returned for changes'), ('approved', 'Approved'), ('superseded', 'Replaced by a newer plan'), ('ended', 'Ended')], default='draft', max_length=12),
        ),
        migrations.AddField(
            model_name='accountholder',
            name='authority',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='account_holders', to='accounts.authority'),
        ),
        migrations.AddField(
            model_name='agreementterms',
            name='agreed_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='agreementamount',
            name='terms',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='amounts', to='brokerage.agreementterms'),
        ),
        migrations.AddField(
            model_name='budgetamount',
            name='budget',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='amounts', to='brokerage.personalbudget'),
        ),
        migrations.AddField(
            model_name='fund',
            name='authority',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='funds', to='accounts.authority'),
        ),
        migrations.AddField(
            model_name='fund',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='funds', to='people.person'),
        ),
        migrations.AddField(
            model_name='budgetamount',
            name='fund',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='budget_amounts', to='brokerage.fund'),
        ),
        migrations.AddField(
            model_name='agreementamount',
            name='fund',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='agreement_amounts', to='brokerage.fund'),
        ),
        migrations.AddField(
            model_name='movedend',
            name='budget',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='moved_ends', to='brokerage.personalbudget'),
        ),
        migrations.AddField(
            model_name='movedend',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='moved_ends', to='people.person'),
        ),
        migrations.AddField(
            model_name='movedend',
            name='plan',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='moved_ends', to='brokerage.supportplan'),
        ),
        migrations.AddField(
            model_name='movedend',
            name='terms',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='moved_ends', to='brokerage.agreementterms'),
        ),
        migrations.AddField(
            model_name='pause',
            name='authority',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pauses', to='accounts.authority'),
        ),
        migrations.AddField(
            model_name='pause',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pauses', to='people.person'),
        ),
        migrations.AddField(
            model_name='pause',
            name='recorded_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='payer',
            name='authority',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='payers', to='accounts.authority'),
        ),
        migrations.AddField(
            model_name='fund',
            name='payer',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='funds', to='brokerage.payer'),
        ),
        migrations.AddField(
            model_name='paymentagreement',
            name='authority',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='payment_agreements', to='accounts.authority'),
        ),
        migrations.AddField(
            model_name='paymentagreement',
            name='holder',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='agreements', to='brokerage.accountholder'),
        ),
        migrations.AddField(
            model_name='paymentagreement',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='payment_agreements', to='people.person'),
        ),
        migrations.AddField(
            model_name='agreementterms',
            name='agreement',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='terms', to='brokerage.paymentagreement'),
        ),
        migrations.AddField(
            model_name='planitem',
            name='agreement',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='plan_items', to='brokerage.paymentagreement'),
        ),
        migrations.AddField(
            model_name='planitemtime',
            name='item',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='times', to='brokerage.planitem'),
        ),
        migrations.AddField(
            model_name='planline',
            name='authority',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='plan_lines', to='accounts.authority'),
        ),
        migrations.AddField(
            model_name='planline',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='plan_lines', to='people.person'),
        ),
        migrations.AddField(
            model_name='planitem',
            name='line',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='items', to='brokerage.planline'),
        ),
        migrations.AddField(
            model_name='pricechange',
            name='line',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='price_changes', to='brokerage.planline'),
        ),
        migrations.AddField(
            model_name='pricechange',
            name='recorded_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='accountholder',
            constraint=models.UniqueConstraint(fields=('authority', 'name'), name='one_holder_of_a_name'),
        ),
        migrations.AddConstraint(
            model_name='budgetamount',
            constraint=models.UniqueConstraint(fields=('budget', 'fund'), name='one_amount_a_fund'),
        ),
        migrations.AddConstraint(
            model_name='agreementamount',
            constraint=models.UniqueConstraint(fields=('terms', 'fund'), name='one_amount_a_fund_in_terms'),
        ),
        migrations.AddConstraint(
            model_name='movedend',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('budget__isnull', False), ('plan__isnull', True), ('terms__isnull', True)), models.Q(('budget__isnull', True), ('plan__isnull', True), ('terms__isnull', False)), models.Q(('budget__isnull', True), ('plan__isnull', False), ('terms__isnull', True)), _connector='OR'), name='end_of_one_thing'),
        ),
        migrations.AddConstraint(
            model_name='pause',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('recorded_by__isnull', False), ('recorded_by_system', '')), models.Q(('recorded_by__isnull', True), models.Q(('recorded_by_system', ''), _negated=True)), _connector='OR'), name='brokerage_pause_recorded_by_one_actor'),
        ),
        migrations.AddConstraint(
            model_name='pause',
            constraint=models.CheckConstraint(condition=models.Q(('until_date', None), ('until_date__gt', models.F('from_date')), _connector='OR'), name='pause_ends_after_start'),
        ),
        migrations.AddConstraint(
            model_name='payer',
            constraint=models.UniqueConstraint(fields=('authority', 'kind', 'name'), name='one_payer_of_a_name'),
        ),
        migrations.AddConstraint(
            model_name='fund',
            constraint=models.UniqueConstraint(condition=models.Q(('closed_date', None)), fields=('person', 'payer', 'programme', 'reference'), name='one_open_fund_a_programme'),
        ),
        migrations.AddConstraint(
            model_name='fund',
            constraint=models.CheckConstraint(condition=models.Q(('closed_date', None), ('closed_date__gte', models.F('opened_date')), _connector='OR'), name='fund_closes_after_it_opens'),
        ),
        migrations.AddConstraint(
            model_name='fund',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('payer_kind', 'person'), _negated=True), models.Q(('programme__in', ['aftercare', 'continuing_care', 'health_budget', 'reablement']), _negated=True), _connector='OR'), name='no_contribution_to_free_care'),
        ),
        migrations.AddConstraint(
            model_name='paymentagreement',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('holder__isnull', False), ('road', 'managed_account')), models.Q(models.Q(('road', 'managed_account'), _negated=True), ('holder__isnull', True)), _connector='OR'), name='managed_account_has_its_holder'),
        ),
        migrations.AddConstraint(
            model_name='agreementterms',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('agreed_by__isnull', False), ('agreed_by_system', '')), models.Q(('agreed_by__isnull', True), models.Q(('agreed_by_system', ''), _negated=True)), _connector='OR'), name='brokerage_agreementterms_agreed_by_one_actor'),
        ),
        migrations.AddConstraint(
            model_name='agreementterms',
            constraint=models.CheckConstraint(condition=models.Q(('until_date', None), ('until_date__gte', models.F('from_date')), _connector='OR'), name='terms_end_after_start'),
        ),
        migrations.AddConstraint(
            model_name='planitemtime',
            constraint=models.UniqueConstraint(fields=('item', 'public_id'), name='one_time_an_item'),
        ),
        migrations.AddConstraint(
            model_name='pricechange',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('recorded_by__isnull', False), ('recorded_by_system', '')), models.Q(('recorded_by__isnull', True), models.Q(('recorded_by_system', ''), _negated=True)), _connector='OR'), name='brokerage_pricechange_recorded_by_one_actor'),
        ),
        migrations.AlterField(
            model_name="supportplan",
            name="budget",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="plans",
                to="brokerage.personalbudget",
            ),
        ),
    ]
