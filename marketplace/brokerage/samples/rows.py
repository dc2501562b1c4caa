"""Plans in the states that a case goes through: approved, being written again, sent to a manager."""

from datetime import date
from datetime import time as time_of_day
from decimal import Decimal
from typing import Any
from uuid import uuid4

from marketplace.accounts.rules import Role
from marketplace.accounts.samples import Side
from marketplace.brokerage.actions import (
    NewAgreement,
    NewFund,
    add_item,
    add_outcome,
    agree_budget,
    agree_proposed,
    agree_terms,
    allocate_broker,
    answer_question,
    approve_plan,
    carry_on_uprating,
    confirm_uprating,
    note_consent,
    open_agreement,
    open_fund,
    pause_support,
    prepare_uprating,
    propose_budget,
    set_times,
    start_plan,
    submit_plan,
)
from marketplace.brokerage.models import PersonalBudget, SupportPlan, Uprating
from marketplace.brokerage.rules import (
    MET,
    SEVEN_QUESTIONS,
    Amount,
    ConsentKind,
    ConsentWay,
    Frequency,
    FromListing,
    GivenConsent,
    PauseReason,
    PayerKind,
    PaymentBasis,
    PaymentRoad,
    PaymentSchedule,
    PlanPurpose,
    PlanReading,
    PriceSource,
    Terms,
    UpratingRequest,
)
from marketplace.core.dates import Weekday
from marketplace.core.times import PlannedTime
from marketplace.listings.rules import PriceUnit
from marketplace.people.actions import open_people
from marketplace.people.models import Person
from marketplace.people.rules import Scope
from marketplace.people.samples import make_person
from marketplace.vocabulary.queries import statutory_terms
from marketplace.vocabulary.rules import OutcomesFor

#: Pence a week that everybody here has.
WEEKLY = {PayerKind.COUNCIL: 20_530, PayerKind.PERSON: 4_120}
#: Hours a week: within the budget, and beyond it.
WITHIN, BEYOND = 3, 30
OUTCOME: dict[str, Any] = {
    "words": "I want to be dressed without rushing.",
    "baseline": 2,
    "target": 4,
}


def direct_payment(first: date) -> NewAgreement:
    """A direct payment to a card, every four weeks from a day."""
    return NewAgreement(PaymentRoad.CARD, PaymentBasis.NET, PaymentSchedule.FOUR_WEEKS, first)


def make(side: Side) -> None:
    person = side.rows["person"]
    _agree(side, person)
    side.rows["approved"] = _approve(side, _send(side, person, WITHIN))
    side.rows["plan"] = start_plan(by=side.viewer(Role.BROKER, days=50), person=person)
    side.rows["time"] = _timed(side, side.rows["plan"])
    _write_too(side, side.rows["plan"])
    side.rows["pause"] = pause_support(
        by=side.machine(),
        person=person,
        reason=PauseReason.AWAY,
        from_date=side.at(40).date(),
        until_date=side.at(44).date(),
    )
    open_people(
        by=side.viewer(Role.BROKER, days=50),
        people_ids=[person.pk],
        scope=Scope.PLAN,
        kind=PlanReading.CASELOAD,
        purpose=PlanPurpose.PLANNING,
    )
    for row, name, quantity in (
        ("submitted", "Agnes Hartley", WITHIN),
        ("submitted_over_budget", "Walter Pym", BEYOND),
    ):
        waiting = make_person(side, f"{name} {side.name}")
        _agree(side, waiting)
        side.rows[row] = _send(side, waiting, quantity)
    _agree_newly(side, f"Edith Marlow {side.name}")
    side.rows["without_account"] = _pay_newly(side, f"Nora Finch {side.name}")
    side.rows["proposed"] = _propose(side, side.rows["submitted"].person)
    _record_prices(side)
    side.rows["uprating"] = _preview(side, uprating_request(side))


def _agree_newly(side: Side, name: str) -> Person:
    """Somebody whose budget is agreed, and whose payments and broker wait."""
    by, person, first = side.machine(60), make_person(side, name), side.at(60).date()
    new = NewFund(PayerKind.COUNCIL, PayerKind.COUNCIL.label)
    fund = open_fund(by=by, person=person, new=new, opened_date=first)
    proposed = propose_budget(
        by=side.viewer(Role.PRACTITIONER, days=60),
        person=person,
        amounts={fund: Amount(9_000)},
        from_date=first,
    )
    agree_proposed(by=by, budget=proposed)
    return person


def _pay_newly(side: Side, name: str) -> Person:
    """Somebody whose payments are agreed, and who has no account yet."""
    by, person, first = side.machine(60), _agree_newly(side, name), side.at(60).date()
    agreement = open_agreement(by=by, person=person, new=direct_payment(first))
    amounts = {person.funds.get(): Amount(9_000)}
    agree_terms(by=by, agreement=agreement, amounts=amounts, from_date=first)
    return person


