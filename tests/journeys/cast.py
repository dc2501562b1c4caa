"""What the council's own case system does before the case: no page of ours does these."""

from datetime import date

from django.utils.timezone import now

from marketplace.accounts.models import Authority, User
from marketplace.accounts.rules import Role
from marketplace.brokerage.actions import agree_budget, allocate_broker
from marketplace.brokerage.rules import Payer
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
        communication_needs="Post in large print, 18 point",
    )
    streams = {Payer.COUNCIL: 39250, Payer.PERSON: 650}
    agree_budget(by=as_viewer(CASE_SYSTEM, at), person=person, streams=streams, from_date=at.date())
    broker = User.objects.get(email="broker@fernshire.example")
    allocate_broker(by=as_viewer(CASE_SYSTEM, at), person=person, broker=broker)


def open_card() -> None:
    """The card programme sends Hattie a card; its statements come as files."""
    person = Person.objects.get(name=PERSON)
    open_money_account(
        by=as_viewer(CASE_SYSTEM, now()),
        person=person,
        kind="card",
        last4=CARD,
        provider="statement",
    )
