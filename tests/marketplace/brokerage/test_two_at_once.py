"""Two people act at the same moment: one wins and the other reads so, or one comes after the other."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import partial
from threading import Barrier

import pytest
from django.db import connection

from marketplace.accounts.models import User
from marketplace.accounts.rules import Role
from marketplace.brokerage.actions import (
    NewFund,
    agree_budget,
    agree_terms,
    approve_plan,
    end_pause,
    end_plan,
    open_fund,
    pause_support,
    start_plan,
)
from marketplace.brokerage.errors import BrokerageError
from marketplace.brokerage.models import (
    AgreementTerms,
    Fund,
    Pause,
    PersonalBudget,
    PlanDecision,
    SupportPlan,
)
from marketplace.brokerage.rules import BudgetKind, PauseReason, PayerKind, PlanEnd, PlanState
from tests.factories.accounts import as_viewer, make_user
from tests.factories.at_once import at_once
from tests.factories.brokerage import ALL_MET, BEGAN, make_approved, make_submitted, send_plan
from tests.factories.funding import amounts_of, make_agreement, make_budget
from tests.factories.people import REGISTRY, make_person


@pytest.mark.postgresql
@pytest.mark.usefixtures("transactional_db")
def test_two_managers_at_once_approve_one_plan_once() -> None:
    case = make_submitted()
    managers = [case.manager, make_user(Role.APPROVER, limit_pence=90_000)]
    together = Barrier(2)

    def press(manager: User) -> str:
        plan = SupportPlan.objects.get(pk=case.plan.pk)
        together.wait(timeout=60)
        try:
            approve_plan(
                by=as_viewer(manager, BEGAN), plan=plan, version=plan.version, verdicts=ALL_MET
            )
        except BrokerageError as refusal:
            return refusal.codes[0]
        finally:
            connection.close()
        return "approved"

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(press, managers))
    assert answers == ["approved", "plan_approved_by_another"]
    assert SupportPlan.objects.get().state == PlanState.APPROVED
    assert PlanDecision.objects.count() == 1


@pytest.mark.postgresql
@pytest.mark.usefixtures("transactional_db")
def test_two_people_at_once_agree_budgets_of_a_person_one_after_the_other() -> None:
    person = make_person()
    amounts = amounts_of(person, {PayerKind.COUNCIL: 100})
    make_budget(person, {PayerKind.COUNCIL: 50}, from_date=date(2026, 4, 6))
    agree = partial(agree_budget, by=as_viewer(REGISTRY), person=person, amounts=amounts)
    first, second = date(2026, 6, 1), date(2026, 7, 1)
    assert at_once(partial(agree, from_date=first), partial(agree, from_date=second)) == []
    spans = PersonalBudget.objects.agreed().order_by("from_date")
    assert list(spans.values_list("from_date", "until_date")) == [
        (date(2026, 4, 6), first),
        (first, second),
        (second, None),
    ]


@pytest.mark.postgresql
@pytest.mark.usefixtures("transactional_db")
def test_two_people_at_once_agree_terms_from_one_day_and_one_is_replaced_whole() -> None:
    person = make_person()
    agreement = make_agreement(person, {PayerKind.COUNCIL: 50}, from_date=date(2026, 4, 6))
    amounts = amounts_of(person, {PayerKind.COUNCIL: 100})
    day = date(2026, 6, 1)
    agree = partial(agree_terms, agreement=agreement, amounts=amounts, from_date=day)
    agree = partial(agree, by=as_viewer(REGISTRY))
    assert at_once(agree, agree) == []
    terms = AgreementTerms.objects.filter(agreement=agreement, from_date=day)
    assert sorted(terms.values_list("until_date", flat=True), key=str) == [day, None]


@pytest.mark.postgresql
@pytest.mark.usefixtures("transactional_db")
def test_one_fund_is_opened_by_two_people_at_once() -> None:
    person = make_person()
    new = NewFund(PayerKind.NHS, "Fern Valley NHS")
    opening = partial(
        open_fund, by=as_viewer(REGISTRY), person=person, new=new, opened_date=date(2026, 4, 6)
    )
    assert at_once(opening, opening) == []
    assert Fund.objects.filter(person=person).count() == 1


@pytest.mark.postgresql
@pytest.mark.usefixtures("transactional_db")
def test_plan_ended_while_the_next_is_approved_leaves_no_two_for_a_day() -> None:
    case = make_approved()
    case.plan = start_plan(by=as_viewer(case.broker), person=case.person)
    send_plan(
        by=as_viewer(case.broker),
        plan=case.plan,
        version=case.plan.version,
        person_agreed_date=date(2026, 9, 1),
    )
    day = date(2026, 9, 14)
    codes = at_once(
        partial(
            end_plan,
            by=as_viewer(REGISTRY),
            person=case.person,
            kind=BudgetKind.CARE,
            day=day,
            reason=PlanEnd.MOVED,
        ),
        partial(
            approve_plan,
            by=as_viewer(case.manager),
            plan=SupportPlan.objects.get(pk=case.plan.pk),
            version=case.plan.version,
            verdicts=ALL_MET,
        ),
    )
    assert codes == []
    spans = SupportPlan.objects.approved().order_by("from_date")
    assert list(spans.values_list("until_date", flat=True)) in ([day], [day, None])


@pytest.mark.postgresql
@pytest.mark.usefixtures("transactional_db")
def test_two_people_at_once_change_a_pause_and_one_reads_so() -> None:
    case = make_approved()
    by = as_viewer(case.broker)
    facts = {"by": by, "person": case.person, "reason": PauseReason.HOSPITAL}
    pause = pause_support(**facts, from_date=date(2026, 9, 1))  # type: ignore[arg-type]
    acts = [
        partial(end_pause, by=by, pause=Pause.objects.get(), until_date=day)
        for day in (date(2026, 9, 10), date(2026, 9, 12))
    ]
    assert at_once(*acts) == ["pause_changed_already"]
    assert Pause.objects.filter(person=case.person, withdrawn_at=None).count() == 1
    assert Pause.objects.get(pk=pause.pk).withdrawn_at is not None