def _propose(side: Side, person: Person) -> PersonalBudget:
    """A proposed budget, which the council's practitioners see; the stranger's is an agreed one."""
    if side.is_stranger:
        return person.budgets.order_by("pk")[0]
    return propose_budget(
        by=side.machine(),
        person=person,
        amounts={person.funds.order_by("pk")[0]: Amount(1)},
        from_date=side.at(70).date(),
    )


def uprating_request(side: Side) -> UpratingRequest:
    """2.5% for the council's money, and 3% for prices, from a day that is still ahead."""
    payers = frozenset({PayerKind.COUNCIL})
    return UpratingRequest(side.at(75).date(), 250, payers, 0, PriceSource.RATE, 300)


def _preview(side: Side, asked: UpratingRequest) -> Uprating:
    by = side.machine(50)
    uprating = prepare_uprating(by=by, authority_id=side.council.pk, asked=asked)
    return _carried_on(side, uprating)


def _record_prices(side: Side) -> None:
    """An uprating of prices alone that was recorded, and waits for its day."""
    first = side.at(74).date()
    asked = UpratingRequest(first, price_source=PriceSource.RATE, price_rate=100)
    uprating = _preview(side, asked)
    confirm_uprating(by=side.machine(50), uprating=uprating)
    _carried_on(side, uprating)


def _carried_on(side: Side, uprating: Uprating) -> Uprating:
    while carry_on_uprating(by=side.machine(50), uprating_id=uprating.pk):
        pass
    uprating.refresh_from_db()
    return uprating


def _write_too(side: Side, plan: SupportPlan) -> None:
    """The person writes in their own plan, which their broker began."""
    answer_question(
        by=side.viewer(Role.PERSON, days=50),
        plan=plan,
        version=plan.version,
        question=1,
        text="As I say myself.",
    )


def _timed(side: Side, plan: SupportPlan) -> PlannedTime:
    """The first item of a plan comes on Wednesdays at 5pm, for as long as it did."""
    time = PlannedTime(uuid4(), WITHIN * 60, Weekday.WEDNESDAY, start=time_of_day(17))
    set_times(
        by=side.viewer(Role.BROKER, days=50),
        plan=plan,
        version=plan.version,
        item_id=plan.items.order_by("pk")[0].pk,
        times=(time,),
    )
    return time


def _agree(side: Side, person: Person) -> None:
    by, first = side.machine(), side.began.date()
    amounts = {
        open_fund(by=by, person=person, new=NewFund(payer, payer.label), opened_date=first): Amount(
            pence
        )
        for payer, pence in WEEKLY.items()
    }
    agree_budget(by=by, person=person, amounts=amounts, from_date=first)
    agreement = open_agreement(by=by, person=person, new=direct_payment(first))
    agree_terms(by=by, agreement=agreement, amounts=amounts, from_date=first)
    side.rows.setdefault("agreement", agreement)
    allocate_broker(by=side.machine(), person=person, broker=side.users[Role.BROKER])


def _send(side: Side, person: Person, quantity: int) -> SupportPlan:
    """A whole plan, written and sent by the side's broker."""
    broker = side.viewer(Role.BROKER, days=12)
    plan = start_plan(by=broker, person=person)
    for number in SEVEN_QUESTIONS:
        answer_question(
            by=broker,
            plan=plan,
            version=plan.version,
            question=number,
            text="As she said, by 28 September.",
        )
    outcome = add_outcome(by=broker, plan=plan, version=plan.version, **outcome_facts(side))
    add_item(
        by=broker,
        plan=plan,
        version=plan.version,
        outcome_ids=[outcome.pk],
        offer=FromListing(side.rows["published"].pk, PriceUnit.HOUR),
        terms=Terms(Decimal(quantity), Frequency.WEEK, "Wednesdays, 5pm"),
    )
    note_consent(
        by=side.viewer(Role.BROKER, days=14),
        plan=plan,
        version=plan.version,
        given=heard(side.at(13).date()),
    )
    submit_plan(by=side.viewer(Role.BROKER, days=14), plan=plan, version=plan.version)
    return plan


def heard(said: date) -> GivenConsent:
    """The person said on a visit that it is their plan."""
    return GivenConsent(ConsentKind.NOTE, ConsentWay.VISIT, said, "She herself", "It is mine.")


def _approve(side: Side, plan: SupportPlan) -> SupportPlan:
    approve_plan(
        by=side.viewer(Role.APPROVER, days=16),
        plan=plan,
        version=plan.version,
        verdicts=dict.fromkeys(SEVEN_QUESTIONS, MET),
    )
    return plan


def outcome_facts(side: Side) -> dict[str, Any]:
    """An outcome of keeping clean."""
    terms = statutory_terms(side.council.pk, OutcomesFor.PERSON)
    return {**OUTCOME, "term_id": next(term.pk for term in terms if term.code == "hygiene")}
