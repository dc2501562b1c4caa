"""What staff and the person write about a payment: how long it may be, and when it is refused."""

from datetime import date

from marketplace.core.errors import Problem, problem
from payments.reconciliation.rules.states import ExceptionState

# Letters. Judgement: a reason is some two sentences; names of suppliers may be long. What a rule writes
# is cut there, what staff write is refused.
LONGEST_MATCH_REASON = 300
# Letters. Judgement: as above, with what the reason of an undone match was before it. Longer ones are cut.
LONGEST_REASON = 400
# Letters of what staff write to the person. Judgement: what is read on a telephone without scrolling.
# Longer ones are refused.
LONGEST_WORDS = 400
# Letters of the person's answer. Judgement: half as much again as the question. Longer ones are refused.
LONGEST_EXPLANATION = 600


def question_problems(now: str, question: str) -> list[Problem]:
    """Why an exception in this state cannot be asked about in these words."""
    return _resolved(now, problem("exception_resolved_already")) or [
        *_missing(problem("exception_question_missing", "question"), question),
        *_too_long("question", question, LONGEST_WORDS),
    ]


def answer_problems(now: str, words: str) -> list[Problem]:
    """Why the person's words cannot be the answer about an exception in this state."""
    return _resolved(now, problem("exception_answer_not_needed")) or [
        *_missing(problem("exception_answer_missing", "words"), words),
        *_too_long("words", words, LONGEST_EXPLANATION),
    ]


def outcome_problems(now: str, outcome: str) -> list[Problem]:
    """Why an exception in this state cannot be settled with these words."""
    return _resolved(now, problem("exception_resolved_already")) or [
        *_missing(problem("exception_outcome_missing", "outcome"), outcome),
        *_too_long("outcome", outcome, LONGEST_WORDS),
    ]


def monitoring_problems(reason: str, from_date: date, today: date) -> list[Problem]:
    """Why how closely a person is checked cannot be decided for this reason from that day. Not for days
    past: what was asked then was asked."""
    return [
        *_missing(problem("monitoring_reason_missing", "reason"), reason),
        *_too_long("reason", reason, LONGEST_WORDS),
        *([problem("monitoring_day_past", "from_date")] if from_date < today else []),
    ]


def reason_problems(words: str) -> list[Problem]:
    """Why these words of staff cannot be the reason of a match; there need be none."""
    return _too_long("words", words, LONGEST_MATCH_REASON)


def _resolved(now: str, refusal: Problem) -> list[Problem]:
    return [refusal] if now == ExceptionState.RESOLVED else []


def _missing(refusal: Problem, text: str) -> list[Problem]:
    return [] if text.strip() else [refusal]


def _too_long(field: str, text: str, most: int) -> list[Problem]:
    length = len(text.strip())
    if length <= most:
        return []
    return [problem("exception_words_too_long", field, length=length, most=most)]
