"""Putting people on the books with budgets and plans, each step by the action that staff use."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from random import Random

from allauth.account.models import EmailAddress

from marketplace.accounts.actions.roles import give_role
from marketplace.accounts.models import Authority, User
from marketplace.accounts.rules import Role
from marketplace.brokerage.actions import (
    allocate_broker,
    approve_plan,
    note_consent,
    return_plan,
    start_plan,
    submit_plan,
)
from marketplace.brokerage.models import SupportPlan
from marketplace.brokerage.rules import (
    MET,
    SEVEN_QUESTIONS,
    ConsentKind,
    ConsentWay,
    Deployment,
    Frequency,
    FromListing,
    GivenConsent,
    Natural,
    Terms,
)
from marketplace.core.actors import SystemActor
from marketplace.core.periods import week_start
from marketplace.demo.load.funding import load_budget, usual_funds
from marketplace.demo.load.viewers import viewer_as
from marketplace.demo.load.writing import WritingBroker
from marketplace.generator.people import SUNDAY_LUNCH, ItemSpec, PersonSpec
from marketplace.listings.models import Listing
from marketplace.people.actions import grant_access, record_need, register_person
from marketplace.people.models import Person
from marketplace.people.rules import OF_WORKER, AccessCapacity

ANSWERS = {
    1: "My own front door, my music, and mornings that are not a scramble.",
    2: "I want to be up and dressed by ten, and to see people again every week.",
    3: "The people in this plan come on the days it says. If one is ill the others are asked first.",
    4: "Every pound has a name beside it here. What is not planned yet is kept for winter.",
    5: "I pay the people I employ from my card. The council pays the agency.",
    6: "I chose everybody after meeting them, and I sign for each week.",
    7: "My broker books everybody within two weeks, and we look at it again in November.",
}
OUTCOMES = [
    ("I want to be washed and dressed without rushing.", "hygiene", 2, 4),
    ("I want to get out and see people every week.", "community", 1, 4),
]


@dataclass(frozen=True)
class CouncilStaff:
    """Who plans, decides and pays for the council, and the hash of the one demo password."""

    authority: Authority
    by: SystemActor
    broker: User
    approver: User
    senior: User
    finance: User
    practitioner: User
    password_hash: str

    @property
    def domain(self) -> str:
        return f"{self.authority.slug}.example"


def load_user_for(council_staff: CouncilStaff, mailbox: str, name: str, at: datetime) -> User:
    """A person's own sign-in. One hash for all: hashing sixty times tells nobody more."""
    email = f"{mailbox}@{council_staff.domain}"
    user = User.objects.create(
        email=email, name=name, date_joined=at, password=council_staff.password_hash
    )
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    give_role(
        by=viewer_as(council_staff.by, at, council_staff.authority),
        user_id=user.pk,
        authority_id=council_staff.authority.pk,
        role=Role.PERSON,
    )
    return user


def load_person(council_staff: CouncilStaff, spec: PersonSpec, at: datetime) -> Person:
    """The person, their sign-in, their budget and their broker, at that instant."""
    person = load_registration(council_staff, spec, at)
    load_budget(
        viewer_as(council_staff.by, at, council_staff.authority),
        person,
        usual_funds(council_staff.authority, spec.weekly_pence),
        at.date(),
    )
    return person


def load_registration(council_staff: CouncilStaff, spec: PersonSpec, at: datetime) -> Person:
    """The person, their sign-in and their broker."""
    person = register_person(
        by=viewer_as(council_staff.by, at, council_staff.authority),
        authority_id=council_staff.authority.pk,
        user=load_user_for(council_staff, spec.mailbox, spec.name, at),
        name=spec.name,
        date_of_birth=spec.date_of_birth,
        town=spec.town.name,
        home=spec.home,
        contact_wish=spec.contact_wish,
        case_reference=f"FS-{10000 + spec.number}",
    )
    allocate_broker(
        by=viewer_as(council_staff.by, at, council_staff.authority),
        person=person,
        broker=council_staff.broker,
    )
    grant_access(
        by=viewer_as(council_staff.by, at, council_staff.authority),
        person=person,
        capacity=AccessCapacity.PRACTITIONER,
        user=council_staff.practitioner,
        scopes=OF_WORKER,
    )
    worker = viewer_as(council_staff.practitioner, at, council_staff.authority)
    for kind, detail in spec.needs:
        record_need(by=worker, person=person, kind=kind, detail=detail)
    return person


