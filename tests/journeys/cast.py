"""What the council's own case system and its finance team do: no page of ours does these yet."""

from datetime import date

from django.utils.timezone import now

from marketplace.accounts.models import Authority, User
from marketplace.accounts.rules import Role
from marketplace.brokerage.actions import (
    NewAgreement,
    NewFund,
    agree_budget,
    agree_terms,
    allocate_broker,
    open_agreement,
    open_fund,
)
from marketplace.brokerage.models import PaymentAgreement, PersonalBudget, SupportPlan
from marketplace.brokerage.rules import (
    Amount,
    PayerKind,
    PaymentBasis,
    PaymentRoad,
    PaymentSchedule,
)
from marketplace.core.actors import SystemActor
from marketplace.core.rooms import collected
from marketplace.people.actions import register_person
from marketplace.people.models import Person
from payments.cards.actions import open_money_account
from tests.factories.accounts import as_viewer, make_user
from tests.journeys.council import let_sign_in

PERSON = "Hattie Rowsell"
MAILBOX = "hattie"
CARD = "4821"
CASE_SYSTEM = SystemActor("case-system", frozenset(collected().permissions))


def agree_what_she_may_have() -> None:
    """Hattie is on the books with £399.00 a week, £6.50 of it her own, and has a broker."""
    council, at = Authority.objects.get(slug="fernshire"), now()
    user = make_user(Role.PERSON, authority=council, name=PERSON)
    let_sign_in(user, f"{MAILBOX}@fernshire.example")
    person = register_person(
        by=as_viewer(CASE_SYSTEM, at),
        authority_id=council.pk,
        user=user,
        name=PERSON,
        date_of_birth=date(1941, 6, 2),
        town="Brackenford",
        home="Lives alone",
        contact_wish="Ring, after ten.",
    )
    by = as_viewer(CASE_SYSTEM, at)
    amounts = {}
    for kind, name, pence in (
        (PayerKind.COUNCIL, council.name, 39250),
        (PayerKind.PERSON, PayerKind.PERSON.label, 650),
    ):
        new = NewFund(kind, name)
        fund = open_fund(by=by, person=person, new=new, opened_date=at.date())
        amounts[fund] = Amount(pence)
    agree_budget(by=by, person=person, amounts=amounts, from_date=at.date())
    broker = User.objects.get(email="broker@fernshire.example")
    allocate_broker(by=as_viewer(CASE_SYSTEM, at), person=person, broker=broker)


def agree_payment() -> PaymentAgreement:
    """Finance agrees that all of her budget goes to her card, net, every four weeks.

    She keeps for winter what is not planned.
    """
    by, person = as_viewer(CASE_SYSTEM, now()), Person.objects.get(name=PERSON)
    first = SupportPlan.objects.get(person=person).from_date or by.today
    rows = PersonalBudget.objects.get(person=person).amounts.select_related("fund")
    amounts = {row.fund: Amount(row.weekly_pence) for row in rows}
    new = NewAgreement(PaymentRoad.CARD, PaymentBasis.NET, PaymentSchedule.FOUR_WEEKS, first)
    agreement = open_agreement(by=by, person=person, new=new)
    agree_terms(by=by, agreement=agreement, amounts=amounts, from_date=first)
    return agreement


def open_card() -> None:
    """The card programme sends Hattie a card; its statements come as files."""
    person, agreement = Person.objects.get(name=PERSON), agree_payment()
    open_money_account(
        by=as_viewer(CASE_SYSTEM, now()),
        person=person,
        kind="card",
        last4=CARD,
        provider="statement",
        agreements=[agreement],
    )
