"""Parts of matches and what exceptions suggest, from streams, items and budgets to what lasts.

A load or contribution was kept with its budget's id. Cards carry that over, once the agreements are
there (cards 0020).
"""

from django.db import migrations


def carry_over(apps, schema_editor):
    Part = apps.get_model("reconciliation", "MatchPart")
    Stream = apps.get_model("brokerage", "FundingStream")
    Amount = apps.get_model("brokerage", "BudgetAmount")
    lines = dict(apps.get_model("brokerage", "PlanItem").objects.values_list("pk", "line_id"))
    by_payer = {
        (budget_id, payer): fund_id
        for budget_id, payer, fund_id in Amount.objects.values_list(
            "budget_id", "fund__payer_kind", "fund_id"
        )
    }
    funds = {
        stream_id: by_payer[budget_id, payer]
        for stream_id, budget_id, payer in Stream.objects.values_list("pk", "budget_id", "payer")
    }
    for part in Part.objects.iterator():
        part.fund_id = funds.get(part.stream_id)
        part.plan_line_id = lines.get(part.plan_item_id)
        part.save(update_fields=["fund_id", "plan_line_id"])
    for model, column in (("Match", "features"), ("MoneyException", "suggestion")):
        for row in apps.get_model("reconciliation", model).objects.iterator():
            setattr(row, column, _renamed(getattr(row, column), lines))
            row.save(update_fields=[column])


def _renamed(kept, lines):
    """What was measured, with lines in the place of items."""
    if kept.get("target", [""])[0] == "plan_item":
        kept["target"] = ["plan_line", lines.get(kept["target"][1])]
    for name in ("claims", "alternatives"):
        kept[name] = [
            ["plan_line", lines.get(row[1]), *row[2:]] if row[0] == "plan_item" else row
            for row in kept.get(name, [])
        ]
    return kept


def take_back(apps, schema_editor):
    """Parts name a stream of their payer and the newest item of their line; of what was measured,
    the words alone go back."""
    Part = apps.get_model("reconciliation", "MatchPart")
    Item = apps.get_model("brokerage", "PlanItem")
    Stream = apps.get_model("brokerage", "FundingStream")
    items = dict(Item.objects.order_by("pk").values_list("line_id", "pk"))
    streams = {
        (person_id, payer): pk
        for pk, person_id, payer in Stream.objects.order_by("pk").values_list(
            "pk", "budget__person_id", "payer"
        )
    }
    for part in Part.objects.select_related("fund").iterator():
        part.plan_item_id = items.get(part.plan_line_id)
        part.stream_id = streams.get((part.fund.person_id, part.fund.payer_kind[:8]))
        part.save(update_fields=["plan_item", "stream"])
    for model, column in (("Match", "features"), ("MoneyException", "suggestion")):
        for row in apps.get_model("reconciliation", model).objects.iterator():
            kept = getattr(row, column)
            for pair in ([kept["target"]] if "target" in kept else []) + kept.get("claims", []):
                pair[0] = "plan_item" if pair[0] == "plan_line" else pair[0]
            row.save(update_fields=[column])


class Migration(migrations.Migration):
    dependencies = [
        ("reconciliation", "0009_fund_and_line"),
        ("brokerage", "0010_carry_over"),
    ]
    operations = [migrations.RunPython(carry_over, take_back)]
