"""People whose money changes over time: each shows its change, and the books are whole."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction

from marketplace.brokerage.models import (
    AgreementTerms,
    Fund,
    Pause,
    PaymentAgreement,
    PersonalBudget,
    PlanItemTime,
    SupportPlan,
)
from marketplace.brokerage.queries import commitments
from marketplace.brokerage.rules import PayerKind, Programme
from marketplace.core.periods import Period
from marketplace.core.times import amount_a_week
from marketplace.demo.over_time import (
    AGREED_AGAIN,
    AHEAD,
    BACKDATED,
    IN_HOSPITAL,
    MOVED,
    TOPPED_UP,
    TWO_AGREEMENTS,
    WITH_AFTERCARE,
    CaseOverTime,
)
from marketplace.people.models import Person
from payments.cards.models import ReceivedLine
from payments.ledger.models import Transfer
from payments.reconciliation.models import Match, MatchPart, MoneyException
from payments.reconciliation.queries.integrity import integrity_problems
from payments.reconciliation.queries.statement import statement_of
from tests.factories.demo import load_small_demo

ANCHOR = date(2026, 9, 21)
EVERYBODY = (
    AGREED_AGAIN,
    BACKDATED,
    IN_HOSPITAL,
    TWO_AGREEMENTS,
    WITH_AFTERCARE,
    TOPPED_UP,
    MOVED,
    AHEAD,
)


@pytest.fixture(scope="module")
def _loaded(django_db_setup: None, django_db_blocker: Any) -> Any:
    """One load for all the tests of this file; nothing of it stays."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_small_demo(ANCHOR, people=0)
        yield
        transaction.set_rollback(True)


pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("_loaded"),
]


def person_of(case: CaseOverTime) -> Person:
    return Person.objects.get(name=case.name)


def spent(case: CaseOverTime, **line: Any) -> int:
    """Pence charged to plan lines in payments like this."""
    lines = {f"match__line__{name}": value for name, value in line.items()}
    parts = MatchPart.objects.filter(
        match__in=Match.objects.active(),
        match__line__account__person=person_of(case),
        plan_line__isnull=False,
        **lines,
    )
    return sum(parts.values_list("amount_pence", flat=True))


def test_over_time_when_loaded_leaves_books_whole_and_only_the_retainer_open() -> None:
    assert list(integrity_problems()) == []
    names = [case.name for case in EVERYBODY]
    assert Person.objects.filter(name__in=names).count() == len(EVERYBODY)
    waiting = MoneyException.objects.open().filter(line__account__person__name__in=names)
    assert list(waiting.values_list("rule", "line__payee")) == [("R21", "ORLA WHITCOMBE")]


def test_over_time_when_loaded_nobody_has_less_than_nothing() -> None:
    for case in EVERYBODY:
        assert statement_of(person_of(case), today=ANCHOR).now.on_card_pence > 0, case.name


def test_over_time_when_times_are_planned_they_come_to_the_quantity() -> None:
    for case in EVERYBODY:
        for each in commitments([person_of(case).pk], Period(ANCHOR))[person_of(case).pk]:
            assert amount_a_week(each.times).hours == each.quantity, case.name
    assert PlanItemTime.objects.filter(weekday="wed", start__hour=17).exists()


def test_agreed_again_when_april_came_has_two_budgets_and_a_new_mix() -> None:
    person = person_of(AGREED_AGAIN)
    first, second = PersonalBudget.objects.filter(person=person).order_by("from_date")
    assert (first.until_date, second.from_date) == (date(2026, 4, 1), date(2026, 4, 1))
    assert second.replaces == first
    assert second.weekly_pence > first.weekly_pence
    before, after = AgreementTerms.objects.filter(agreement__person=person)
    assert [sum(a.weekly_pence for a in t.amounts.all()) for t in (before, after)] == [9900, 9900]


