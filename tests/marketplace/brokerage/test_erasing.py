"""When a case is over for long enough, everything of its money and plans goes, whatever points at what."""

from datetime import date, datetime

import pytest

from marketplace.brokerage.actions import (
    end_agreement,
    end_budget,
    end_pause,
    end_plan,
    pause_support,
)
from marketplace.brokerage.keeps import KEEPS
from marketplace.brokerage.models import Outcome, PersonalBudget, PlanItem
from marketplace.brokerage.rules import BudgetKind, PauseReason, PayerKind, PlanEnd
from marketplace.core.retention import Part
from marketplace.people.models import Access, Person
from marketplace.records.actions.purging import purge
from tests.factories.accounts import as_viewer
from tests.factories.brokerage import Case, approve_again, make_approved
from tests.factories.funding import make_agreement, make_budget
from tests.factories.people import REGISTRY
from tests.factories.records import OVER, nightly

pytestmark = pytest.mark.django_db
LATER, END = date(2026, 10, 5), date(2026, 10, 19)


def whole_case(at: datetime) -> Case:
    """Budgets, terms and plans that replaced each other, a pause, and their ends."""
    case, by = make_approved(), as_viewer(REGISTRY, at)
    weekly = {PayerKind.COUNCIL: 10_000}
    for _ in range(2):
        make_budget(case.person, weekly, from_date=LATER, at=at)
        approve_again(case, at=at, from_date=LATER)
    agreement = make_agreement(case.person, weekly, from_date=LATER, at=at)
    pause = pause_support(by=by, person=case.person, reason=PauseReason.AWAY, from_date=at.date())
    end_pause(by=by, pause=pause, until_date=LATER)
    end_agreement(by=by, agreement=agreement, day=END)
    end_budget(by=by, person=case.person, kind=BudgetKind.CARE, day=END, reason=PlanEnd.MOVED)
    end_plan(by=by, person=case.person, kind=BudgetKind.CARE, day=END, reason=PlanEnd.NOT_ELIGIBLE)
    Access.objects.filter(person=case.person, until_date=None).update(until_date=END)
    return case


def test_every_row_of_a_case_goes_with_its_person(at: datetime) -> None:
    case = whole_case(at)
    assert PersonalBudget.objects.exclude(replaces=None).count() == 2
    purge(by=nightly())
    assert Person.objects.get(pk=case.person.pk).erased_at == OVER
    for kept in KEEPS:
        if isinstance(kept.ends, Part):
            assert not kept.model._base_manager.exists(), kept.model


def test_case_whose_money_is_still_agreed_stays(at: datetime) -> None:
    case = whole_case(at)
    make_agreement(case.person, {PayerKind.COUNCIL: 1}, from_date=END, at=at)
    purge(by=nightly())
    assert Person.objects.get(pk=case.person.pk).erased_at is None
    assert PlanItem.objects.exists()
    assert Outcome.objects.exists()
