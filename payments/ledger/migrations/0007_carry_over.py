"""Accounts of streams and items are those of funds and lines; no transfer is touched.

Several accounts may now be of one fund and one line: their balances are read together.
"""

from django.db import migrations


def carry_over(apps, schema_editor):
    Account = apps.get_model("ledger", "Account")
    Stream = apps.get_model("brokerage", "FundingStream")
    Amount = apps.get_model("brokerage", "BudgetAmount")
    Item = apps.get_model("brokerage", "PlanItem")
    by_payer = {
        (budget_id, payer): fund_id
        for budget_id, payer, fund_id in Amount.objects.values_list(
            "budget_id", "fund__payer_kind", "fund_id"
        )
    }
    funds = {
        stream_id: by_payer.get((budget_id, payer))
        for stream_id, budget_id, payer in Stream.objects.values_list("pk", "budget_id", "payer")
    }
    lines = dict(Item.objects.values_list("pk", "line_id"))
    accounts = Account.objects.exclude(stream=None, plan_item=None)
    for account in accounts.iterator():
        account.fund_id = funds.get(account.stream_id)
        account.plan_line_id = lines.get(account.plan_item_id)
        if account.kind == "plan_item":
            account.kind = "plan_line"
        account.save(update_fields=["fund_id", "plan_line_id", "kind"])


def take_back(apps, schema_editor):
    apps.get_model("ledger", "Account").objects.filter(kind="plan_line").update(kind="plan_item")


class Migration(migrations.Migration):
    dependencies = [("ledger", "0006_fund_and_line"), ("brokerage", "0010_carry_over")]
    operations = [migrations.RunPython(carry_over, take_back)]
