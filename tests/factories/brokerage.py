"""Cases: a person with a broker and a budget, and their plan in each state, made through actions."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count
from typing import Any

import pytest
from django.db import connection

from marketplace.accounts.models import Authority, User
from marketplace.accounts.rules import Role
from marketplace.accounts.viewer import Viewer
from marketplace.brokerage.actions import (
    add_item,
    add_outcome,
    allocate_broker,
    approve_plan,
    note_consent,
    start_plan,
    submit_plan,
)
from marketplace.brokerage.errors import BrokerageError
from marketplace.brokerage.models import Outcome, PlanAnswer, SupportPlan
from marketplace.brokerage.rules import (
    ConsentKind,
    ConsentWay,
    Frequency,
    FromListing,
    GivenConsent,
    Natural,
    PayerKind,
    Terms,
)
from marketplace.brokerage.triggers import drop_triggers, make_triggers
from marketplace.listings.models import Listing, Price
from marketplace.listings.rules import DayBand, ListingState, PriceUnit
from marketplace.people.models import Person
from tests.factories.accounts import as_viewer, make_authority, make_user
from tests.factories.accreditation import make_accreditation
from tests.factories.funding import make_budget, make_estimate
from tests.factories.people import REGISTRY, make_person
from tests.factories.suppliers import make_supplier
from tests.factories.vocabulary import make_outcome_term

_numbers = count(1)
BEGAN = datetime(2026, 9, 1, 9, tzinfo=UTC)
WEEKLY = {PayerKind.COUNCIL: 20_530, PayerKind.NHS: 4_000, PayerKind.PERSON: 4_120}
ALL_MET = dict.fromkeys(range(1, 8), "met")
ANSWERS = {
    1: "Choir, and mornings that are not a scramble.",
    2: "Washed and dressed by ten, and choir on Wednesdays.",
    3: "Lantern Lane on weekday mornings, Ruth on Sundays.",
    4: "Lantern Lane each weekday; the rest is kept for winter.",
    5: "Margaret pays from her card, Ruth helps with the post.",
    6: "Margaret chose everybody after meeting them.",
    7: "Daniel books Lantern Lane by 28 September.",
}


@contextmanager
def refused(code: str) -> Iterator[None]:
    """The block is refused with this code, and with no other."""
    with pytest.raises(BrokerageError) as refusal:
        yield
    assert set(refusal.value.codes) == {code}


@contextmanager
def thawed() -> Iterator[None]:
    """Lets a test write in an approved plan past the guards, which are back afterwards."""
    _check_deferred()
    drop_triggers()
    yield
    _check_deferred()
    make_triggers()


def _check_deferred() -> None:
    """PostgreSQL changes no trigger of a table whose deferred checks still wait."""
    if connection.vendor == "postgresql":
        connection.check_constraints()


def heard(said: date) -> GivenConsent:
    """On a visit the person said that it is their plan."""
    return GivenConsent(ConsentKind.NOTE, ConsentWay.VISIT, said, "Margaret herself", "It is mine.")


def send_plan(
    *,
    by: Viewer,
    plan: SupportPlan,
    version: int,
    person_agreed_date: date,
    from_date: date | None = None,
) -> None:
    """Note that the person said it is their plan, and send it."""
    note_consent(by=by, plan=plan, version=version, given=heard(person_agreed_date))
    submit_plan(by=by, plan=plan, version=version, from_date=from_date)


@dataclass
class Case:
    """A person, their broker, two managers, something public to buy, and the plan."""

    authority: Authority
    person: Person
    broker: User
    manager: User
    senior: User
    listing: Listing
    plan: SupportPlan
    outcome: Outcome | None = None


def make_public_listing(
    *,
    authority: Authority | None = None,
    title: str = "",
    pence: int = 1_920,
    unit: PriceUnit = PriceUnit.VISIT,
) -> Listing:
    """A listing that anyone may see at the tests' clock, with one weekday price."""
    council = authority or make_authority()
    supplier = make_supplier(authority=council, name="Lantern Lane Home Care")
    make_accreditation(supplier)
    number = next(_numbers)
    listing = Listing.objects.create(
        authority=council,
        supplier=supplier,
        slug=f"listing-{number}",
        title=title or f"Morning visits {number}",
        summary="Washing and dressing at home.",
        state=ListingState.PUBLISHED,
        confirmed_date=date(2026, 9, 1),
        created_at=BEGAN,
        submitted_at=BEGAN,
        published_at=BEGAN,
    )
    set_price(listing, pence, unit=unit, from_date=date(2026, 1, 1))
    return listing


