"""An agreement for everybody who has an account, read once off their plans and budgets.

From each day on which budget or plan changed: the contribution as far as what the person pays for needs
it, and the rest of that from the other payers in their proportions. Loads and contributions that were
matched to a budget are those of the agreement. The matcher shares earlier payments again by night, by
reversal; no transfer is touched here.
"""

from fractions import Fraction

from django.db import migrations

WEEKS = {
    "week": Fraction(1),
    "fortnight": Fraction(1, 2),
    "four_weeks": Fraction(1, 4),
    "month": Fraction(12, 52),
    "quarter": Fraction(4, 52),
    "year": Fraction(1, 52),
    "once": Fraction(0),
}


def carry_over(apps, schema_editor):
    Account = apps.get_model("cards", "MoneyAccount")
    made = {}
    for account in Account.objects.order_by("person_id", "pk").iterator():
        if account.person_id not in made:
            made[account.person_id] = _agree(apps, account)
    _carry_targets(apps, {person: agreement for person, agreement in made.items() if agreement})


def _agree(apps, account):
    segments = _segments(apps, account.person_id)
    if not segments:
        return None
    Agreement = apps.get_model("brokerage", "PaymentAgreement")
    known = Agreement.objects.filter(person_id=account.person_id, road=account.kind).first()
    if known is not None:
        return _link(apps, account, known)
    agreement = Agreement.objects.create(
        authority_id=account.authority_id,
        person_id=account.person_id,
        road=account.kind,
        basis="net",
        schedule="four_weeks",
        first_payment_date=segments[0][0],
        opened_at=account.opened_at,
    )
    Terms = apps.get_model("brokerage", "AgreementTerms")
    Amount = apps.get_model("brokerage", "AgreementAmount")
    for first, until, amounts in segments:
        terms = Terms.objects.create(
            agreement=agreement,
            from_date=first,
            until_date=until,
            agreed_at=account.opened_at,
            agreed_by_system="carried over",
        )
        for fund_id, pence in amounts.items():
            Amount.objects.create(terms=terms, fund_id=fund_id, weekly_pence=pence)
    return _link(apps, account, agreement)


def _link(apps, account, agreement):
    apps.get_model("cards", "AccountAgreement").objects.create(
        account=account, agreement=agreement, recorded_at=account.opened_at
    )
    return agreement


def _segments(apps, person_id):
    """(first, until, pence by fund) for each time in which budget and plan are the same."""
    budgets = list(
        apps.get_model("brokerage", "PersonalBudget")
        .objects.filter(person_id=person_id)
        .prefetch_related("amounts__fund")
    )
    plans = list(
        apps.get_model("brokerage", "SupportPlan")
        .objects.filter(person_id=person_id)
        .exclude(approved_at=None)
        .prefetch_related("items")
    )
    days = {row.from_date for row in (*budgets, *plans)}
    days |= {row.until_date for row in (*budgets, *plans) if row.until_date}
    found = []
    ordered = sorted(days)
    for number, day in enumerate(ordered):
        until = ordered[number + 1] if number + 1 < len(ordered) else None
        budget, plan = _holding(budgets, day), _holding(plans, day)
        amounts = _amounts(budget, plan) if budget and plan else {}
        if amounts:
            found.append((day, until, amounts))
    return found


def _holding(rows, day):
    holding = [
        row
        for row in rows
        if row.from_date <= day and (row.until_date is None or day < row.until_date)
    ]
    return holding[-1] if holding else None


def _amounts(budget, plan):
    direct = sum(
        _weekly(item) for item in plan.items.all() if item.deployment == "direct_payment"
    )
    weights = {amount.fund_id: amount.weekly_pence for amount in budget.amounts.all()}
    own = [a.fund_id for a in budget.amounts.all() if a.fund.payer_kind == "person"]
    own_pence = min(sum(weights.pop(fund_id) for fund_id in own), direct)
    amounts = {own[0]: own_pence} if own and own_pence else {}
    left, total = direct - own_pence, sum(weights.values())
    for fund_id in sorted(weights):
        if total and left:
            part = left * weights[fund_id] // total
            total -= weights[fund_id]
            left -= part
            if part:
                amounts[fund_id] = part
    return amounts


def _weekly(item):
    exact = item.price_pence * Fraction(item.quantity) * WEEKS[item.frequency]
    whole, rest = divmod(exact.numerator, exact.denominator)
    return whole + (rest * 2 >= exact.denominator)


def _carry_targets(apps, agreements):
    """Loads and contributions that were matched, or suggested, to a budget."""
    for model, column in (("Match", "features"), ("MoneyException", "suggestion")):
        rows = apps.get_model("reconciliation", model).objects.select_related("line__account")
        for row in rows.iterator():
            kept = getattr(row, column)
            agreement = agreements.get(row.line.account.person_id)
            if kept.get("target", [""])[0] in ("load", "contribution") and agreement:
                kept["target"] = [kept["target"][0], agreement.pk]
                row.save(update_fields=[column])


class Migration(migrations.Migration):
    dependencies = [
        ("cards", "0019_what_pays_into_an_account"),
        ("brokerage", "0011_each_row_has_its_own"),
        ("reconciliation", "0010_carry_over"),
    ]
    operations = [migrations.RunPython(carry_over, migrations.RunPython.noop)]
