"""Budgets, plans and items into funds, days and lines that last.

Streams of one payer become one fund of the person. A plan holds from the Monday of the week in which
it was approved until the next one of the person does. An item that was copied from version to version
is one line.
"""

from collections import defaultdict
from datetime import timedelta
from zoneinfo import ZoneInfo

from django.db import migrations

LONDON = ZoneInfo("Europe/London")
NAMES = {"nhs": "NHS", "person": "Person’s contribution"}
SAME = ("kind", "listing_id", "title", "provider_name", "unit", "day_band")


def carry_over(apps, schema_editor):
    _funds(apps)
    _plans(apps)
    _lines(apps)


def _funds(apps):
    Payer, Fund = apps.get_model("brokerage", "Payer"), apps.get_model("brokerage", "Fund")
    Amount = apps.get_model("brokerage", "BudgetAmount")
    Budget = apps.get_model("brokerage", "PersonalBudget")
    Stream = apps.get_model("brokerage", "FundingStream")
    streams = Stream.objects.select_related("budget__authority").order_by(
        "budget__person_id", "budget__from_date", "pk"
    )
    funds = {}
    for stream in streams.iterator():
        budget = stream.budget
        key = (budget.person_id, stream.payer)
        if key not in funds:
            payer, _ = Payer.objects.get_or_create(
                authority=budget.authority,
                kind=stream.payer,
                name=NAMES.get(stream.payer, budget.authority.name),
            )
            funds[key] = Fund.objects.create(
                authority=budget.authority,
                person_id=budget.person_id,
                payer=payer,
                payer_kind=stream.payer,
                programme="social_care",
                opened_date=budget.from_date,
            )
        Amount.objects.create(
            budget=budget, fund=funds[key], weekly_pence=stream.weekly_pence
        )
    previous = {}
    for budget in Budget.objects.order_by("person_id", "from_date", "pk").iterator():
        budget.recorded_at = budget.agreed_at
        budget.recorded_by_id = budget.agreed_by_id
        budget.recorded_by_system = budget.agreed_by_system
        budget.replaces_id = previous.get(budget.person_id)
        budget.save()
        previous[budget.person_id] = budget.pk


def _plans(apps):
    Plan = apps.get_model("brokerage", "SupportPlan")
    following = {}
    plans = Plan.objects.exclude(submitted_at=None).order_by("person_id", "-approved_at", "-pk")
    for plan in plans.iterator():
        day = (plan.approved_at or plan.submitted_at).astimezone(LONDON).date()
        plan.from_date = day - timedelta(day.weekday())
        if plan.approved_at is not None:
            following_day = following.get(plan.person_id)
            plan.until_date = max(following_day, plan.from_date) if following_day else None
            following[plan.person_id] = plan.from_date
        plan.save()


def _lines(apps):
    Plan = apps.get_model("brokerage", "SupportPlan")
    Line = apps.get_model("brokerage", "PlanLine")
    open_lines = defaultdict(list)
    person_id = None
    for plan in Plan.objects.order_by("person_id", "created_at", "pk").iterator():
        if plan.person_id != person_id:
            open_lines, person_id = defaultdict(list), plan.person_id
        taken = defaultdict(list)
        for item in plan.items.order_by("pk"):
            key = tuple(getattr(item, name) for name in SAME)
            if open_lines[key]:
                line = open_lines[key].pop(0)
            else:
                line = Line.objects.create(
                    authority_id=plan.authority_id,
                    person_id=plan.person_id,
                    opened_at=plan.created_at,
                )
            item.line_id = line.pk
            item.save(update_fields=["line"])
            taken[key].append(line)
        for key, lines in taken.items():
            open_lines[key] = lines + open_lines[key]


class Migration(migrations.Migration):
    dependencies = [("brokerage", "0009_funds_agreements_and_lines")]
    operations = [migrations.RunPython(carry_over, migrations.RunPython.noop)]
