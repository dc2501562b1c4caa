from datetime import UTC, datetime
from itertools import product

import pytest

from marketplace.core.errors import problem
from payments.cards.rules import (
    EVENT_TRANSITIONS,
    HOLD_TRANSITIONS,
    LINE_TRANSITIONS,
    EventState,
    EventSubject,
    HoldState,
    event_order,
    event_subject,
    held_pence,
    merge_state,
    retry_state_problems,
)


@pytest.mark.parametrize(("one", "other"), list(product(HoldState, repeat=2)))
def test_merging_states_does_not_depend_on_the_order(one: HoldState, other: HoldState) -> None:
    assert merge_state(one, other) == merge_state(other, one)


def test_ended_hold_never_goes_back_and_an_expired_one_may_close() -> None:
    assert merge_state(HoldState.CLOSED, HoldState.PENDING) == HoldState.CLOSED
    assert merge_state(HoldState.EXPIRED, HoldState.CLOSED) == HoldState.CLOSED


def test_held_is_the_approved_less_what_was_taken() -> None:
    assert held_pence(HoldState.PENDING, 5000, []) == 5000
    assert held_pence(HoldState.PENDING, 5000, [-3000, 1000]) == 2000
    assert held_pence(HoldState.PENDING, 5000, [-7000]) == 0
    assert held_pence(HoldState.REVERSED, 5000, []) == 0


def test_events_sort_by_time_then_created_before_updated() -> None:
    early, late = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 2, tzinfo=UTC)
    created = event_order("issuing_authorization.created", early, "b")
    assert created < event_order("issuing_authorization.updated", early, "a")
    assert created < event_order("issuing_authorization.created", late, "a")


def test_booked_lines_and_processed_events_are_final() -> None:
    assert set(LINE_TRANSITIONS) >= set().union(*LINE_TRANSITIONS.values())
    assert set(EVENT_TRANSITIONS) >= set().union(*EVENT_TRANSITIONS.values())
    assert not HOLD_TRANSITIONS[HoldState.CLOSED]


def test_events_are_named_in_plain_words() -> None:
    assert event_subject("issuing_authorization.updated") == EventSubject.AUTHORISATION
    assert event_subject("balance.available") == EventSubject.OTHER


def test_only_a_parked_event_may_be_tried_again() -> None:
    assert retry_state_problems(EventState.PARKED) == []
    assert retry_state_problems(EventState.PROCESSED) == [
        problem("card_event_not_waiting", state="processed")
    ]
