"""Plans that follow one another: approved ahead, for earlier days, twice on one day; lines that last."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from marketplace.brokerage.actions import (
    add_item,
    approve_plan,
    call_back_plan,
    remove_item,
    start_plan,
)
from marketplace.brokerage.models import PlanItem, PriceChange, SupportPlan
from marketplace.brokerage.queries import (
    approved_plan,
    caseload,
    commitments,
    live_plans_with,
    plan_board,
    plans_beside,
)
from marketplace.brokerage.rules import (
    Equipment,
    Frequency,
    PayerKind,
    PlanState,
    Terms,
)
from marketplace.core.models import AuditEvent
from marketplace.core.periods import Period
from tests.factories.accounts import as_viewer
from tests.factories.brokerage import (
    ALL_MET,
    Case,
    approve_again,
    make_approved,
    refused,
    send_plan,
)
from tests.factories.funding import make_budget

pytestmark = pytest.mark.django_db
#: The Monday of the week in which the plans here were sent, and days after it.
FIRST, TODAY, LATER = date(2026, 8, 31), date(2026, 9, 21), date(2026, 10, 5)
YEAR = Period(date(2026, 4, 1), date(2027, 4, 1))


def spans(case: Case) -> list[tuple[date | None, date | None, str]]:
    rows = SupportPlan.objects.approved().filter(person=case.person).order_by("from_date")
    return [(row.from_date, row.until_date, row.state) for row in rows]


def of_plans(case: Case, known: date | None = None) -> dict[int, set[tuple[date, date | None]]]:
    found: dict[int, set[tuple[date, date | None]]] = {}
    for piece in commitments([case.person.pk], YEAR, known=known)[case.person.pk]:
        found.setdefault(piece.plan_id, set()).add((piece.first, piece.until))
    return found


def test_plan_sent_without_a_day_begins_on_the_monday_of_that_week() -> None:
    assert make_approved().plan.from_date == FIRST


def test_plan_approved_ahead_holds_beside_the_one_in_force(at: datetime) -> None:
    case = make_approved()
    old, new = case.plan, approve_again(case, at=at, from_date=LATER)
    assert spans(case) == [(FIRST, LATER, PlanState.APPROVED), (LATER, None, PlanState.APPROVED)]
    assert of_plans(case) == {old.pk: {(FIRST, LATER)}, new.pk: {(LATER, None)}}
    assert [approved_plan(case.person, day) for day in (TODAY, LATER)] == [old, new]
    board = plan_board(viewer=as_viewer(case.broker, at), plan=new)
    assert board.days.is_ahead
    (line,) = caseload(viewer=as_viewer(case.broker, at))
    assert line.plan is not None
    assert line.plan.public_id == old.public_id
    (line,) = caseload(viewer=as_viewer(case.broker, at + timedelta(days=20)))
    assert line.plan is not None
    assert line.plan.public_id == new.public_id


def test_plan_approved_twice_on_a_day_from_the_same_day_replaces_the_first_whole(
    at: datetime,
) -> None:
    case = make_approved()
    first = approve_again(case, at=at)
    second = approve_again(case, at=at)
    first.refresh_from_db()
    assert (first.state, first.until_date) == (PlanState.SUPERSEDED, first.from_date)
    assert spans(case) == [(FIRST, TODAY, PlanState.SUPERSEDED), (TODAY, None, PlanState.APPROVED)]
    assert set(of_plans(case)) == {SupportPlan.objects.order_by("pk")[0].pk, second.pk}
    moved = AuditEvent.objects.filter(event="plan_replaced", subject_id=first.pk).get()
    assert moved.data["replaced_by"] == second.pk


def test_plan_approved_for_earlier_days_ends_where_the_next_begins(at: datetime) -> None:
    case = make_approved()
    new = approve_again(case, at=at, from_date=date(2026, 7, 6))
    assert spans(case) == [
        (date(2026, 7, 6), FIRST, PlanState.APPROVED),
        (FIRST, None, PlanState.APPROVED),
    ]
    assert of_plans(case)[new.pk] == {(date(2026, 7, 6), FIRST)}


def test_plan_ahead_replaced_before_it_began_never_holds(at: datetime) -> None:
    case = make_approved()
    ahead = approve_again(case, at=at, from_date=LATER)
    approve_again(case, at=at, from_date=LATER)
    ahead.refresh_from_db()
    assert ahead.days(TODAY).never_held
    assert ahead.pk not in of_plans(case)


def test_what_approving_does_to_other_plans_is_said_before(at: datetime) -> None:
    case = make_approved()
    old = case.plan
    approve_again(case, at=at, from_date=LATER)
    case.plan = start_plan(by=as_viewer(case.broker, at), person=case.person)
    assert plans_beside(case.plan, TODAY).moved == ()
    send_plan(
        by=as_viewer(case.broker, at),
        plan=case.plan,
        version=case.plan.version,
        person_agreed_date=TODAY,
        from_date=date(2026, 9, 28),
    )
    beside = plans_beside(case.plan, TODAY)
    assert [plan.first for plan in beside.plans] == [FIRST, LATER]
    assert [(plan.public_id, plan.ends) for plan in beside.moved] == [
        (old.public_id, date(2026, 9, 28))
    ]
    assert beside.until == LATER


def test_first_day_is_asked_again_when_a_plan_is_called_back(at: datetime) -> None:
    case = make_approved()
    by = as_viewer(case.broker, at)
    case.plan = start_plan(by=by, person=case.person)
    for day in (LATER, TODAY):
        facts = {"by": by, "plan": case.plan, "version": case.plan.version}
        send_plan(**facts, person_agreed_date=TODAY, from_date=day)  # type: ignore[arg-type]
        assert case.plan.from_date == day
        call_back_plan(by=by, plan=case.plan, version=case.plan.version)


def test_line_keeps_its_identity_and_its_anchor_through_every_version(at: datetime) -> None:
    case = make_approved()
    lines = set(case.plan.items.values_list("line", flat=True))
    approve_again(case, at=at, from_date=LATER)
    new = case.plan
    assert set(new.items.values_list("line", flat=True)) == lines
    assert not set(new.items.values_list("pk", flat=True)) & set(
        PlanItem.objects.exclude(plan=new).values_list("pk", flat=True)
    )
    pieces = commitments([case.person.pk], YEAR)[case.person.pk]
    assert {piece.anchor for piece in pieces} == {FIRST}
    assert len({piece.line_id for piece in pieces}) == 2


def test_added_support_is_a_new_line_and_removed_support_ends_with_its_plan(at: datetime) -> None:
    case = make_approved()
    old_lines = set(case.plan.items.values_list("line", flat=True))
    by = as_viewer(case.broker, at)
    case.plan = start_plan(by=by, person=case.person)
    gone = case.plan.items.get(kind="natural")
    remove_item(by=by, plan=case.plan, version=case.plan.version, item_id=gone.pk)
    added = add_item(
        by=by,
        plan=case.plan,
        version=case.plan.version,
        outcome_ids=[case.plan.outcomes.get().pk],
        offer=Equipment("Bench", "Fenway", 6_400),
        terms=Terms(Decimal(1), Frequency.ONCE),
    )
    assert added.line_id not in old_lines
    send_plan(
        by=by, plan=case.plan, version=case.plan.version, person_agreed_date=TODAY, from_date=LATER
    )
    approve_plan(
        by=as_viewer(case.manager, at),
        plan=case.plan,
        version=case.plan.version,
        verdicts=ALL_MET,
    )
    found = {
        piece.line_id: (piece.first, piece.until, piece.anchor)
        for piece in commitments([case.person.pk], Period(LATER))[case.person.pk]
    }
    assert gone.line_id not in found
    assert found[added.line_id] == (LATER, None, LATER)


def test_brokers_hear_of_suppliers_in_plans_that_hold_or_will_and_no_longer_of_others(
    at: datetime,
) -> None:
    case = make_approved()
    old = case.plan
    approve_again(case, at=at, from_date=LATER)
    ids = [case.listing.supplier_id]
    assert {plan for plan, _ in live_plans_with(ids, TODAY)} == {old, case.plan}
    assert {plan for plan, _ in live_plans_with(ids, LATER)} == {case.plan}


def test_database_refuses_two_approved_plans_of_a_kind_for_one_day(at: datetime) -> None:
    case = make_approved()
    approve_again(case, at=at, from_date=LATER)
    rows = SupportPlan.objects.filter(person=case.person).values()
    again = SupportPlan(**{**rows.latest("pk"), "id": None, "public_id": "1" * 32})
    with pytest.raises(DatabaseError, match="same day"), transaction.atomic():
        SupportPlan.objects.bulk_create([again])
    again.kind = "trial"
    SupportPlan.objects.bulk_create([again])


def test_plan_is_held_beside_the_budget_of_its_own_days(at: datetime) -> None:
    case = make_approved()
    make_budget(case.person, {PayerKind.COUNCIL: 40_000}, from_date=LATER, at=at)
    viewer = as_viewer(case.broker, at)
    assert plan_board(viewer=viewer, plan=case.plan).position.budget_pence == 28_650
    approve_again(case, at=at, from_date=LATER)
    assert plan_board(viewer=viewer, plan=case.plan).position.budget_pence == 40_000


def test_second_open_plan_of_a_kind_is_refused_while_one_is_approved_ahead(at: datetime) -> None:
    case = make_approved()
    approve_again(case, at=at, from_date=LATER)
    by = as_viewer(case.broker, at)
    start_plan(by=by, person=case.person)
    with refused("plan_open_already"):
        start_plan(by=by, person=case.person)


def test_a_plan_begun_after_an_uprating_is_copied_at_the_price_in_force() -> None:
    case = make_approved()
    item = case.plan.items.get(kind="listing")
    day = date(2026, 11, 2)
    PriceChange.objects.create(
        line=item.line,
        from_date=day,
        signed_pence=item.price_pence,
        price_pence=2_000,
        uprating=uuid4(),
        recorded_at=case.plan.approved_at,
        recorded_by_system="tests",
    )
    before = as_viewer(case.broker, datetime(2026, 11, 1, 9, tzinfo=UTC))
    draft = start_plan(by=before, person=case.person)
    assert draft.items.get(line=item.line).price_pence == item.price_pence
    draft.delete()
    on_the_day = as_viewer(case.broker, datetime(2026, 11, 2, 9, tzinfo=UTC))
    draft = start_plan(by=on_the_day, person=case.person)
    assert draft.items.get(line=item.line).price_pence == 2_000
