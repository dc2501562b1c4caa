"""What staff and the person write: needed, not too long, and not about what is settled."""

from collections.abc import Callable

import pytest

from marketplace.core.errors import Problem, problem
from payments.reconciliation.rules.explanations import (
    LONGEST_EXPLANATION,
    LONGEST_MATCH_REASON,
    LONGEST_WORDS,
    answer_problems,
    outcome_problems,
    question_problems,
    reason_problems,
)
from payments.reconciliation.rules.states import ExceptionState

Rule = Callable[[str, str], list[Problem]]
RULES = [
    (question_problems, "question", "exception_question_missing", LONGEST_WORDS),
    (answer_problems, "words", "exception_answer_missing", LONGEST_EXPLANATION),
    (outcome_problems, "outcome", "exception_outcome_missing", LONGEST_WORDS),
]


@pytest.mark.parametrize(("rule", "field", "missing", "most"), RULES)
def test_words_when_missing_or_too_long_are_refused_at_their_field(
    rule: Rule, field: str, missing: str, most: int
) -> None:
    assert rule(ExceptionState.OPEN, "  ") == [problem(missing, field)]
    assert rule(ExceptionState.OPEN, f" {'a' * most} ") == []
    long = problem("exception_words_too_long", field, length=most + 1, most=most)
    assert rule(ExceptionState.QUERIED, "a" * (most + 1)) == [long]


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        (question_problems, "exception_resolved_already"),
        (outcome_problems, "exception_resolved_already"),
        (answer_problems, "exception_answer_not_needed"),
    ],
)
def test_words_when_the_exception_is_resolved_are_refused_for_that_alone(
    rule: Rule, code: str
) -> None:
    assert rule(ExceptionState.RESOLVED, "") == [problem(code)]


def test_a_reason_when_empty_is_let_be_and_when_too_long_refused() -> None:
    assert reason_problems("") == []
    (found,) = reason_problems("a" * (LONGEST_MATCH_REASON + 1))
    assert (found.code, found.field) == ("exception_words_too_long", "words")
