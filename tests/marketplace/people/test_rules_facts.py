"""What a record, an address, a finding, a consent, an event and a stated reason must say."""

from datetime import date, timedelta

import pytest

from marketplace.people.rules import (
    CORRECTION_TRANSITIONS,
    CapacityOutcome,
    ConsentTo,
    CorrectionState,
    EventKind,
    EventRoute,
    Heard,
    Scope,
    address_problems,
    answer_problems,
    born_problems,
    consent_problems,
    contact_problems,
    event_problems,
    finding_problems,
    glass_problems,
    postcode_written,
)

TODAY = date(2026, 9, 21)
TOMORROW = TODAY + timedelta(days=1)
SEEN = frozenset({Scope.PLAN})


def codes(problems: list) -> list[str]:  # type: ignore[type-arg]
    return [problem.code for problem in problems]


def test_record_begins_with_a_name_and_a_contact_and_no_birthday() -> None:
    assert contact_problems("Margaret", "Phone") == []
    assert codes(contact_problems(" ", " ")) == ["person_without_name", "person_without_contact"]
    assert born_problems(None, TODAY) == born_problems(TODAY, TODAY) == []
    assert codes(born_problems(TOMORROW, TODAY)) == ["person_born_ahead"]


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("fs11aa", "FS1 1AA"),
        (" FS1  1AA ", "FS1 1AA"),
        ("", ""),
        ("ab", "AB"),
        ("w1a 0ax", "W1A 0AX"),
    ],
)
def test_postcode_is_written_in_capitals_with_its_space(typed: str, written: str) -> None:
    assert postcode_written(typed) == written


def test_address_needs_its_lines_a_whole_postcode_and_a_later_day() -> None:
    assert address_problems("4 Mill Lane", "FS1 1AA", TODAY, None) == []
    assert address_problems("4 Mill Lane", "", TODAY, None) == []
    assert codes(address_problems(" ", "FS1", TODAY, TODAY)) == [
        "address_without_lines",
        "address_postcode_unlike",
        "address_before_the_last",
    ]


@pytest.mark.parametrize("finding", CapacityOutcome)
def test_finding_says_which_decision_and_of_whom_could_not_by_whom_and_why(
    finding: CapacityOutcome,
) -> None:
    whole = ("Whether to move", "Ana Silva, social worker", "She could not weigh it", "Pictures")
    assert finding_problems(finding, *whole, TODAY, TODAY) == []
    bare = codes(finding_problems(finding, "", "", "", "", TOMORROW, TODAY))
    expected = ["finding_without_question", "finding_ahead"]
    if finding == CapacityOutcome.LACKS:
        expected += ["finding_by_nobody", "finding_without_why"]
    if finding != CapacityOutcome.HAS:
        expected += ["finding_without_help"]
    assert bare == expected


@pytest.mark.parametrize("is_own", [True, False])
@pytest.mark.parametrize("heard", Heard)
def test_consent_is_heard_where_it_was_given(is_own: bool, heard: Heard) -> None:
    problems = consent_problems(ConsentTo.BROKER, SEEN, "", heard, is_own=is_own)
    right = is_own == (heard == Heard.OWN_PAGE)
    assert codes(problems) == ([] if right else ["consent_heard_elsewhere"])


def test_consent_to_nothing_or_with_nobody_is_refused() -> None:
    own = {"heard": Heard.OWN_PAGE, "is_own": True}
    nothing = consent_problems(ConsentTo.SHARING, frozenset(), " ", **own)  # type: ignore[arg-type]
    assert codes(nothing) == ["consent_to_nothing", "consent_with_nobody"]


def test_event_has_days_in_order_and_a_request_its_route() -> None:
    ask = EventKind.REQUEST
    assert event_problems(ask, EventRoute.DISCHARGE, TODAY, TODAY, TODAY) == []
    assert codes(event_problems(ask, None, TODAY, TODAY, TODAY)) == ["event_without_route"]
    assert event_problems(EventKind.REVIEW, None, TODAY, TODAY, TODAY) == []
    late = event_problems(EventKind.REVIEW, None, TODAY, TOMORROW, TODAY)
    assert codes(late) == ["event_ahead"]
    back = event_problems(EventKind.REVIEW, None, TODAY, TODAY - timedelta(days=1), TODAY)
    assert codes(back) == ["event_ends_before_start"]


@pytest.mark.parametrize("now", CorrectionState)
@pytest.mark.parametrize("then", CorrectionState)
def test_correction_is_answered_once(now: CorrectionState, then: CorrectionState) -> None:
    asked = now == CorrectionState.ASKED and then != CorrectionState.ASKED
    assert (then in CORRECTION_TRANSITIONS[now]) == asked


def test_correction_is_turned_down_only_with_a_reason() -> None:
    assert answer_problems("", CorrectionState.MADE) == []
    assert codes(answer_problems(" ", CorrectionState.KEPT)) == ["correction_without_answer"]


def test_stated_reason_is_more_than_a_word() -> None:
    assert glass_problems("Her page would not open.") == []
    assert codes(glass_problems("   help       ")) == ["glass_without_reason"]
