"""Why a concern cannot be raised, triaged, decided or closed so."""

from collections.abc import Collection, Mapping

from marketplace.core.errors import Problem, problem
from marketplace.safeguarding.rules.report import LENGTHS, PHONE_LENGTH, WORDS_LENGTH, Report
from marketplace.safeguarding.rules.states import DECISIONS, ConcernState
from marketplace.safeguarding.rules.work import AbuseKind, SectionTest


def report_problems(report: Report) -> list[Problem]:
    """What keeps a report from being taken: nothing said, or too much for one answer."""
    found = [] if report.happened.strip() else [problem("concern_empty", "happened")]
    return found + [
        problem("concern_too_long", field, length=length, most=most)
        for field, most in LENGTHS.items()
        if (length := len(getattr(report, field))) > most
    ]


def triage_problems(kinds: Collection[AbuseKind], words: str) -> list[Problem]:
    """What triage lacks."""
    found = [] if kinds else [problem("concern_without_kind", "kinds")]
    return [*found, *_words_problems("words", words)]


def decision_problems(
    to: ConcernState, tests: Collection[SectionTest], words: str
) -> list[Problem]:
    """Why a decision cannot be so. All three tests met, an enquiry is the council's duty, no choice."""
    if to not in DECISIONS:
        return [problem("concern_decision_unknown", "decision")]
    met = set(tests) == set(SectionTest)
    found = []
    if to == ConcernState.SECTION_42 and not met:
        found.append(problem("concern_tests_not_met", "decision"))
    if to != ConcernState.SECTION_42 and met:
        found.append(problem("concern_tests_met", "decision"))
    return [*found, *_words_problems("words", words)]


def closing_problems(words: str, is_told: bool, not_told: str) -> list[Problem]:
    """What closing lacks: what came of it, and that the person was told of it, or why they were not."""
    found = _words_problems("words", words)
    if not is_told and not not_told.strip():
        found.append(problem("concern_nobody_told", "not_told"))
    return [*found, *_too_long("not_told", not_told)]


def note_problems(words: str) -> list[Problem]:
    """Why a note cannot be kept."""
    return _words_problems("words", words)


def confirming_problems(state: ConcernState, is_confirmed: bool, words: str) -> list[Problem]:
    """Why it cannot be said that children's services have a concern: it is not theirs, or it was said."""
    if state != ConcernState.PASSED_ON:
        return [problem("concern_not_passed_on")]
    if is_confirmed:
        return [problem("concern_confirmed_already")]
    return _words_problems("words", words)


def _words_problems(field: str, words: str) -> list[Problem]:
    if not words.strip():
        return [problem("concern_words_missing", field)]
    return _too_long(field, words)


def _too_long(field: str, words: str) -> list[Problem]:
    if len(words) <= WORDS_LENGTH:
        return []
    return [problem("concern_too_long", field, length=len(words), most=WORDS_LENGTH)]


def phones_problems(phones: Mapping[str, str]) -> list[Problem]:
    """Which phone numbers cannot be: each has some digits, and none is longer than a number is."""
    return [
        problem("concern_phone_unlike", field)
        for field, number in phones.items()
        if not any(map(str.isdigit, number)) or len(number) > PHONE_LENGTH
    ]
