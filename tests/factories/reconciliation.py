"""Margaret's money: a budget of two funds, an approved plan with Amara on Wednesdays, a card, lines."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from django.db import transaction

from marketplace.accounts.models import Authority, User
from marketplace.accounts.rules import Role
from marketplace.brokerage.models import (
    Fund,
    Outcome,
    PaymentAgreement,
    PlanItem,
    PlanItemOutcome,
    PlanItemTime,
    PlanLine,
    SupportPlan,
)
from marketplace.brokerage.rules import PayerKind
from marketplace.core.actors import SystemActor
from marketplace.people.models import Person
from payments.cards.actions import open_money_account
from payments.cards.actions.posting import post_booked
from payments.cards.models import MoneyAccount, ReceivedLine
from payments.cards.rules import MAY_IMPORT_MONEY
from payments.ledger.rules import MAY_POST_MONEY
from payments.reconciliation.rules.duties import MAY_RECONCILE
from tests.factories.accounts import as_viewer, make_user
from tests.factories.brokerage import thawed
from tests.factories.funding import make_agreement, make_budget, make_fund
from tests.factories.ledger import IMPORTER
from tests.factories.people import make_person
from tests.factories.vocabulary import make_outcome_term

_numbers = count(1)
WEDNESDAY = date(2026, 9, 2)
FIRST_DAY = date(2026, 8, 31)
#: Pence a week: the whole budget, and what of it is paid into her card for what she pays herself.
BUDGET = {PayerKind.COUNCIL: 20530, PayerKind.PERSON: 4120}
PAID = {PayerKind.COUNCIL: 1730, PayerKind.PERSON: 4120}
APPROVED = datetime(2026, 8, 31, 10, tzinfo=UTC)
SETTER = SystemActor("demo", frozenset({MAY_IMPORT_MONEY, MAY_POST_MONEY, MAY_RECONCILE}))


@dataclass(frozen=True)
class Money:
    """A person with a plan that is being spent, and who looks after the money."""

    person: Person
    user: User
    finance: User
    account: MoneyAccount
    plan: SupportPlan
    amara: PlanLine
    cars: PlanLine
    council: Fund
    own: Fund
    agreement: PaymentAgreement


def make_money(name: str = "Margaret Ellery", authority: Authority | None = None) -> Money:
    """Amara £49.50 and cars £9.00 planned a week; £17.30 from the council and £41.20 of her own pay it.

    The budget is £205.30 from the council and £41.20 of her own a week.
    """
    user = make_user(Role.PERSON, authority=authority, name=name)
    person = make_person(authority=authority, user=user, name=name)
    make_budget(person, BUDGET, from_date=FIRST_DAY)
    agreement = make_agreement(person, PAID, from_date=FIRST_DAY)
    plan = make_plan(person)
    outcome = make_outcome(plan)
    account = open_money_account(
        by=as_viewer(SETTER, APPROVED),
        person=person,
        kind="card",
        last4="4471",
        provider="statement",
        agreements=[agreement],
    )
    return Money(
        person,
        user,
        make_user(Role.FINANCE, authority=person.authority, name="Tom Birch"),
        account,
        plan,
        make_item(outcome, provider_name="Amara Obi", weekday="wed", price_pence=1650).line,
        make_item(
            outcome,
            provider_name="Fernshire Community Cars",
            unit="visit",
            price_pence=450,
            quantity=Decimal(2),
        ).line,
        make_fund(person, PayerKind.COUNCIL),
        make_fund(person, PayerKind.PERSON),
        agreement,
    )


def make_plan(person: Person, **facts: Any) -> SupportPlan:
    """A plan of the person that was approved on the Monday before the first Wednesday."""
    approver = make_user(Role.APPROVER, authority=person.authority)
    author = make_user(Role.BROKER, authority=person.authority)
    return SupportPlan.objects.create(
        **{
            "authority": person.authority,
            "person": person,
            "from_date": FIRST_DAY,
            "author": author,
            "state": "approved",
            "due_date": APPROVED.date(),
            "created_at": APPROVED,
            "changed_at": APPROVED,
            "submitted_at": APPROVED,
            "submitted_by": author,
            "person_agreed_date": APPROVED.date(),
            "approved_at": APPROVED,
            "approved_by": approver,
            **facts,
        }
    )


def make_outcome(plan: SupportPlan) -> Outcome:
    with thawed():
        return Outcome.objects.create(
            plan=plan,
            position=1,
            words="Choir again",
            term=make_outcome_term("relationships", plan.authority),
            baseline=1,
            target=4,
        )


def make_item(outcome: Outcome, *, weekday: str = "", **facts: Any) -> PlanItem:
    """An item of an approved plan; three hours a week unless said, on any day unless one is named."""
    plan = outcome.plan
    line = PlanLine.objects.create(
        authority_id=plan.authority_id, person_id=plan.person_id, opened_at=APPROVED
    )
    with thawed():
        item = PlanItem.objects.create(
            **{
                "plan": plan,
                "line": line,
                "kind": "off_market",
                "title": "Support",
                "unit": "hour",
                "quantity": Decimal(3),
                "frequency": "week",
                **facts,
            }
        )
        PlanItemOutcome.objects.create(item=item, outcome=outcome)
        if weekday:
            PlanItemTime.objects.create(item=item, weekday=weekday, start=time(17), minutes=180)
        return item


def change_item(line: PlanLine, **facts: Any) -> None:
    """Another plan, as it were: what the only item of a line says is something else."""
    with thawed():
        PlanItem.objects.filter(line=line).update(**facts)


def make_lines(account: MoneyAccount, *lines: tuple[int, str, int]) -> list[ReceivedLine]:
    """Booked and posted lines: signed pence, payee, days after the first Wednesday. Not matched."""
    rows = [
        ReceivedLine(
            authority_id=account.authority_id,
            account=account,
            identity=f"test:{next(_numbers)}",
            booked_date=WEDNESDAY + timedelta(days),
            amount_pence=pence,
            currency="GBP",
            payee=payee,
            state="booked",
            received_at=APPROVED + timedelta(21),
        )
        for pence, payee, days in lines
    ]
    with transaction.atomic():
        made = ReceivedLine.objects.bulk_create(rows)
        post_booked(by=as_viewer(IMPORTER, APPROVED), account=account, lines=made)
    return made


def make_line(account: MoneyAccount, pence: int, payee: str, days: int = 0) -> ReceivedLine:
    return make_lines(account, (pence, payee, days))[0]
