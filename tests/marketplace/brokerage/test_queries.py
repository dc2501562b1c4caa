"""Lists and boards: what they say, who sees them, and that their queries do not grow."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from marketplace.accounts.rules import Role
from marketplace.brokerage.actions import (
    add_item,
    add_outcome,
    allocate_broker,
    open_plan,
    return_plan,
)
from marketplace.brokerage.models import PlanWriter
from marketplace.brokerage.queries import (
    caseload,
    find_listings,
    listings_by_id,
    plan_board,
    plans_of,
    waiting_plans,
)
from marketplace.brokerage.rules import (
    Equipment,
    Frequency,
    PlanPurpose,
    PlanState,
    Terms,
)
from tests.factories.accounts import as_viewer, make_other_authority, make_user
from tests.factories.brokerage import (
    Case,
    complete,
    make_approved,
    make_case,
    make_public_listing,
    make_submitted,
    set_price,
)
from tests.factories.people import REGISTRY, make_person
from tests.factories.vocabulary import make_outcome_term

pytestmark = pytest.mark.django_db
TODAY = date(2026, 9, 21)


def test_caseload_puts_returned_first_and_the_unstarted_before_the_waiting(at: datetime) -> None:
    broker = make_user(Role.BROKER)
    waiting, returned, draft = make_submitted(), make_submitted(), make_case()
    for case in (waiting, returned, draft):
        allocate_broker(by=as_viewer(REGISTRY, at), person=case.person, broker=broker)
    return_plan(
        by=as_viewer(returned.manager, at),
        plan=returned.plan,
        version=returned.plan.version,
        reasons="x",
    )
    new = make_person()
    allocate_broker(by=as_viewer(REGISTRY, at), person=new, broker=broker)
    lines = caseload(
        viewer=as_viewer(broker),
    )
    assert [line.name for line in lines] == [
        case.name for case in (returned.person, draft.person, new, waiting.person)
    ]
    assert lines[0].left_to_plan_pence == 28_650 - 9_600
    assert (lines[2].plan, lines[2].budget, lines[2].left_to_plan_pence) == (None, None, None)


def test_caseload_is_empty_for_another_broker_and_in_another_council(at: datetime) -> None:
    case = make_case()
    other = make_other_authority()
    assert (
        caseload(
            viewer=as_viewer(make_user(Role.BROKER)),
        )
        == []
    )
    assert caseload(viewer=as_viewer(case.broker, authority=other)) == []


def test_caseload_queries_do_not_grow(django_assert_num_queries: object, at: datetime) -> None:
    broker = make_user(Role.BROKER)
    for case in (make_submitted(), make_approved(), make_case()):
        allocate_broker(by=as_viewer(REGISTRY, at), person=case.person, broker=broker)
    viewer = as_viewer(broker)
    with django_assert_num_queries(6):  # type: ignore[operator]
        assert len(caseload(viewer=viewer)) == 3


def test_board_queries_do_not_grow(django_assert_num_queries: object, at: datetime) -> None:
    case = _longer(complete(make_case()), at)
    plan = open_plan(
        by=as_viewer(case.broker, at),
        public_id=case.plan.public_id,
        purpose=PlanPurpose.PLANNING,
    )
    viewer = as_viewer(case.broker, at)
    with django_assert_num_queries(14):  # type: ignore[operator]
        board = plan_board(viewer=viewer, plan=plan)
    assert len(board.outcomes) == 2
    assert len(board.items) == 3


def test_board_adds_up_and_knows_who_decides(at: datetime) -> None:
    case = _longer(complete(make_case()), at)
    board = plan_board(viewer=as_viewer(case.broker, at), plan=case.plan)
    assert board.position.cost.weekly_pence == sum(item.weekly_pence for item in board.items)
    assert board.position.cost.one_off_pence == 6_400
    assert board.required.role == Role.APPROVER
    assert board.problems == []
    assert board.answered_count == 7


def test_board_shows_a_price_that_moved_and_a_listing_that_left(at: datetime) -> None:
    case = complete(make_case())
    set_price(case.listing, 2_500)
    board = plan_board(viewer=as_viewer(case.broker, at), plan=case.plan)
    assert [item.price_now_pence for item in board.moved] == [2_500]
    case.listing.supplier.accreditations.update(state="suspended")
    board = plan_board(viewer=as_viewer(case.broker, at), plan=case.plan)
    assert [item.title for item in board.gone] == [case.listing.title]
    assert board.moved == ()
    assert [problem.code for _, problem in board.problems] == ["plan_listing_gone"]
    assert board.gone_problems[0].facts["title"] == case.listing.title


def test_writers_are_who_wrote_in_a_plan_and_who_sent_it_or_is_about_to() -> None:
    plan = make_case().plan
    sender, colleague = make_user(), make_user()
    assert plan.writer_ids == {plan.author_id}
    plan.submitted_by_id = sender.pk
    assert plan.writer_ids == {plan.author_id, sender.pk}
    PlanWriter.objects.create(plan=plan, user=colleague)
    assert plan.writer_ids_with(0) == {plan.author_id, 0, colleague.pk}


def test_waiting_plans_come_oldest_first_and_only_to_their_team(at: datetime) -> None:
    late = make_submitted(at=at)
    early, senior_only = make_submitted(), make_submitted(visits=20)
    lines = waiting_plans(
        viewer=as_viewer(late.manager),
    )
    assert [line.plan.public_id for line in lines] == [early.plan.public_id, late.plan.public_id]
    lines = waiting_plans(
        viewer=as_viewer(late.senior),
    )
    assert [line.plan.public_id for line in lines] == [senior_only.plan.public_id]
    assert (
        waiting_plans(
            viewer=as_viewer(late.broker),
        )
        == []
    )


def test_plans_of_a_person_come_newest_first_to_who_may_see() -> None:
    case = make_approved()
    assert [
        line.state
        for line in plans_of(
            viewer=as_viewer(case.broker),
            person=case.person,
        )
    ] == [PlanState.APPROVED]
    assert (
        plans_of(
            viewer=as_viewer(make_user(Role.BROKER)),
            person=case.person,
        )
        == []
    )


def test_listings_are_found_by_title_supplier_and_pasted_address(at: datetime) -> None:
    visits = make_public_listing(title="Morning visits")
    make_public_listing(title="Garden help")
    elsewhere = make_public_listing(authority=make_other_authority(), title="Morning visits")
    viewer = as_viewer(make_user(Role.BROKER), at)
    for text in ("morning", "lantern morning", f"http://x/listings/m-{visits.public_id}/"):
        found = find_listings(viewer=viewer, text=text)
        assert [row.public_id for row in found] == [visits.public_id]
        assert found[0].headline is not None
        assert found[0].headline.amount_pence == 1_920
    assert find_listings(viewer=viewer, text=str(elsewhere.public_id)) == []
    ids = [visits.public_id, elsewhere.public_id]
    assert len(listings_by_id(viewer=viewer, public_ids=ids)) == 1


def _longer(case: Case, at: datetime) -> Case:
    edit = {"by": as_viewer(case.broker, at), "plan": case.plan}
    outcome = add_outcome(
        **edit,  # type: ignore[arg-type]
        version=case.plan.version,
        words="I want to get in the bath.",
        term_id=make_outcome_term("home_safely", case.authority).pk,
        baseline=2,
        target=5,
    )
    add_item(
        **edit,  # type: ignore[arg-type]
        version=case.plan.version,
        outcome_ids=[outcome.pk],
        offer=Equipment("Bath bench", "Steadfast", 6_400),
        terms=Terms(Decimal(1), Frequency.ONCE),
    )
    return case
