"""Upratings: undone until the day, discarded before, and by whom."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db.models import Max

from marketplace.accounts.rules import Role
from marketplace.brokerage.actions import (
    agree_terms,
    confirm_uprating,
    discard_uprating,
    end_agreement,
    end_budget,
    prepare_uprating,
    undo_uprating,
)
from marketplace.brokerage.models import (
    AgreementTerms,
    MovedEnd,
    PersonalBudget,
    PriceChange,
    Uprating,
)
from marketplace.brokerage.rules import (
    Amount,
    BudgetKind,
    PayerKind,
    PlanEnd,
    UpratingState,
)
from marketplace.core.models import AuditEvent
from marketplace.core.transitions import NotInThatState
from tests.factories.accounts import NOW, as_viewer, make_user
from tests.factories.brokerage import refused
from tests.factories.funding import make_budget
from tests.factories.people import REGISTRY
from tests.factories.uprating import (
    APRIL,
    agreement_of,
    asked,
    carry_on,
    make_paid_case,
    make_preview,
    make_uprated,
    undo,
)
from tests.marketplace.brokerage.uprated import (
    budgets_on,
    later,
    rates_on,
    read,
    reasons,
    states_of,
)

pytestmark = pytest.mark.django_db


def test_undone_uprating_leaves_everything_as_it_was_read() -> None:
    case = make_paid_case()
    before = read(case.person)
    uprating = make_uprated(case.authority)
    recorded = read(case.person)
    undo(uprating, later(days=3))
    assert uprating.state == UpratingState.UNDONE
    assert states_of(uprating) == {case.person.name: "taken_back"}
    assert read(case.person) == before
    assert budgets_on(case.person, APRIL) == [28_650]
    assert read(case.person, known=later(days=1).date()) == recorded
    assert PriceChange.objects.get().withdrawn_at == later(days=3)
    assert MovedEnd.objects.filter(recorded_at=later(days=3)).count() == 4


def test_undone_uprating_when_carried_on_again_changes_nothing() -> None:
    case = make_paid_case()
    uprating = undo(make_uprated(case.authority))
    before, rows = read(case.person), AuditEvent.objects.count()
    carry_on(uprating)
    with pytest.raises(NotInThatState):
        undo_uprating(by=as_viewer(REGISTRY), uprating=uprating)
    assert (read(case.person), AuditEvent.objects.count()) == (before, rows)


def test_uprating_when_its_day_has_come_is_not_undone() -> None:
    case = make_paid_case()
    uprating = make_uprated(case.authority)
    with refused("uprating_day_has_come"):
        undo_uprating(by=as_viewer(REGISTRY, APRIL), uprating=uprating)
    assert uprating.state == UpratingState.RECORDED


def test_uprating_when_its_day_comes_while_it_is_undone_keeps_the_rest() -> None:
    case = make_paid_case()
    uprating = make_uprated(case.authority)
    undo_uprating(by=as_viewer(REGISTRY, APRIL - timedelta(1)), uprating=uprating)
    carry_on(uprating, datetime(2027, 4, 5, 9, tzinfo=NOW.tzinfo))
    assert reasons(uprating) == ["day_has_come"]
    assert rates_on(case.person, APRIL)[PayerKind.COUNCIL] == 21_043


def agree_more_terms(case: Any) -> None:
    fund = case.person.funds.order_by("pk")[0]
    agree_terms(
        by=as_viewer(REGISTRY),
        agreement=agreement_of(case.person),
        amounts={fund: Amount(30_000)},
        from_date=date(2027, 5, 3),
    )


def agree_more_budget(case: Any) -> None:
    make_budget(case.person, {PayerKind.COUNCIL: 30_000}, from_date=date(2027, 1, 4), at=NOW)


def uprate_again(case: Any) -> None:
    make_uprated(
        case.authority,
        from_date=APRIL + timedelta(7),
        rate=0,
        payers=frozenset(),
        price_rate=100,
    )


ON_TOP: Iterable[Any] = [
    agree_more_terms,
    agree_more_budget,
    uprate_again,
    lambda case: end_agreement(
        by=as_viewer(REGISTRY), agreement=agreement_of(case.person), day=date(2027, 5, 3)
    ),
    lambda case: end_budget(
        by=as_viewer(REGISTRY),
        person=case.person,
        kind=BudgetKind.CARE,
        day=date(2027, 5, 3),
        reason=PlanEnd.MOVED,
    ),
]


@pytest.mark.parametrize("on_top", ON_TOP)
def test_undoing_when_something_is_agreed_on_top_keeps_that_person(on_top: Any) -> None:
    case, other = make_paid_case(), make_paid_case()
    uprating = make_uprated(case.authority)
    on_top(case)
    after = read(case.person)
    undo(uprating)
    states = states_of(uprating)
    assert states[case.person.name] == "kept"
    # A second uprating is of everybody.
    assert states[other.person.name] == ("kept" if on_top is uprate_again else "taken_back")
    assert set(reasons(uprating)) == {"agreed_on_top"}
    assert read(case.person) == after


def test_undoing_when_what_was_on_top_is_undone_first_takes_both_back() -> None:
    case = make_paid_case()
    before = read(case.person)
    first = make_uprated(case.authority)
    second = make_uprated(case.authority, from_date=APRIL + timedelta(7))
    undo(second)
    undo(first)
    assert read(case.person) == before


def test_actions_when_the_actor_is_not_of_finance_are_refused() -> None:
    case = make_paid_case()
    broker = as_viewer(make_user(Role.BROKER))
    uprating = make_preview(case.authority)
    with pytest.raises(PermissionDenied):
        prepare_uprating(by=broker, authority_id=case.authority.pk, asked=asked())
    for action in (confirm_uprating, discard_uprating, undo_uprating):
        with pytest.raises(PermissionDenied):
            action(by=broker, uprating=uprating)
    assert uprating.state == UpratingState.PREPARED


def test_finance_may_ask_confirm_and_undo_and_it_is_kept_who_did() -> None:
    case = make_paid_case()
    finance = make_user(Role.FINANCE)
    by = as_viewer(finance)
    uprating = carry_on(prepare_uprating(by=by, authority_id=case.authority.pk, asked=asked()))
    confirm_uprating(by=by, uprating=uprating)
    carry_on(uprating)
    undo_uprating(by=by, uprating=uprating)
    who = (uprating.made_by, uprating.confirmed_by, uprating.undone_by)
    assert who == (finance, finance, finance)


def test_preview_when_discarded_is_gone_and_a_recorded_one_is_not() -> None:
    case = make_paid_case()
    preview, recorded = make_preview(case.authority), make_uprated(case.authority)
    discard_uprating(by=as_viewer(REGISTRY), uprating=preview)
    assert list(Uprating.objects.all()) == [recorded]
    with refused("uprating_recorded_already"):
        discard_uprating(by=as_viewer(REGISTRY), uprating=recorded)
    assert AuditEvent.objects.filter(event="uprating_discarded").count() == 1


def test_confirming_when_the_day_is_past_is_refused() -> None:
    case = make_paid_case()
    uprating = make_preview(case.authority, from_date=NOW.date())
    with refused("uprating_day_past"):
        confirm_uprating(by=as_viewer(REGISTRY, later(days=1)), uprating=uprating)


def test_audit_says_what_was_recorded_by_ids_once_a_part() -> None:
    case = make_paid_case()
    last = AuditEvent.objects.aggregate(last=Max("pk"))["last"]
    make_uprated(case.authority)
    events = AuditEvent.objects.filter(pk__gt=last).order_by("pk")
    assert [event.event for event in events] == [
        "uprating_asked",
        "uprating_prepared",
        "uprating_confirmed",
        "people_uprated",
        "uprating_recorded",
    ]
    part = events[3].data
    assert part["people"] == [case.person.pk]
    assert part["budgets"] == [PersonalBudget.objects.latest("pk").pk]
    assert part["terms"] == [AgreementTerms.objects.latest("pk").pk]
    assert part["prices"] == [PriceChange.objects.get().pk]
