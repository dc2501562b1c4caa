"""Loading the people whose money changes over time, each step by the action that staff use."""

from dataclasses import replace
from datetime import date, timedelta

from marketplace.brokerage.actions import (
    close_fund,
    end_agreement,
    end_budget,
    end_plan,
    pause_support,
    set_times,
    start_plan,
)
from marketplace.brokerage.models import PersonalBudget, PlanItem
from marketplace.brokerage.rules import BudgetKind, FundRest, PauseReason, PlanEnd
from marketplace.core.periods import add_months, week_start
from marketplace.core.times import PlannedTime
from marketplace.demo.load.cases import CouncilStaff, approve, at_nine, send, started_on
from marketplace.demo.load.loaded_case import LoadedCase, by_staff
from marketplace.demo.over_time import (
    AGREED_AGAIN,
    AHEAD,
    BACKDATED,
    COUNCIL,
    IN_HOSPITAL,
    MOVED,
    OWN,
    TOPPED_UP,
    TWO_AGREEMENTS,
    WITH_AFTERCARE,
)
from marketplace.generator.spending import SpendLine, bank_name
from payments.ledger.queries import left_of_fund


def load_cases_over_time(council_staff: CouncilStaff, anchor: date) -> None:
    """Everybody of `demo.over_time`, their statements up to the anchor day."""
    for case in (TWO_AGREEMENTS, WITH_AFTERCARE, TOPPED_UP):
        LoadedCase.begin(council_staff, case, started_on(anchor)).spend(anchor)
    _agreed_again(council_staff, anchor)
    _backdated(council_staff, anchor)
    _in_hospital(council_staff, anchor)
    _moved(council_staff, anchor)
    _ahead(council_staff, anchor)


def _agreed_again(staff: CouncilStaff, anchor: date) -> None:
    """In March, from 1 April: three per cent more, the contribution too."""
    april = _april_before(anchor - timedelta(days=28))
    loaded = LoadedCase.begin(
        staff, AGREED_AGAIN, min(started_on(anchor), april - timedelta(days=42))
    )
    more = {fund: pence * 103 // 100 for fund, pence in AGREED_AGAIN.weekly_pence.items()}
    loaded.agree_budget(at_nine(april - timedelta(days=14)), more, april)
    loaded.spend(anchor)


def _april_before(day: date) -> date:
    april = date(day.year, 4, 1)
    return april if april <= day else date(day.year - 1, 4, 1)


def _backdated(staff: CouncilStaff, anchor: date) -> None:
    """Agreed today: she was to pay more for the last twelve weeks."""
    loaded = LoadedCase.begin(staff, BACKDATED, started_on(anchor))
    loaded.spend(anchor)
    first = week_start(anchor - timedelta(weeks=12))
    weekly = {**BACKDATED.weekly_pence, COUNCIL: 16000, OWN: 5000}
    loaded.agree_budget(at_nine(anchor) + timedelta(hours=1), weekly, first)


def _in_hospital(staff: CouncilStaff, anchor: date) -> None:
    """Recorded the day after he went in; his assistant was paid once while he was there."""
    loaded = LoadedCase.begin(staff, IN_HOSPITAL, started_on(anchor))
    first = week_start(anchor - timedelta(weeks=10))
    pause_support(
        by=by_staff(staff, staff.broker, at_nine(first + timedelta(days=1))),
        person=loaded.person,
        reason=PauseReason.HOSPITAL,
        from_date=first,
        until_date=first + timedelta(weeks=3),
    )
    item = IN_HOSPITAL.items[0]
    pence = item.price_pence * item.hours
    payee = bank_name(item.provider)
    paid = SpendLine(first + timedelta(days=15), -pence, payee, "Retainer", "", "paused")
    loaded.spend(anchor, paid)


def _moved(staff: CouncilStaff, anchor: date) -> None:
    """Ended from a day, told the week before."""
    loaded = LoadedCase.begin(staff, MOVED, started_on(anchor))
    day = week_start(anchor - timedelta(weeks=4))
    at, person = at_nine(day - timedelta(days=7)), loaded.person
    kind = BudgetKind.CARE
    end_plan(
        by=by_staff(staff, staff.broker, at),
        person=person,
        kind=kind,
        day=day,
        reason=PlanEnd.MOVED,
    )
    end_budget(
        by=by_staff(staff, staff.by, at), person=person, kind=kind, day=day, reason=PlanEnd.MOVED
    )
    for agreement in loaded.agreements:
        end_agreement(by=by_staff(staff, staff.finance, at), agreement=agreement, day=day)
    loaded.spend(anchor)
    for fund in person.funds.all():
        close_fund(
            by=by_staff(staff, staff.by, at),
            fund=fund,
            closed_date=day,
            rest=_rest(left_of_fund(fund.pk)),
        )


def _rest(left_pence: int) -> FundRest:
    if left_pence:
        return FundRest.BACK if left_pence > 0 else FundRest.OWED
    return FundRest.NOTHING


def _ahead(staff: CouncilStaff, anchor: date) -> None:
    """Two hours a week more from the first of next month, approved and paid from then."""
    loaded = LoadedCase.begin(staff, AHEAD, started_on(anchor))
    first, at = add_months(anchor.replace(day=1), 1), at_nine(anchor - timedelta(days=12))
    plan = start_plan(by=by_staff(staff, staff.broker, at), person=loaded.person)
    item = plan.items.get()
    set_times(
        by=by_staff(staff, staff.broker, at),
        plan=plan,
        version=plan.version,
        item_id=item.pk,
        times=_longer(item),
    )
    send(staff, plan, at + timedelta(days=3), first)
    approve(staff, plan, at + timedelta(days=5))
    budget = PersonalBudget.objects.get(person=loaded.person)
    loaded.agree(at + timedelta(days=6), budget, plan, first)
    loaded.spend(anchor)


def _longer(item: PlanItem) -> tuple[PlannedTime, ...]:
    """Forty minutes more on each of its three days."""
    return tuple(replace(one, minutes=one.minutes + 40) for one in item.planned_times)
