"""Loading the people whose money changes over time, each step by the action that staff use."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from marketplace.accounts.models import User
from marketplace.accounts.viewer import Viewer
from marketplace.brokerage.actions import (
    NewAgreement,
    NewFund,
    agree_terms,
    change_item,
    end_agreement,
    end_budget,
    end_plan,
    open_agreement,
    pause_support,
    start_plan,
)
from marketplace.brokerage.models import (
    Fund,
    PaymentAgreement,
    PersonalBudget,
    PlanItem,
    SupportPlan,
)
from marketplace.brokerage.rules import (
    Amount,
    BudgetKind,
    CareActOutcome,
    Frequency,
    OffMarket,
    PauseReason,
    PaymentBasis,
    PaymentRoad,
    PaymentSchedule,
    PlanEnd,
    Terms,
)
from marketplace.core.actors import SystemActor
from marketplace.core.periods import add_months, week_start
from marketplace.demo.load.cases import (
    ANSWERS,
    CouncilStaff,
    approve,
    first_day,
    load_registration,
    send,
    started_on,
)
from marketplace.demo.load.funding import account_amounts, direct_pence, load_budget
from marketplace.demo.load.money import bring_in, lines_for, load_account
from marketplace.demo.load.viewers import viewer_as
from marketplace.demo.load.writing import PlanWriter
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
    CaseItem,
    CaseOverTime,
)
from marketplace.generator.spending import SpendLine, bank_name
from marketplace.listings.rules import PriceUnit
from marketplace.people.models import Person
from payments.cards.models import MoneyAccount


def load_cases_over_time(council_staff: CouncilStaff, anchor: date) -> None:
    """Everybody of `demo.over_time`, their statements up to the anchor day."""
    for case in (TWO_AGREEMENTS, WITH_AFTERCARE, TOPPED_UP):
        _Loaded.begin(council_staff, case, started_on(anchor)).spend(anchor)
    _agreed_again(council_staff, anchor)
    _backdated(council_staff, anchor)
    _in_hospital(council_staff, anchor)
    _moved(council_staff, anchor)
    _ahead(council_staff, anchor)


@dataclass(frozen=True)
class _Loaded:
    """A case with its approved plan and its agreements, whose account is open."""

    staff: CouncilStaff
    case: CaseOverTime
    person: Person
    plan: SupportPlan
    agreements: list[PaymentAgreement]
    account: MoneyAccount

    @classmethod
    def begin(cls, staff: CouncilStaff, case: CaseOverTime, day: date) -> "_Loaded":
        """Registered on a day, the plan approved five days after, paid from its first day."""
        at = _at(day)
        person = load_registration(staff, case.person, at)
        budget = load_budget(_by(staff, staff.by, at), person, case.weekly_pence, day)
        agreements = [_open(staff, case, person, at) for _ in case.agreements]
        plan = start_plan(by=_by(staff, staff.broker, at), person=person)
        _write(PlanWriter(staff.broker, plan, at, first_day(at)), case, agreements)
        send(staff, plan, at + timedelta(days=3), first_day(at))
        approve(staff, plan, at + timedelta(days=5))
        account = load_account(
            _by(staff, staff.by, at), person, case.person.account_kind, case.number, agreements
        )
        loaded = cls(staff, case, person, plan, agreements, account)
        loaded.agree(at + timedelta(days=6), budget, plan, first_day(at))
        return loaded

    def agree(
        self, at: datetime, budget: PersonalBudget, plan: SupportPlan, from_date: date
    ) -> None:
        """Finance agrees what each agreement pays from a day: the cost of its items in a plan."""
        by = _by(self.staff, self.staff.finance, at)
        items = list(plan.items.all())
        for agreement, funds in zip(self.agreements, self.case.agreements, strict=True):
            paid = [item for item in items if item.agreement_id in (None, agreement.pk)]
            amounts = _amounts(budget, funds, direct_pence(paid))
            agree_terms(by=by, agreement=agreement, amounts=amounts, from_date=from_date)

    def agree_budget(self, at: datetime, weekly: Mapping[NewFund, int], from_date: date) -> None:
        """A new budget from a day, ahead or for earlier days, and what of it is paid in."""
        budget = load_budget(_by(self.staff, self.staff.by, at), self.person, weekly, from_date)
        self.agree(at, budget, self.plan, from_date)

    def spend(self, anchor: date, *more: SpendLine) -> None:
        """Import what the bank shows up to a day, and more lines of this one person."""
        lines = lines_for(self.person, anchor, self.case.mailbox, odd=False)
        lines = sorted([*lines, *more], key=lambda line: line.day)
        bring_in(self.staff.finance, _at(anchor), self.account, lines)


def _at(day: date) -> datetime:
    return datetime.combine(day, time(9), tzinfo=UTC)


def _by(staff: CouncilStaff, who: User | SystemActor, at: datetime) -> Viewer:
    return viewer_as(who, at, staff.authority)


def _open(
    staff: CouncilStaff, case: CaseOverTime, person: Person, at: datetime
) -> PaymentAgreement:
    new = NewAgreement(
        PaymentRoad(case.person.account_kind),
        PaymentBasis.NET,
        PaymentSchedule.FOUR_WEEKS,
        first_day(at),
    )
    return open_agreement(by=_by(staff, staff.finance, at), person=person, new=new)


def _amounts(budget: PersonalBudget, funds: tuple[NewFund, ...], pence: int) -> dict[Fund, Amount]:
    """What these funds of a budget pay in; one alone pays all of it."""
    names = {(new.payer_kind, new.payer_name, new.programme) for new in funds}
    rows = [
        row.fund
        for row in budget.amounts.select_related("fund__payer")
        if (row.fund.payer_kind, row.fund.payer.name, row.fund.programme) in names
    ]
    if len(rows) == 1:
        return {rows[0]: Amount(pence)}
    return account_amounts(budget, pence, rows)


def _write(writer: PlanWriter, case: CaseOverTime, agreements: list[PaymentAgreement]) -> None:
    for number, words in ANSWERS.items():
        writer.answer(number, words)
    outcome_id = writer.add_outcome(
        "I want my own days, with people I chose.", CareActOutcome.COMMUNITY, 2, 4
    )
    for item in case.items:
        named = agreements[item.agreement] if len(agreements) > 1 else None
        writer.add_item(outcome_id, _offer(item, item.price_pence), _hours(item), item.times, named)


def _offer(item: CaseItem, price_pence: int) -> OffMarket:
    return OffMarket(item.title, item.provider, PriceUnit.HOUR, price_pence)


def _hours(item: CaseItem) -> Terms:
    return Terms(Decimal(item.hours), Frequency.WEEK)


def _agreed_again(staff: CouncilStaff, anchor: date) -> None:
    """In March, from 1 April: three per cent more, the contribution too."""
    april = _april_before(anchor - timedelta(days=28))
    loaded = _Loaded.begin(staff, AGREED_AGAIN, min(started_on(anchor), april - timedelta(days=42)))
    more = {fund: pence * 103 // 100 for fund, pence in AGREED_AGAIN.weekly_pence.items()}
    loaded.agree_budget(_at(april - timedelta(days=14)), more, april)
    loaded.spend(anchor)


def _april_before(day: date) -> date:
    april = date(day.year, 4, 1)
    return april if april <= day else date(day.year - 1, 4, 1)


def _backdated(staff: CouncilStaff, anchor: date) -> None:
    """Agreed today: she was to pay more for the last twelve weeks."""
    loaded = _Loaded.begin(staff, BACKDATED, started_on(anchor))
    loaded.spend(anchor)
    first = week_start(anchor - timedelta(weeks=12))
    weekly = {**BACKDATED.weekly_pence, COUNCIL: 16000, OWN: 5000}
    loaded.agree_budget(_at(anchor) + timedelta(hours=1), weekly, first)


def _in_hospital(staff: CouncilStaff, anchor: date) -> None:
    """Recorded the day after he went in; his assistant was paid once while he was there."""
    loaded = _Loaded.begin(staff, IN_HOSPITAL, started_on(anchor))
    first = week_start(anchor - timedelta(weeks=10))
    pause_support(
        by=_by(staff, staff.broker, _at(first + timedelta(days=1))),
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
    loaded = _Loaded.begin(staff, MOVED, started_on(anchor))
    day = week_start(anchor - timedelta(weeks=4))
    at, person = _at(day - timedelta(days=7)), loaded.person
    kind = BudgetKind.CARE
    end_plan(
        by=_by(staff, staff.broker, at), person=person, kind=kind, day=day, reason=PlanEnd.MOVED
    )
    end_budget(by=_by(staff, staff.by, at), person=person, kind=kind, day=day)
    for agreement in loaded.agreements:
        end_agreement(by=_by(staff, staff.finance, at), agreement=agreement, day=day)
    loaded.spend(anchor)


def _ahead(staff: CouncilStaff, anchor: date) -> None:
    """Two hours a week more from the first of next month, approved and paid from then."""
    loaded = _Loaded.begin(staff, AHEAD, started_on(anchor))
    first, at = add_months(anchor.replace(day=1), 1), _at(anchor - timedelta(days=12))
    plan = start_plan(by=_by(staff, staff.broker, at), person=loaded.person)
    item, case_item = plan.items.get(), AHEAD.items[0]
    change_item(
        by=_by(staff, staff.broker, at),
        plan=plan,
        version=plan.version,
        item_id=item.pk,
        offer=_offer(case_item, item.price_pence),
        terms=Terms(item.quantity + 2, Frequency.WEEK),
    )
    _longer(item)
    send(staff, plan, at + timedelta(days=3), first)
    approve(staff, plan, at + timedelta(days=5))
    budget = PersonalBudget.objects.get(person=loaded.person)
    loaded.agree(at + timedelta(days=6), budget, plan, first)
    loaded.spend(anchor)


def _longer(item: PlanItem) -> None:
    """Forty minutes more on each of its days: its times as rows, as in `write_details`."""
    for planned in item.times.all():
        planned.minutes += 40
        planned.save(update_fields=["minutes"])
