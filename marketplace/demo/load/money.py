"""Opening accounts and bringing half a year of statements in, the way finance does."""

from datetime import date, datetime, timedelta

from marketplace.accounts.models import User
from marketplace.accounts.viewer import Viewer
from marketplace.brokerage.models import PlanItem, SupportPlan
from marketplace.brokerage.rules import Deployment, ItemKind, PayerKind, PlanState
from marketplace.demo.load.viewers import viewer_as
from marketplace.generator.people import PersonSpec
from marketplace.generator.spending import PlannedSpend, as_csv, lines_of
from marketplace.people.models import Person
from payments.cards.actions import import_statement, open_money_account
from payments.cards.models import MoneyAccount


def load_account(by: Viewer, person: Person, spec: PersonSpec) -> MoneyAccount:
    """The person's card or bank account, fed by statements."""
    return open_money_account(
        by=by,
        person=person,
        kind=spec.account_kind,
        last4=f"{(spec.number * 7919) % 10000:04d}",
        provider="statement",
    )


def load_spending(
    finance: User, at: datetime, account: MoneyAccount, spec: PersonSpec, anchor: date, seed: int
) -> int:
    """Import one statement for the half year. Returns how many lines it had."""
    plan = SupportPlan.objects.filter(person=account.person, state=PlanState.APPROVED).first()
    items = planned_spends(plan) if plan else []
    start = anchor - timedelta(days=175)
    lines = lines_of(
        items,
        spec.streams.get(PayerKind.PERSON, 0),
        start,
        anchor,
        f"{seed}:{spec.number}",
        every_kind=spec.number % 10 == 1,
    )
    import_statement(
        by=viewer_as(finance, at, account.authority),
        account=account,
        data=as_csv(lines),
        filename=f"{account.kind}-{account.last4}.csv",
    )
    return len(lines)


def planned_spends(plan: SupportPlan) -> list[PlannedSpend]:
    """What the person pays for themselves, as the plan says it."""
    paid = plan.items.filter(deployment=Deployment.DIRECT_PAYMENT, price_pence__gt=0).exclude(
        kind=ItemKind.NATURAL
    )
    return [_planned(item) for item in paid]


def _planned(item: PlanItem) -> PlannedSpend:
    return PlannedSpend(
        item_id=item.pk,
        payee=item.provider_name,
        price_pence=item.price_pence,
        quantity=int(item.quantity),
        frequency=item.frequency,
        mcc="",
    )
