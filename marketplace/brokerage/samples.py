"""Plans in the states that a case goes through: approved, being written again, sent to a manager."""

from datetime import date, timedelta
from datetime import time as time_of_day
from decimal import Decimal
from typing import Any
from uuid import uuid4

from marketplace.accounts.rules import Role
from marketplace.accounts.samples import Side
from marketplace.brokerage.actions import (
    NewAgreement,
    NewFund,
    References,
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
    BudgetKind,
    ConsentKind,
    ConsentWay,
    Frequency,
    FromListing,
    GivenConsent,
    Natural,
    PauseReason,
    PayerKind,
    PaymentBasis,
    PaymentRoad,
    PaymentSchedule,
    PlanEnd,
    PlanPurpose,
    PlanReading,
    PriceSource,
    Terms,
    UpratingRequest,
)
from marketplace.core.dates import Weekday
from marketplace.core.rooms import Samples
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
    side.rows["uprating"] = _preview(side, _asked(side))


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


def _asked(side: Side) -> UpratingRequest:
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
    outcome = add_outcome(by=broker, plan=plan, version=plan.version, **_words(side))
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
        given=_heard(side.at(13).date()),
    )
    submit_plan(by=side.viewer(Role.BROKER, days=14), plan=plan, version=plan.version)
    return plan


def _heard(said: date) -> GivenConsent:
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


def _person(side: Side) -> dict[str, Any]:
    return {"public_id": side.rows["person"].public_id}


def _plan(side: Side) -> dict[str, Any]:
    return {"public_id": side.rows["plan"].public_id}


def _words(side: Side) -> dict[str, Any]:
    """An outcome of keeping clean."""
    terms = statutory_terms(side.council.pk, OutcomesFor.PERSON)
    return {**OUTCOME, "term_id": next(term.pk for term in terms if term.code == "hygiene")}


def _budget(side: Side) -> dict[str, Any]:
    budget = side.rows["proposed"]
    return {"public_id": budget.person.public_id, "budget_id": budget.pk}


def _agreement(side: Side) -> dict[str, Any]:
    return {"public_id": side.rows["agreement"].public_id}


def _outcome(side: Side) -> dict[str, Any]:
    return {**_plan(side), "outcome_id": side.rows["plan"].outcomes.order_by("pk")[0].pk}


def _item(side: Side) -> dict[str, Any]:
    return {**_plan(side), "item_id": side.rows["plan"].items.order_by("pk")[0].pk}


def _time(side: Side) -> dict[str, Any]:
    return {**_item(side), "time_id": side.rows["time"].uuid}


def _to_decide(row: str) -> Any:
    """A plan that was sent to a team; the stranger's is one that no team has to decide."""
    return lambda side: {"public_id": side.rows["plan" if side.is_stranger else row].public_id}


def _change(side: Side, **more: Any) -> dict[str, Any]:
    return {"plan": side.rows["plan"], "version": side.rows["plan"].version, **more}


def _decide(side: Side, **more: Any) -> dict[str, Any]:
    return {"plan": side.rows["submitted"], "version": side.rows["submitted"].version, **more}


def _change_item(side: Side, **more: Any) -> dict[str, Any]:
    return _change(side, item_id=_item(side)["item_id"], **more)


def _change_outcome(side: Side, **more: Any) -> dict[str, Any]:
    return _change(side, outcome_id=_outcome(side)["outcome_id"], **more)


def _support(side: Side) -> dict[str, Any]:
    willing = side.began.date() - timedelta(days=1)
    return {
        "offer": Natural("Sunday lunch", "Ruth, her daughter", willing, "Skip a week"),
        "terms": Terms(Decimal(1), Frequency.WEEK),
    }


def _uprating(side: Side) -> dict[str, Any]:
    return {"public_id": side.rows["uprating"].public_id}


def _uprate(side: Side) -> dict[str, Any]:
    return {"uprating": side.rows["uprating"]}


def _amounts(side: Side, **more: Any) -> dict[str, Any]:
    return {
        "amounts": {side.rows["person"].funds.order_by("pk")[0]: Amount(1)},
        "from_date": side.at(58).date(),
        **more,
    }


def _day(side: Side, **more: Any) -> dict[str, Any]:
    return {"person": side.rows["person"], "day": side.at(58).date(), **more}


