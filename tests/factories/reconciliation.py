"""Margaret's money: a budget of two funds, an approved plan with Amara on Wednesdays, a card, lines."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from django.db import transaction

from marketplace.accounts.models import Authority, User
from marketplace.accounts.rules import Role
from marketplace.brokerage.models import (
    FundingStream,
    Outcome,
    PersonalBudget,
    PlanItem,
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
from tests.factories.ledger import IMPORTER
from tests.factories.people import make_person

_numbers = count(1)
WEDNESDAY = date(2026, 9, 2)
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
    amara: PlanItem
    cars: PlanItem
    council: FundingStream
    own: FundingStream


def make_money(name: str = "Margaret Ellery", authority: Authority | None = None) -> Money:
    """£205.30 from the council and £41.20 of her own a week; Amara £49.50 and cars £9.00 planned."""
    user = make_user(Role.PERSON, authority=authority, name=name)
    person = make_person(authority=authority, user=user, name=name)
    budget = PersonalBudget.objects.create(
        authority=person.authority,
        person=person,
        weekly_pence=24650,
        from_date=date(2026, 8, 31),
        agreed_at=APPROVED,
        agreed_by_system="tests",
    )
    council = FundingStream.objects.create(budget=budget, payer=PayerKind.COUNCIL, weekly_pence=20530)
    own = FundingStream.objects.create(budget=budget, payer=PayerKind.PERSON, weekly_pence=4120)
    plan = make_plan(person, budget)
    outcome = make_outcome(plan)
    account = open_money_account(
        by=as_viewer(SETTER, APPROVED),
        person=person,
        kind="card",
        last4="4471",
        provider="statement",
    )
    return Money(
        person,
        user,
        make_user(Role.FINANCE, authority=person.authority, name="Tom Birch"),
        account,
        plan,
        make_item(outcome, provider_name="Amara Obi", when="Wednesdays, 5pm", price_pence=1650),
        make_item(
            outcome,
            provider_name="Fernshire Community Cars",
            unit="visit",
            price_pence=450,
            quantity=Decimal(2),
        ),
        council,
        own,
    )


def make_plan(person: Person, budget: PersonalBudget, **facts: Any) -> SupportPlan:
    approver = make_user(Role.APPROVER, authority=person.authority)
    author = make_user(Role.BROKER, authority=person.authority)
    return SupportPlan.objects.create(
        **{
            "authority": person.authority,
            "person": person,
            "budget": budget,
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
            plan=plan, position=1, words="Choir again", area="relationships", baseline=1, target=4
        )


def make_item(outcome: Outcome, **facts: Any) -> PlanItem:
    with thawed():
        return PlanItem.objects.create(
            **{
                "plan": outcome.plan,
                "outcome": outcome,
                "kind": "off_market",
                "title": "Support",
                "unit": "hour",
                "quantity": Decimal(3),
                "frequency": "week",
                **facts,
            }
        )


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
