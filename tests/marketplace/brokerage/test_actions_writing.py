"""Writing a plan: answers, outcomes, items with their prices, and what is refused."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from marketplace.accounts.rules import Role
from marketplace.brokerage.actions import (
    BrokerageError,
    StalePlan,
    add_item,
    add_outcome,
    answer_question,
    change_item,
    change_outcome,
    refresh_price,
    remove_item,
    remove_outcome,
    start_plan,
)
from marketplace.brokerage.rules import (
    CareActOutcome,
    Equipment,
    Frequency,
    FromListing,
    ItemKind,
    Natural,
    OffMarket,
    Terms,
)
from marketplace.core.models import AuditEvent
from marketplace.listings.rules import ListingState, PriceUnit
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
    with pytest.raises(BrokerageError, match="seven questions"):
        answer_question(**edit(make_case(), at), question=8, text="What?")


def test_stale_version_is_refused_and_nothing_is_overwritten(at: datetime) -> None:
    case = make_case()
    old = edit(case, at)
    answer_question(**old, question=1, text="The first window.")
    with pytest.raises(StalePlan, match="changed after you opened this page"):
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


def test_manager_who_sees_the_plan_cannot_write_it(at: datetime) -> None:
    case = make_submitted()
    with pytest.raises(PermissionDenied):
        answer_question(
            **edit(case, at) | {"by": as_viewer(case.manager, at)}, question=1, text="Mine now."
        )


@pytest.mark.parametrize(
    ("make", "words"), [(make_submitted, "waits for a decision"), (make_approved, "approved")]
)
def test_sent_and_approved_plans_are_not_edited(make: Any, words: str, at: datetime) -> None:
    case = make()
    with pytest.raises(BrokerageError, match=words):
        answer_question(**edit(case, at), question=1, text="Something else.")


def test_outcomes_are_added_changed_and_removed_with_their_items(at: datetime) -> None:
    case = complete(make_case())
    second = add_outcome(
        **edit(case, at), words="Choir", area=CareActOutcome.COMMUNITY, baseline=1, target=4
    )
    assert second.position == 2
    change_outcome(
        **edit(case, at),
        outcome_id=second.pk,
        words="My choir back",
        area=CareActOutcome.COMMUNITY,
        baseline=1,
        target=5,
    )
    assert case.outcome is not None
    remove_outcome(**edit(case, at), outcome_id=case.outcome.pk)
    assert [o.words for o in case.plan.outcomes.all()] == ["My choir back"]
    assert not case.plan.items.exists()
    assert len(AuditEvent.objects.get(event="plan_outcome_removed").data["items"]) == 2


@pytest.mark.parametrize(("baseline", "target"), [(0, 4), (2, 6), (4, 3)])
def test_scores_that_make_no_sense_are_refused(baseline: int, target: int, at: datetime) -> None:
    with pytest.raises(BrokerageError):
        add_outcome(
            **edit(make_case(), at),
            words="Choir",
            area=CareActOutcome.COMMUNITY,
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
        add_item(**edit(case, at), outcome_id=case.outcome.pk, offer=offer, terms=terms)
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
        with pytest.raises(BrokerageError, match="no longer in the directory"):
            add_item(
                **edit(case, at),
                outcome_id=case.outcome.pk,
                offer=FromListing(listing.pk, PriceUnit.VISIT),
                terms=WEEKLY,
            )


def test_price_that_the_listing_does_not_have_is_refused(at: datetime) -> None:
    case = complete(make_case())
    assert case.outcome is not None
    with pytest.raises(BrokerageError, match="no longer has that price"):
        add_item(
            **edit(case, at),
            outcome_id=case.outcome.pk,
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
    with pytest.raises(BrokerageError, match="Remove this"):
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
    with pytest.raises(BrokerageError, match="no longer in the plan"):
        remove_item(**edit(case, at), item_id=item.pk)


def test_price_of_something_not_listed_cannot_be_refreshed(at: datetime) -> None:
    case = complete(make_case())
    item = case.plan.items.get(kind=ItemKind.NATURAL)
    with pytest.raises(BrokerageError, match="Only something from the directory"):
        refresh_price(**edit(case, at), item_id=item.pk)


def test_second_open_plan_is_refused(at: datetime) -> None:
    case = make_case()
    with pytest.raises(BrokerageError, match="already being worked on"):
        start_plan(by=as_viewer(case.broker, at), person=case.person)


def test_new_plan_copies_the_approved_one(at: datetime) -> None:
    case = make_approved()
    case.listing.state = ListingState.UNPUBLISHED
    new = start_plan(by=as_viewer(case.broker, at), person=case.person, due_date=date(2026, 10, 5))
    assert new.answers.count() == 7
    old_items = case.plan.items.values_list("title", "price_pence")
    assert sorted(new.items.values_list("title", "price_pence")) == sorted(old_items)
    assert {item.outcome.plan for item in new.items.all()} == {new}
    assert case.plan.items.count() == 2