def load_plan(
    council_staff: CouncilStaff,
    person: Person,
    spec: PersonSpec,
    at: datetime,
    listings: "ListingChoice",
) -> SupportPlan | None:
    """The person's plan, brought as far as the spec says. One that is revised has a draft beside it."""
    if spec.plan_state == "none":
        return None
    plan = start_plan(
        by=viewer_as(council_staff.broker, at, council_staff.authority), person=person
    )
    first = first_day(at)
    write_plan(WritingBroker(council_staff.broker, plan, at, first), spec, listings)
    if spec.plan_state != "draft":
        send(council_staff, plan, at + timedelta(days=3), first)
    if spec.plan_state in ("approved", "revising"):
        approve(council_staff, plan, at + timedelta(days=5))
    if spec.plan_state == "revising":
        start_plan(
            by=viewer_as(council_staff.broker, at + timedelta(days=120), council_staff.authority),
            person=person,
        )
    if spec.plan_state == "returned":
        return_plan(
            by=viewer_as(
                _decider(council_staff, plan), at + timedelta(days=6), council_staff.authority
            ),
            plan=plan,
            version=plan.version,
            verdicts={7: "Say who books the first visit, and by when."},
        )
    return plan


def write_plan(writer: WritingBroker, spec: PersonSpec, listings: "ListingChoice") -> None:
    """Answers, outcomes and items; a draft stops at four answers."""
    for number in SEVEN_QUESTIONS:
        if number <= 4 or spec.plan_state != "draft":
            writer.answer(number, ANSWERS[number])
    for outcome, item in zip(OUTCOMES, spec.items, strict=False):
        outcome_id = writer.add_outcome(*outcome)
        writer.add_item(outcome_id, listings.offer(item), _terms(item), item.times)
        if spec.natural_who and outcome[1] == "community":
            terms = Terms(Decimal(3), Frequency.WEEK)
            writer.add_item(outcome_id, _natural(spec, writer.at), terms, SUNDAY_LUNCH)


def _natural(spec: PersonSpec, at: datetime) -> Natural:
    return Natural(
        title="Sunday lunch and the afternoon",
        who=spec.natural_who,
        willing_date=at.date() - timedelta(days=2),
        fallback="Skip a week, then ask the assistant.",
    )


def _terms(item: ItemSpec) -> Terms:
    return Terms(
        quantity=Decimal(item.quantity),
        frequency=item.frequency,
        when=item.note,
        deployment=Deployment.DIRECT_PAYMENT if item.direct_payment else Deployment.COUNCIL_MANAGED,
    )


def first_day(at: datetime) -> date:
    """The first day of a plan that was begun at an instant: the Monday after it is approved."""
    return week_start(at.date() + timedelta(days=12))


def send(council_staff: CouncilStaff, plan: SupportPlan, at: datetime, first: date) -> None:
    by = viewer_as(council_staff.broker, at, council_staff.authority)
    heard = GivenConsent(
        ConsentKind.NOTE,
        ConsentWay.VISIT,
        at.date() - timedelta(days=1),
        plan.person.name,
        "Yes, this is my plan.",
    )
    note_consent(by=by, plan=plan, version=plan.version, given=heard)
    submit_plan(by=by, plan=plan, version=plan.version, from_date=first)


def approve(council_staff: CouncilStaff, plan: SupportPlan, at: datetime) -> None:
    approve_plan(
        by=viewer_as(_decider(council_staff, plan), at, council_staff.authority),
        plan=plan,
        version=plan.version,
        verdicts=dict.fromkeys(SEVEN_QUESTIONS, MET),
    )


def _decider(council_staff: CouncilStaff, plan: SupportPlan) -> User:
    """The manager whose team the plan was sent to."""
    held = set(plan.person.access.exclude(role="").values_list("role", flat=True))
    return council_staff.senior if Role.SENIOR_APPROVER in held else council_staff.approver


class ListingChoice:
    """Listings public both then and now, by kind of supplier and unit, chosen from the seed."""

    def __init__(self, authority: Authority, then: datetime, at: datetime, seed: int) -> None:
        self._rng = Random(f"{seed}:choice")
        self._by_need: dict[tuple[str, str], list[int]] = {}
        priced = (
            Listing.objects.public(at)
            .filter(pk__in=Listing.objects.public(then))
            .filter(authority=authority, prices__amount_pence__gt=0, prices__day_band="weekday")
            .order_by("pk")
            .values_list("supplier__kind", "prices__unit", "pk")
        )
        for kind, unit, pk in priced:
            self._by_need.setdefault((kind, unit), []).append(pk)

    def offer(self, item: ItemSpec) -> FromListing:
        """A listing that sells this unit. Raises KeyError where the market has none."""
        return FromListing(self._rng.choice(self._by_need[item.kind, item.unit]), item.unit)


def started_on(anchor: date) -> date:
    """The day on which the demo's half year began."""
    return anchor - timedelta(days=182)


def at_nine(day: date) -> datetime:
    """Nine in the morning of a day; every instant of the demo is counted from such a one."""
    return datetime.combine(day, time(9), tzinfo=UTC)
