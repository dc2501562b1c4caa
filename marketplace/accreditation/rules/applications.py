"""When an application may be changed, sent in and decided, and by when it should be."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from marketplace.accreditation.rules.evidence import EvidenceDates
from marketplace.accreditation.rules.states import (
    APPLICATION_TRANSITIONS,
    ApplicationState,
    EvidenceState,
)
from marketplace.core.errors import Problem, problem

# The most characters of each fact; forms and columns take them from here.
REASON_LENGTH = 400  # judgement: some five sentences on one piece of evidence or one change
DECISION_LENGTH = 2000  # judgement: a page on a whole application


def decide_by(submitted: date, working_days: int) -> date:
    """The day by which an application should be decided: some working days on, never at a weekend.

    Bank holidays are counted as working days, so the aim is never later than it looks.
    """
    day = _working_day(submitted) + timedelta(weeks=working_days // 5)
    for _ in range(working_days % 5):
        day = _working_day(day + timedelta(days=1))
    return day


def _working_day(day: date) -> date:
    """The day itself, or the Monday after a weekend."""
    return day + timedelta(days=7 - day.weekday()) if day.weekday() >= 5 else day


@dataclass(frozen=True)
class CriterionFacts:
    """One criterion beside what was given for it: `dates` and `evidence_id` None when nothing was."""

    question: str
    mandatory: bool
    dates: EvidenceDates | None
    state: EvidenceState = EvidenceState.PENDING
    evidence_id: int | None = None


def draft_state_problems(now: ApplicationState, sent_on: date | None) -> list[Problem]:
    """Why its supplier can no longer change an application: it was sent in, on a day."""
    if ApplicationState.SUBMITTED in APPLICATION_TRANSITIONS[now]:
        return []
    return [problem("application_sent_in", sent_on=sent_on)]


def submission_problems(given: Sequence[CriterionFacts], on: date) -> list[Problem]:
    """Why an application cannot be sent in on a day: every required criterion needs evidence in date."""
    if not given:
        return [problem("application_nothing_asked")]
    problems = []
    for one in given:
        if one.dates is None:
            if one.mandatory:
                problems.append(problem("evidence_missing", question=one.question))
        elif not one.dates.in_date(on):
            problems.append(problem("evidence_out_of_date", question=one.question))
    return problems


def decision_state_problems(now: ApplicationState) -> list[Problem]:
    """Why an application cannot be judged or decided: it was not sent in, or is decided already."""
    if ApplicationState.ACCEPTED in APPLICATION_TRANSITIONS[now]:
        return []
    return [problem("application_not_waiting")]


def call_back_problems(now: ApplicationState, judged: int) -> list[Problem]:
    """Why its supplier cannot have an application back: it does not wait, or evidence is judged."""
    if ApplicationState.DRAFT not in APPLICATION_TRANSITIONS[now]:
        return [problem("application_not_called_back", now=now)]
    return [problem("application_begun")] if judged else []


@dataclass(frozen=True)
class Verdict:
    """An accreditor's word on one piece of evidence. The reason of a refusal goes to the supplier."""

    evidence_id: int
    state: EvidenceState
    reason: str = ""


def verdict_problems(verdicts: Sequence[Verdict], evidence_ids: Collection[int]) -> list[Problem]:
    """Why verdicts on the evidence of one application, by its ids, cannot be kept."""
    if any(verdict.evidence_id not in evidence_ids for verdict in verdicts):
        return [problem("evidence_of_another_application")]
    return [
        problem("evidence_reason_missing", f"reason_{verdict.evidence_id}")
        for verdict in verdicts
        if verdict.state == EvidenceState.REFUSED and not verdict.reason.strip()
    ]


def acceptance_problems(given: Sequence[CriterionFacts], on: date) -> list[Problem]:
    """Why an application cannot be accepted on a day: each required criterion accepted, and in date."""
    problems = []
    for one in given:
        if not one.mandatory:
            continue
        field = f"verdict_{one.evidence_id}"
        if one.state != EvidenceState.ACCEPTED:
            problems.append(problem("evidence_not_accepted", field, question=one.question))
        elif one.dates is None or not one.dates.in_date(on):
            problems.append(problem("evidence_ran_out_since", field, question=one.question))
    return problems


def refusal_problems(reason: str) -> list[Problem]:
    """Why an application cannot be refused: the supplier must read why."""
    return [] if reason.strip() else [problem("application_reason_missing", "decision_reason")]


def worth_copying(state: EvidenceState, dates: EvidenceDates, on: date) -> bool:
    """Whether a new application may start with this piece of an old one: not refused, still in date."""
    return state != EvidenceState.REFUSED and dates.in_date(on)
