"""Writing a plan: answers, outcomes, items with their prices, and what is refused."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from marketplace.accounts.rules import Role
from marketplace.brokerage.actions import (
    add_item,
    add_outcome,
    allocate_broker,
    answer_question,
    change_item,
    change_outcome,
    refresh_price,
    remove_item,
    remove_outcome,
    start_plan,
)
from marketplace.brokerage.errors import BrokerageError
from marketplace.brokerage.rules import (
    ANSWER_LENGTH,
    PLAN_WRITE_DAYS,
    Equipment,
    Frequency,
    FromListing,
    ItemKind,
    Natural,
    OffMarket,
    Terms,
)
from marketplace.core.errors import problem
from marketplace.core.models import AuditEvent
from marketplace.council.models import CouncilFigure
from marketplace.listings.rules import ListingState, PriceUnit
from marketplace.people.rules import CHOOSABLE, AccessCapacity, Scope
from tests.factories.accounts import as_viewer, make_other_authority, make_user
from tests.factories.brokerage import (
    WEEKLY as A_WEEK,
)
from tests.factories.brokerage import (
    Case,
    complete,
    make_approved,
    make_case,
    make_public_listing,
    make_submitted,
    refused,
    set_price,
)
from tests.factories.funding import make_budget
from tests.factories.people import REGISTRY, let_see, make_person
from tests.factories.vocabulary import make_outcome_term

pytestmark = pytest.mark.django_db
WEEKLY = Terms(Decimal(5), Frequency.WEEK)


def edit(case: Case, at: datetime) -> dict[str, Any]:
    return {"by": as_viewer(case.broker, at), "plan": case.plan, "version": case.plan.version}


def test_answer_is_saved_and_recorded_without_its_words(at: datetime) -> None:
    case = make_case()
    answer_question(**edit(case, at), question=1, text=" Choir and quiet mornings. ")
    assert case.plan.answers.get().text == "Choir and quiet mornings."
    event = AuditEvent.objects.get(event="plan_question_answered")
    assert event.data == {"version": 2, "question": 1}


def test_eighth_question_is_refused(at: datetime) -> None:
    with refused("plan_question_unknown"):
        answer_question(**edit(make_case(), at), question=8, text="What?")


def test_answer_longer_than_a_page_is_refused_at_its_field(at: datetime) -> None:
    with pytest.raises(BrokerageError) as refusal:
        answer_question(**edit(make_case(), at), question=1, text="x" * (ANSWER_LENGTH + 1))
    assert refusal.value.problems == [
        problem("plan_text_too_long", "text", most=ANSWER_LENGTH, over=1)
    ]


def test_plan_is_due_when_the_councils_figure_says(at: datetime) -> None:
    person, broker = make_person(), make_user(Role.BROKER)
    by = as_viewer(REGISTRY, at)
    make_budget(person, A_WEEK, from_date=date(2026, 9, 1), at=at)
    allocate_broker(by=by, person=person, broker=broker)
    CouncilFigure.objects.create(
        authority=person.authority,
        key=PLAN_WRITE_DAYS.key,
        value=7,
        from_date=date(2026, 9, 1),
        source="Cabinet",
        set_at=at,
        set_by_system="tests",
    )
    plan = start_plan(by=as_viewer(broker, at), person=person)
    assert plan.due_date == date(2026, 9, 28)


def test_stale_version_is_refused_and_nothing_is_overwritten(at: datetime) -> None:
    case = make_case()
    old = edit(case, at)
    answer_question(**old, question=1, text="The first window.")
    with refused("plan_stale"):
        answer_question(**old, question=1, text="The second window.")
    assert case.plan.answers.get().text == "The first window."


def test_another_broker_is_refused(at: datetime) -> None:
    case = make_case()
    with pytest.raises(PermissionDenied):
        answer_question(
            **edit(case, at) | {"by": as_viewer(make_user(Role.BROKER), at)},
            question=1,
            text="Not mine.",
        )


@pytest.mark.parametrize("scope", sorted(CHOOSABLE))
def test_plan_is_written_by_access_to_write_it_whatever_the_role(
    at: datetime, scope: Scope
) -> None:
    case, daughter = make_case(), make_user(Role.SUPPLIER)
    let_see(case.person, AccessCapacity.REPRESENTATIVE, user=daughter, scopes=frozenset({scope}))
    write = {**edit(case, at), "by": as_viewer(daughter, at), "question": 1, "text": "Hers."}
    if scope == Scope.PLAN_WRITE:
        answer_question(**write)
        assert case.plan.answers.get().text == "Hers."
        return
    with pytest.raises(PermissionDenied):
        answer_question(**write)


def test_manager_who_sees_the_plan_cannot_write_it(at: datetime) -> None:
    case = make_submitted()
    with pytest.raises(PermissionDenied):
        answer_question(
            **edit(case, at) | {"by": as_viewer(case.manager, at)}, question=1, text="Mine now."
        )


@pytest.mark.parametrize(
    ("make", "code"),
    [(make_submitted, "plan_waits_for_a_decision"), (make_approved, "plan_approved_already")],
)
def test_sent_and_approved_plans_are_not_edited(make: Any, code: str, at: datetime) -> None:
    case = make()
    with refused(code):
        answer_question(**edit(case, at), question=1, text="Something else.")


def test_outcomes_are_added_changed_and_removed_with_their_items(at: datetime) -> None:
    case = complete(make_case())
    second = add_outcome(
        **edit(case, at),
        words="Choir",
        term_id=make_outcome_term("community", case.authority).pk,
        baseline=1,
        target=4,
    )
    assert second.position == 2
    change_outcome(
        **edit(case, at),
        outcome_id=second.pk,
        words="My choir back",
        term_id=make_outcome_term("community", case.authority).pk,
        baseline=1,
        target=5,
    )
    assert case.outcome is not None
    remove_outcome(**edit(case, at), outcome_id=case.outcome.pk)
    assert [o.words for o in case.plan.outcomes.all()] == ["My choir back"]
    assert not case.plan.items.exists()
    assert len(AuditEvent.objects.get(event="plan_outcome_removed").data["items"]) == 2


@pytest.mark.parametrize(
    ("baseline", "target", "code"),
    [
        (0, 4, "plan_score_out_of_range"),
        (2, 6, "plan_score_out_of_range"),
        (4, 3, "plan_aim_below_now"),
    ],
)
def test_scores_that_make_no_sense_are_refused(
    baseline: int, target: int, code: str, at: datetime
) -> None:
    with refused(code):
        add_outcome(
            **edit(make_case(), at),
            words="Choir",
            term_id=make_outcome_term("community").pk,
            baseline=baseline,
            target=target,
        )


def test_listing_item_keeps_price_unit_and_version(at: datetime) -> None:
    case = complete(make_case())
    item = case.plan.items.get(kind=ItemKind.LISTING)
    assert (item.price_pence, item.unit, item.listing_version) == (1_920, "visit", 2)
    assert item.provider_name == "Lantern Lane Home Care"
    assert item.title == case.listing.title


def test_every_kind_of_item_can_be_added(at: datetime) -> None:
    case = complete(make_case())
    assert case.outcome is not None
    once = Terms(Decimal(1), Frequency.ONCE)
    for offer, terms in [
        (OffMarket("Gardening", "Joe", PriceUnit.HOUR, 1_800), WEEKLY),
        (Equipment("Bath bench", "Fenway", 6_400), once),
        (Natural("Lunch", "Ruth"), WEEKLY),
    ]:
        add_item(**edit(case, at), outcome_ids=[case.outcome.pk], offer=offer, terms=terms)
    assert sorted(case.plan.items.values_list("kind", "price_pence")) == [
        ("equipment", 6_400),
        ("listing", 1_920),
        ("natural", 0),
        ("natural", 0),
        ("off_market", 1_800),
    ]


def test_listing_that_is_not_public_is_refused(at: datetime) -> None:
    case = complete(make_case())
    assert case.outcome is not None
    hidden = make_public_listing()
    hidden.supplier.accreditations.update(state="suspended")
    elsewhere = make_public_listing(authority=make_other_authority())
    for listing in (hidden, elsewhere):
        with refused("plan_listing_not_public"):
            add_item(
                **edit(case, at),
                outcome_ids=[case.outcome.pk],
                offer=FromListing(listing.pk, PriceUnit.VISIT),
                terms=WEEKLY,
            )


def test_price_that_the_listing_does_not_have_is_refused(at: datetime) -> None:
    case = complete(make_case())
    assert case.outcome is not None
    with refused("plan_price_gone"):
        add_item(
            **edit(case, at),
            outcome_ids=[case.outcome.pk],
            offer=FromListing(case.listing.pk, PriceUnit.NIGHT),
            terms=WEEKLY,
        )


def test_changing_terms_keeps_the_price_until_it_is_refreshed(at: datetime) -> None:
    case = complete(make_case())
    item = case.plan.items.get(kind=ItemKind.LISTING)
    set_price(case.listing, 2_500)
    changed = change_item(
        **edit(case, at),
        item_id=item.pk,
        offer=FromListing(case.listing.pk, PriceUnit.VISIT),
        terms=Terms(Decimal(7), Frequency.WEEK),
    )
    assert (changed.price_pence, changed.quantity) == (1_920, 7)
    refreshed = refresh_price(**edit(case, at), item_id=item.pk)
    assert (refreshed.price_pence, refreshed.listing_version) == (2_500, 3)


def test_choosing_another_price_takes_todays(at: datetime) -> None:
    case = complete(make_case())
    item = case.plan.items.get(kind=ItemKind.LISTING)
    set_price(case.listing, 2_560, unit=PriceUnit.HOUR)
    changed = change_item(
        **edit(case, at),
        item_id=item.pk,
        offer=FromListing(case.listing.pk, PriceUnit.HOUR),
        terms=WEEKLY,
    )
    assert (changed.unit, changed.price_pence) == ("hour", 2_560)


def test_item_keeps_its_kind(at: datetime) -> None:
    case = complete(make_case())
    item = case.plan.items.get(kind=ItemKind.LISTING)
    with refused("plan_item_keeps_its_kind"):
        change_item(
            **edit(case, at),
            item_id=item.pk,
            offer=Natural("Visits", "Ruth"),
            terms=WEEKLY,
        )


def test_removed_item_is_gone_and_cannot_be_removed_twice(at: datetime) -> None:
    case = complete(make_case())
    item = case.plan.items.get(kind=ItemKind.NATURAL)
    remove_item(**edit(case, at), item_id=item.pk)
    with refused("plan_item_gone"):
        remove_item(**edit(case, at), item_id=item.pk)


def test_price_of_something_not_listed_cannot_be_refreshed(at: datetime) -> None:
    case = complete(make_case())
    item = case.plan.items.get(kind=ItemKind.NATURAL)
    with refused("plan_item_not_listed"):
        refresh_price(**edit(case, at), item_id=item.pk)


def test_second_open_plan_is_refused(at: datetime) -> None:
    case = make_case()
    with refused("plan_open_already"):
        start_plan(by=as_viewer(case.broker, at), person=case.person)


def test_new_plan_copies_the_approved_one(at: datetime) -> None:
    case = make_approved()
    case.listing.state = ListingState.UNPUBLISHED
    new = start_plan(by=as_viewer(case.broker, at), person=case.person, due_date=date(2026, 10, 5))
    assert new.answers.count() == 7
    old_items = case.plan.items.values_list("title", "price_pence")
    assert sorted(new.items.values_list("title", "price_pence")) == sorted(old_items)
    assert {outcome.plan for item in new.items.all() for outcome in item.outcomes.all()} == {new}
    assert case.plan.items.count() == 2