def test_backdated_when_agreed_shares_the_payments_since_again() -> None:
    person = person_of(BACKDATED)
    own = Fund.objects.get(person=person, payer_kind=PayerKind.PERSON)
    terms = AgreementTerms.objects.filter(agreement__person=person).order_by("from_date")
    last = terms.last()
    assert last is not None
    assert last.from_date < last.agreed_at.date()
    again = Transfer.objects.filter(reverses__isnull=False, effective_date__lt=ANCHOR)
    assert again.filter(recorded_at__date=ANCHOR).exists()
    part = MatchPart.objects.filter(fund=own, match__line__booked_date__gte=last.from_date)
    assert part.filter(match__line__amount_pence=-6600, amount_pence=2973).exists()


def test_in_hospital_when_paused_has_nothing_planned_and_one_payment_asked_about() -> None:
    pause = Pause.objects.get(person=person_of(IN_HOSPITAL))
    during = {"booked_date__gt": pause.from_date, "booked_date__lt": pause.until_date}
    assert spent(IN_HOSPITAL, **during) == 0
    assert spent(IN_HOSPITAL, booked_date__gte=pause.until_date) > 0


def test_two_agreements_when_paid_into_one_account_pay_each_for_its_line() -> None:
    person = person_of(TWO_AGREEMENTS)
    assert PaymentAgreement.objects.filter(person=person).count() == 2
    health = Fund.objects.get(person=person, programme=Programme.HEALTH_BUDGET)
    physio = MatchPart.objects.filter(
        match__line__account__person=person, match__line__payee__startswith="FERN BANK"
    )
    assert set(physio.values_list("fund", flat=True)) == {health.pk}
    assert not MatchPart.objects.filter(fund=health, match__line__payee__startswith="ORLA").exists()


def test_aftercare_when_the_nhs_pays_part_is_shared_and_nobody_is_charged() -> None:
    person = person_of(WITH_AFTERCARE)
    funds = Fund.objects.filter(person=person).order_by("pk")
    assert [(f.payer.name, f.programme) for f in funds] == [
        ("Fernshire Council", Programme.SOCIAL_CARE),
        ("Fern Valley NHS", Programme.AFTERCARE),
    ]
    assert {f.pk for f in funds} == set(
        MatchPart.objects.filter(
            match__line__account__person=person, plan_line__isnull=False
        ).values_list("fund", flat=True)
    )


def test_top_up_when_paid_pays_for_its_own_line_only_and_stands_apart() -> None:
    person = person_of(TOPPED_UP)
    top_up = Fund.objects.get(person=person, payer_kind=PayerKind.THIRD_PARTY)
    spent_on = MatchPart.objects.filter(fund=top_up, plan_line__isnull=False)
    payees = set(spent_on.values_list("match__line__payee", flat=True))
    assert payees == {"LARK RISE MUSIC"}
    assert PersonalBudget.objects.get(person=person).weekly_pence == 17500


def test_moved_when_ended_has_a_reason_and_nothing_paid_or_planned_after() -> None:
    person = person_of(MOVED)
    plan = SupportPlan.objects.get(person=person)
    assert (plan.state, plan.end_reason) == ("ended", "moved")
    assert plan.until_date is not None
    assert PersonalBudget.objects.get(person=person).until_date == plan.until_date
    after = plan.until_date + timedelta(1)
    lines = ReceivedLine.objects.filter(account__person=person, booked_date__gt=after)
    assert not lines.exists()
    assert statement_of(person, today=ANCHOR).now.next_payment is None


def test_ahead_when_approved_holds_beside_the_plan_in_force_until_its_day() -> None:
    person = person_of(AHEAD)
    now, later = SupportPlan.objects.filter(person=person).order_by("from_date")
    assert (now.state, later.state) == ("approved", "approved")
    assert now.until_date == later.from_date == date(2026, 10, 1)
    item = later.items.get()
    assert (item.line_id, item.quantity) == (now.items.get().line_id, Decimal(8))