def set_price(
    listing: Listing,
    pence: int,
    *,
    unit: PriceUnit = PriceUnit.VISIT,
    band: DayBand = DayBand.WEEKDAY,
    from_date: date = date(2026, 9, 21),
) -> Price:
    """A new price from a day; the open one before it ends then, and the listing has a new version."""
    listing.prices.filter(unit=unit, day_band=band, until_date=None).update(until_date=from_date)
    listing.version += 1
    listing.save(update_fields=["version"])
    return Price.objects.create(
        listing=listing, unit=unit, day_band=band, amount_pence=pence, from_date=from_date
    )


def make_case(
    *,
    authority: Authority | None = None,
    weekly: dict[PayerKind, int] | None = None,
    limit_pence: int = 35_000,
    senior_limit_pence: int = 100_000,
    user: User | None = None,
    broker: User | None = None,
    is_estimate: bool = False,
) -> Case:
    """A person on a broker's list with £286.50 a week, agreed or told as an estimate, and an empty draft plan."""
    council = authority or make_authority()
    person = make_person(authority=council, user=user)
    broker = broker or make_user(Role.BROKER, authority=council, name="Daniel Osei")
    manager = make_user(Role.APPROVER, authority=council, name="Priya Nair")
    manager.memberships.update(approval_limit_pence=limit_pence)
    senior = make_user(Role.SENIOR_APPROVER, authority=council, name="Owen Hale")
    senior.memberships.update(approval_limit_pence=senior_limit_pence)
    make = make_estimate if is_estimate else make_budget
    make(person, weekly or WEEKLY, from_date=date(2026, 9, 1), at=BEGAN)
    allocate_broker(by=as_viewer(REGISTRY, BEGAN), person=person, broker=broker)
    plan = start_plan(by=as_viewer(broker, BEGAN), person=person)
    return Case(
        council, person, broker, manager, senior, make_public_listing(authority=council), plan
    )


def say_so(case: Case, said: date) -> None:
    """The case's broker notes that the person said it is their plan."""
    note_consent(
        by=as_viewer(case.broker, said),
        plan=case.plan,
        version=case.plan.version,
        given=heard(said),
    )


def _answer(plan: SupportPlan) -> None:
    """As seven actions leave the plan, in two statements: its rows are of hundreds of tests."""
    answers = [PlanAnswer(plan=plan, question=one, text=text) for one, text in ANSWERS.items()]
    PlanAnswer.objects.bulk_create(answers)
    plan.version += len(answers)
    plan.content_version += len(answers)
    plan.changed_at = BEGAN
    plan.save(update_fields=["version", "content_version", "changed_at"])


def complete(case: Case, *, visits: int = 5) -> Case:
    """Write the whole plan: seven answers, one outcome, visits from the listing, Sunday lunch free."""
    edit: dict[str, Any] = {"by": as_viewer(case.broker, BEGAN), "plan": case.plan}
    _answer(case.plan)
    case.outcome = add_outcome(
        **edit,
        version=case.plan.version,
        words="I want to be washed and dressed without rushing.",
        term_id=make_outcome_term("hygiene", case.authority).pk,
        baseline=2,
        target=4,
    )
    add_item(
        **edit,
        version=case.plan.version,
        outcome_ids=[case.outcome.pk],
        offer=FromListing(case.listing.pk, PriceUnit.VISIT),
        terms=Terms(Decimal(visits), Frequency.WEEK, "Monday to Friday, 8.30am"),
    )
    add_item(
        **edit,
        version=case.plan.version,
        outcome_ids=[case.outcome.pk],
        offer=Natural("Sunday lunch", "Ruth, her daughter", date(2026, 9, 1), "Skip a week"),
        terms=Terms(Decimal(3), Frequency.WEEK, "Sunday"),
    )
    return case


def make_submitted(*, visits: int = 5, at: datetime = BEGAN, **facts: object) -> Case:
    """A complete plan that was sent."""
    case = complete(make_case(**facts), visits=visits)  # type: ignore[arg-type]
    send_plan(
        by=as_viewer(case.broker, at),
        plan=case.plan,
        version=case.plan.version,
        person_agreed_date=date(2026, 9, 1),
    )
    return case


def make_approved(**facts: object) -> Case:
    """A plan that a manager approved within their limit."""
    case = make_submitted(**facts)  # type: ignore[arg-type]
    approve_plan(
        by=as_viewer(case.manager, BEGAN),
        plan=case.plan,
        version=case.plan.version,
        verdicts=ALL_MET,
    )
    return case


def approve_again(case: Case, *, at: datetime, from_date: date | None = None) -> SupportPlan:
    """The case's next plan, a copy of the approved one, sent and approved at a moment."""
    by = as_viewer(case.broker, at)
    case.plan = start_plan(by=by, person=case.person)
    send_plan(
        by=by,
        plan=case.plan,
        version=case.plan.version,
        person_agreed_date=at.date(),
        from_date=from_date,
    )
    approve_plan(
        by=as_viewer(case.manager, at),
        plan=case.plan,
        version=case.plan.version,
        verdicts=ALL_MET,
    )
    return case.plan
