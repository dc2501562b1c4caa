"""How long an accreditation holds, how it looks on a day, and when it may be granted or changed."""

from collections.abc import Iterable
from datetime import date, timedelta

from marketplace.accreditation.rules.states import (
    ACCREDITATION_TRANSITIONS,
    GRANTING_TRANSITIONS,
    AccreditationState,
    in_force,
)
from marketplace.core.errors import Problem, problem
from marketplace.core.labels import LabelledEnum
from marketplace.core.periods import add_months


def valid_until(on: date, months: int, ends: Iterable[date | None]) -> date:
    """The day on which an accreditation granted on a day ends (not itself in force).

    The scheme's months, but never beyond the first day on which required evidence stops counting.
    """
    return min([add_months(on, months), *(end for end in ends if end is not None)])


def granting_problems(before: AccreditationState | None, *, is_held: bool = False) -> list[Problem]:
    """Why a scheme cannot be granted or renewed over what was before. A withdrawn one may be anew.

    `is_held`: the supplier is suspended for somebody's safety, under whichever scheme.
    """
    if is_held:
        return [problem("accreditation_held")]
    if before is None or AccreditationState.VALID in GRANTING_TRANSITIONS[before]:
        return []
    return [problem("accreditation_suspended")]


def change_problems(
    now: AccreditationState,
    to: AccreditationState,
    reason: str,
    *,
    is_held: bool = False,
    is_supplier_held: bool = False,
) -> list[Problem]:
    """Why an accreditation cannot be suspended, lifted or withdrawn. `is_held`: another team suspended it;
    `is_supplier_held`: or another of the supplier's, so that nothing of it may come into force."""
    if is_held or (is_supplier_held and to == AccreditationState.VALID):
        return [problem("accreditation_held")]
    problems = [] if reason.strip() else [problem("accreditation_reason_missing", "reason")]
    if to not in ACCREDITATION_TRANSITIONS[now]:
        problems.append(problem("accreditation_change_refused", now=now.value, to=to.value))
    return problems


class AccreditationStatus(LabelledEnum):
    """How an accreditation looks on a day: its state and its dates together."""

    CURRENT = "current", "Accredited"
    ENDING = "ending", "Ends soon"
    EXPIRED = "expired", "Ended"
    SUSPENDED = "suspended", "Suspended"
    WITHDRAWN = "withdrawn", "Withdrawn"


def status_on(
    state: AccreditationState, start: date, until: date, on: date, notice_days: int
) -> AccreditationStatus:
    """How an accreditation looks on a day; ending means within the days of notice."""
    if state != AccreditationState.VALID:
        return AccreditationStatus(state)
    if not in_force(state, start, until, on):
        return AccreditationStatus.EXPIRED
    ending = until <= on + timedelta(days=notice_days)
    return AccreditationStatus.ENDING if ending else AccreditationStatus.CURRENT


class HistoryStep(LabelledEnum):
    """One thing that was decided about a supplier."""

    GRANTED = "granted", "Accredited"
    SUSPENDED = "suspended", "Suspended"
    LIFTED = "lifted", "Suspension ended"
    WITHDRAWN = "withdrawn", "Withdrawn"
    REFUSED = "refused", "Application refused"


def step_of(to: AccreditationState, by_application: bool) -> HistoryStep:
    """What a change of an accreditation was; valid again without an application, it was lifted."""
    if to == AccreditationState.VALID:
        return HistoryStep.GRANTED if by_application else HistoryStep.LIFTED
    return HistoryStep(to.value)
