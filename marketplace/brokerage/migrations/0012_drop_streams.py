"""What a budget row held before funds lasted."""

from collections import defaultdict
from datetime import date

from django.db import migrations


def take_back(apps, schema_editor):
    """The amounts of budgets as streams of payers, and each plan with a budget of its person."""
    Stream = apps.get_model("brokerage", "FundingStream")
    Amount = apps.get_model("brokerage", "BudgetAmount")
    Budget = apps.get_model("brokerage", "PersonalBudget")
    Plan = apps.get_model("brokerage", "SupportPlan")
    pence = defaultdict(int)
    for amount in Amount.objects.select_related("fund").order_by("pk"):
        pence[amount.budget_id, amount.fund.payer_kind] += amount.weekly_pence
    for (budget_id, payer), weekly in pence.items():
        Stream.objects.create(budget_id=budget_id, payer=payer[:8], weekly_pence=weekly)
    for plan in Plan.objects.all():
        budgets = Budget.objects.filter(person=plan.person_id)
        begun = budgets.filter(from_date__lte=plan.from_date or date.max)
        plan.budget = begun.order_by("-from_date").first() or budgets.first()
        plan.save(update_fields=["budget"])


class Migration(migrations.Migration):

    dependencies = [
        ('brokerage', '0011_each_row_has_its_own'),
        ('ledger', '0008_drop_stream'),
        ('reconciliation', '0011_drop_stream'),
    ]

    operations = [
        migrations.RunPython(migrations.RunPython.noop, take_back),
        migrations.RemoveField(
            model_name='supportplan',
            name='budget',
        ),
        migrations.DeleteModel(
            name='FundingStream',
        ),
    ]
