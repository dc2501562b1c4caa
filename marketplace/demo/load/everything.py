"""The whole demo council, in one order, from one seed and one day."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib.auth.hashers import make_password
from django.db import transaction

from marketplace.accounts.models import Authority, User
from marketplace.accounts.rules import Role
from marketplace.accounts.validators import DEMO_PASSWORD
from marketplace.accounts.viewer import Viewer
from marketplace.core.actors import SystemActor
from marketplace.core.rooms import collected
from marketplace.council.actions import set_card_processor
from marketplace.council.pack import start_council
from marketplace.council.rules import ProcessorMode
from marketplace.demo.load.carer import load_carer
from marketplace.demo.load.cases import (
    CouncilStaff,
    ListingChoice,
    at_nine,
    load_person,
    load_plan,
    started_on,
)
from marketplace.demo.load.council import answers_of, load_places, load_staff
from marketplace.demo.load.facts import CouncilFacts
from marketplace.demo.load.followed_case import load_followed_case
from marketplace.demo.load.money import load_paid_account, load_spending
from marketplace.demo.load.over_time import load_cases_over_time
from marketplace.demo.load.pages import finish_pages
from marketplace.demo.load.suppliers import load_suppliers
from marketplace.demo.load.viewers import viewer_as
from marketplace.generator.people import people
from marketplace.generator.place import FERNSHIRE, CouncilSpec
from marketplace.generator.suppliers import suppliers

#: How long the staff have been there: longer than anything that they did.
STAFF_SINCE = timedelta(days=500)
#: How made-up deliveries to the demo are signed; it opens nothing.
CARD_SECRET = "whsec_development_only"  # noqa: S105
Say = Callable[[str], None]


@dataclass(frozen=True)
class DemoSize:
    """How many suppliers and people to make."""

    suppliers: int = 400
    people: int = 60


def loader() -> SystemActor:
    """The loader may do everything that any room declares."""
    return SystemActor("demo", frozenset(collected().permissions))


@transaction.atomic
def load_demo(
    *, seed: int, anchor: date, size: DemoSize, say: Say, council: CouncilSpec = FERNSHIRE
) -> Authority:
    """All or nothing: an interruption leaves no half council. The same seed and day, the same rows."""
    now = at_nine(anchor)
    say("the council, what any council begins with, its places and staff")
    # As long ago as its staff: what schemes ask has to hold when the first supplier applies.
    maker = Viewer.machine(loader(), at_nine(anchor - STAFF_SINCE))
    authority = start_council(by=maker, answers=answers_of(council), demo_anchor=anchor)
    load_places(authority)
    began = viewer_as(loader(), at_nine(anchor - STAFF_SINCE), authority)
    staff = load_staff(began, council, authority)
    set_card_processor(
        by=began,
        authority=authority,
        account=f"acct_{authority.slug}",
        mode=ProcessorMode.TEST,
        secret=CARD_SECRET,
    )
    say(f"{size.suppliers} suppliers and their listings")
    facts = CouncilFacts.of(authority, staff[Role.ACCREDITOR])
    load_suppliers(
        by=viewer_as(loader(), now, authority),
        anchor=anchor,
        facts=facts,
        specs=suppliers(size.suppliers, seed),
    )
    council_staff = _council_staff(authority, staff)
    say("the case that the tour follows")
    load_followed_case(council_staff, staff, anchor)
    say("people whose money changed on the way")
    load_cases_over_time(council_staff, anchor)
    say(f"{size.people} people, their budgets, plans and half a year of payments")
    _load_people(council_staff, anchor, size.people, seed, say)
    load_carer(council_staff, anchor)
    say("the pages")
    finish_pages(authority, staff[Role.EDITOR], now)
    return authority


def _council_staff(authority: Authority, staff: dict[Role, User]) -> CouncilStaff:
    return CouncilStaff(
        authority=authority,
        by=loader(),
        broker=staff[Role.BROKER],
        approver=staff[Role.APPROVER],
        senior=staff[Role.SENIOR_APPROVER],
        finance=staff[Role.FINANCE],
        practitioner=staff[Role.PRACTITIONER],
        password_hash=make_password(DEMO_PASSWORD),
    )


def _load_people(
    council_staff: CouncilStaff, anchor: date, count: int, seed: int, say: Say
) -> None:
    spent = {"approved", "revising"}
    begin = at_nine(started_on(anchor))
    choice = ListingChoice(council_staff.authority, begin, at_nine(anchor), seed)
    for spec in people(count, seed, anchor):
        # A plan that is still being made was begun lately; one that is spent, half a year ago.
        at = begin if spec.plan_state in spent else at_nine(anchor) - timedelta(days=9)
        person = load_person(council_staff, spec, at)
        plan = load_plan(council_staff, person, spec, at, choice)
        if plan and spec.plan_state in spent:
            account = load_paid_account(council_staff, plan, spec, at + timedelta(days=6))
            load_spending(council_staff.finance, at_nine(anchor), account, spec, anchor, seed)
        if spec.number % 20 == 0:
            say(f"  {spec.number} of {count}")
