"""Upratings, made and carried out as the finance team and the worker do."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from marketplace.accounts.models import Authority
from marketplace.brokerage.actions import (
    UPRATER,
    carry_on_uprating,
    confirm_uprating,
    prepare_uprating,
    undo_uprating,
)
from marketplace.brokerage.models import Uprating
from marketplace.brokerage.rules import PayerKind, PriceSource, UpratingRequest
from marketplace.people.models import Person
from tests.factories.accounts import NOW, as_viewer
from tests.factories.brokerage import Case, make_approved
from tests.factories.funding import make_agreement
from tests.factories.people import REGISTRY

#: The first day of the next financial year, by the tests' clock.
APRIL = date(2027, 4, 5)
#: What a usual uprating asks: 2.5% for the council and the NHS, 3% for prices.
USUAL: dict[str, Any] = {
    "rate": 250,
    "payers": frozenset({PayerKind.COUNCIL, PayerKind.NHS}),
    "price_source": PriceSource.RATE,
    "price_rate": 300,
}
WEEKLY = {PayerKind.COUNCIL: 20_530, PayerKind.PERSON: 4_120}


def asked(from_date: date = APRIL, **facts: Any) -> UpratingRequest:
    """The usual uprating, but for what is said."""
    return UpratingRequest(from_date, **{**USUAL, **facts})


def carry_on(uprating: Uprating, at: datetime = NOW) -> Uprating:
    """As the worker does, until nothing is left to do."""
    by = as_viewer(UPRATER, at)
    while carry_on_uprating(by=by, uprating_id=uprating.pk):
        pass
    uprating.refresh_from_db()
    return uprating


def make_preview(
    authority: Authority, *, at: datetime = NOW, from_date: date = APRIL, **facts: Any
) -> Uprating:
    """The usual uprating as far as its preview."""
    with transaction.atomic():
        uprating = prepare_uprating(
            by=as_viewer(REGISTRY, at), authority_id=authority.pk, asked=asked(from_date, **facts)
        )
    return carry_on(uprating, at)


def confirm(uprating: Uprating, at: datetime = NOW) -> Uprating:
    """Record what the preview showed."""
    confirm_uprating(by=as_viewer(REGISTRY, at), uprating=uprating)
    return carry_on(uprating, at)


def undo(uprating: Uprating, at: datetime = NOW) -> Uprating:
    """Undo what was recorded."""
    undo_uprating(by=as_viewer(REGISTRY, at), uprating=uprating)
    return carry_on(uprating, at)


def make_uprated(authority: Authority, *, at: datetime = NOW, **facts: Any) -> Uprating:
    """An uprating that was recorded."""
    return confirm(make_preview(authority, at=at, **facts), at)


def make_paid_case(**facts: Any) -> Case:
    """A person with a budget, a net direct payment to a card and an approved plan."""
    case = make_approved(**facts)
    make_agreement(case.person, WEEKLY, from_date=date(2026, 9, 7))
    return case


def agreement_of(person: Person) -> Any:
    return person.payment_agreements.get()
