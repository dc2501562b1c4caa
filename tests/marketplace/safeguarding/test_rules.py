"""What may follow what, which decisions are refused, and which counts are told."""

import pytest

from marketplace.safeguarding.rules import (
    CONCERN_TRANSITIONS,
    DECISIONS,
    ConcernState,
    SectionTest,
    closing_problems,
    decision_problems,
    phones_problems,
)

S = ConcernState
#: Every way there is; all others are refused.
WAYS = {
    (S.RAISED, S.TRIAGED),
    (S.RAISED, S.PASSED_ON),
    (S.TRIAGED, S.SECTION_42),
    (S.TRIAGED, S.OTHER_ENQUIRY),
    (S.TRIAGED, S.NO_ACTION),
    (S.TRIAGED, S.PASSED_ON),
    (S.SECTION_42, S.CLOSED),
    (S.OTHER_ENQUIRY, S.CLOSED),
    (S.NO_ACTION, S.CLOSED),
    (S.PASSED_ON, S.RAISED),
}


@pytest.mark.parametrize("start", S)
@pytest.mark.parametrize("to", S)
def test_way_when_between_two_states_is_one_of_the_table(start: S, to: S) -> None:
    assert (to in CONCERN_TRANSITIONS[start]) == ((start, to) in WAYS)


@pytest.mark.parametrize("decision", DECISIONS)
@pytest.mark.parametrize("met", [0, 1, 2, 3])
def test_decision_when_all_three_tests_are_met_is_an_enquiry_and_else_is_not(
    decision: S, met: int
) -> None:
    problems = decision_problems(decision, [*SectionTest][:met], "Reason")
    allowed = (decision == S.SECTION_42) == (met == 3)
    assert (not problems) == allowed


def test_decision_when_it_is_none_or_without_reason_is_refused() -> None:
    assert [p.code for p in decision_problems(S.CLOSED, [], "x")] == ["concern_decision_unknown"]
    assert [p.code for p in decision_problems(S.NO_ACTION, [], " ")] == ["concern_words_missing"]


@pytest.mark.parametrize(
    ("is_told", "not_told", "codes"),
    [(True, "", []), (False, "Unsafe", []), (False, " ", ["concern_nobody_told"])],
)
def test_closing_when_the_person_was_not_told_says_why(
    is_told: bool, not_told: str, codes: list[str]
) -> None:
    assert [p.code for p in closing_problems("Done", is_told, not_told)] == codes


def test_phone_when_it_has_no_digit_or_is_too_long_is_refused() -> None:
    found = phones_problems({"adults": "none", "children": "1" * 31})
    assert [p.field for p in found] == ["adults", "children"]
    assert phones_problems({"adults": "01632 960 100"}) == []