SAMPLES = Samples(
    make=make,
    addresses={
        "brokerage:person": _person,
        "brokerage:start": _person,
        "brokerage:end_plan": _person,
        "brokerage:pause": _person,
        "brokerage:budgets": _person,
        "brokerage:propose_budget": _person,
        "brokerage:add_fund": _person,
        "brokerage:budget": _budget,
        "brokerage:withdraw_budget": _budget,
        "brokerage:broker": _person,
        "brokerage:end_broker": _person,
        "brokerage:agreements": _person,
        "brokerage:keep_payments": _person,
        "brokerage:new_agreement": _person,
        "brokerage:change_terms": _agreement,
        "brokerage:end_agreement": _agreement,
        "brokerage:agreement_references": _agreement,
        "brokerage:change_pause": lambda side: {**_person(side), "pause_id": side.rows["pause"].pk},
        "brokerage:plan": _plan,
        "brokerage:submit": _plan,
        "brokerage:sent": lambda side: {"public_id": side.rows["submitted"].public_id},
        "brokerage:consent": _plan,
        "brokerage:call_back": lambda side: {"public_id": side.rows["submitted"].public_id},
        "brokerage:discard": _plan,
        "brokerage:question": lambda side: {**_plan(side), "number": 1},
        "brokerage:add_outcome": _plan,
        "brokerage:change_outcome": _outcome,
        "brokerage:remove_outcome": _outcome,
        "brokerage:add_item": _outcome,
        "brokerage:add_listing": lambda side: {
            **_outcome(side),
            "listing_id": side.rows["published"].public_id,
        },
        "brokerage:add_other": lambda side: {**_outcome(side), "kind": "natural"},
        "brokerage:change_item": _item,
        "brokerage:remove_item": _item,
        "brokerage:add_times": _item,
        "brokerage:change_time": _time,
        "brokerage:remove_time": _time,
        "brokerage:refresh_price": _item,
        "brokerage:my_plan_for": lambda side: {"for_person": side.rows["person"].public_id},
        "brokerage:approve": _to_decide("submitted"),
        f"brokerage:approve for {Role.SENIOR_APPROVER}": _to_decide("submitted_over_budget"),
        "brokerage:uprating": _uprating,
        "brokerage:uprating_file": _uprating,
        "brokerage:confirm_uprating": _uprating,
        "brokerage:discard_uprating": _uprating,
        "brokerage:undo_uprating": _uprating,
    },
    about_people=True,
    about_nobody=frozenset(
        {
            "brokerage:upratings",
            "brokerage:new_uprating",
            "brokerage:undo_uprating",
            # A manager reads names there only while they may still see the plan.
            "brokerage:decided_by_me",
        }
    ),
    calls={
        "start_charging": lambda side: {"authority": side.council},
        "open_fund": lambda side: {
            "person": side.rows["person"],
            "new": NewFund(PayerKind.NHS, "NHS"),
            "opened_date": side.at(50).date(),
        },
        "close_fund": lambda side: {
            "fund": side.rows["person"].funds.order_by("pk")[0],
            "closed_date": side.at(58).date(),
        },
        "propose_budget": lambda side: _amounts(side, person=side.rows["person"]),
        "agree_proposed": lambda side: {"budget": side.rows["proposed"]},
        "agree_budget": lambda side: _amounts(side, person=side.rows["person"]),
        "return_budget": lambda side: {"budget": side.rows["proposed"], "reason": "X"},
        "withdraw_budget": lambda side: {"budget": side.rows["proposed"]},
        "end_budget": lambda side: _day(side, kind=BudgetKind.CARE),
        "open_agreement": lambda side: {
            "person": side.rows["person"],
            "new": direct_payment(side.at(50).date()),
        },
        "make_agreement": lambda side: _amounts(
            side, person=side.rows["person"], new=direct_payment(side.at(50).date())
        ),
        "keep_payments": lambda side: {"person": side.rows["person"]},
        "agree_terms": lambda side: _amounts(side, agreement=side.rows["agreement"]),
        "set_references": lambda side: {
            "agreement": side.rows["agreement"],
            "references": References("DP 20417"),
        },
        "end_agreement": lambda side: {
            "agreement": side.rows["agreement"],
            "day": side.at(58).date(),
        },
        "end_plan": lambda side: _day(side, kind=BudgetKind.CARE, reason=PlanEnd.MOVED),
        "pause_support": lambda side: {
            "person": side.rows["person"],
            "reason": PauseReason.HOSPITAL,
            "from_date": side.at(50).date(),
        },
        "end_pause": lambda side: {"pause": side.rows["pause"], "until_date": side.at(52).date()},
        "allocate_broker": lambda side: {
            "person": side.rows["person"],
            "broker": side.users[Role.BROKER],
        },
        "end_broker": lambda side: {"person": side.rows["person"]},
        "start_plan": lambda side: {"person": side.rows["person"]},
        "open_plan": lambda side: {**_plan(side), "purpose": next(iter(PlanPurpose))},
        "answer_question": lambda side: _change(side, question=1, text="X"),
        "add_outcome": lambda side: _change(side, **_words(side)),
        "change_outcome": lambda side: _change_outcome(side, **_words(side)),
        "remove_outcome": _change_outcome,
        "add_item": lambda side: _change(
            side, outcome_ids=[_outcome(side)["outcome_id"]], **_support(side)
        ),
        "change_item": lambda side: _change_item(side, **_support(side)),
        "refresh_price": _change_item,
        "set_times": lambda side: _change_item(side, times=()),
        "remove_item": _change_item,
        "say_my_plan": lambda side: {
            "plan": side.rows["plan"],
            "content_version": side.rows["plan"].content_version,
        },
        "note_consent": lambda side: _change(side, given=_heard(side.at(50).date())),
        "submit_plan": _change,
        "call_back_plan": _decide,
        "discard_plan": _change,
        "approve_plan": lambda side: _decide(side, verdicts={}),
        "return_plan": lambda side: _decide(side, reasons="X"),
        "prepare_uprating": lambda side: {
            "authority_id": side.council.pk,
            "asked": _asked(side),
        },
        "confirm_uprating": _uprate,
        "discard_uprating": _uprate,
        "undo_uprating": _uprate,
        "carry_on_uprating": lambda side: {"uprating_id": side.rows["uprating"].pk},
    },
    for_council=frozenset(
        {
            "open_fund",
            "close_fund",
            "propose_budget",
            "agree_proposed",
            "return_budget",
            "withdraw_budget",
            "agree_budget",
            "end_budget",
            "open_agreement",
            "make_agreement",
            "keep_payments",
            "agree_terms",
            "end_agreement",
            "set_references",
            "end_plan",
            "pause_support",
            "end_pause",
            "allocate_broker",
            "end_broker",
            "approve_plan",
            "return_plan",
            "prepare_uprating",
            "confirm_uprating",
            "discard_uprating",
            "undo_uprating",
            "carry_on_uprating",
        }
    ),
)
