"""After a return: what was changed since, and which of the manager's verdicts still hold."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from marketplace.brokerage.rules.approval import MET
from marketplace.core.errors import Problem, problem

#: Questions that are judged by the outcomes too, and those judged by the planned support too.
OUTCOME_QUESTIONS, SUPPORT_QUESTIONS = frozenset({2, 3}), frozenset({3, 4})


class PlanPart(StrEnum):
    """What of a plan a change is about."""

    ANSWER = "answer"
    OUTCOME = "outcome"
    ITEM = "item"
    CONSENT = "consent"


@dataclass(frozen=True)
class PlanChange:
    """One change: of the answer with this number, the outcome or item with this id. `removed`: and
    what it took away."""

    part: PlanPart
    of: int = 0
    removed: bool = False


@dataclass(frozen=True)
class SinceReturn:
    """What was changed in a plan since a manager returned it."""

    answers: frozenset[int] = frozenset()
    outcomes: frozenset[int] = frozenset()
    items: frozenset[int] = frozenset()
    removed_outcomes: int = 0
    removed_items: int = 0
    has_consent: bool = False

    @property
    def is_changed(self) -> bool:
        """Whether anything is other than it was when the plan came back."""
        return bool(self.questions) or self.has_consent

    @property
    def questions(self) -> frozenset[int]:
        """The questions whose answer was changed, or what else they are judged by."""
        touched = set(self.answers)
        if self.outcomes or self.removed_outcomes:
            touched |= OUTCOME_QUESTIONS
        if self.items or self.removed_items:
            touched |= SUPPORT_QUESTIONS
        return frozenset(touched)

    def kept(self, verdicts: Mapping[int, str]) -> frozenset[int]:
        """The questions that were met, and of which nothing was changed: the verdict still holds."""
        met = {number for number, said in verdicts.items() if said == MET}
        return frozenset(met - self.questions)


def since_return_of(changes: Iterable[PlanChange]) -> SinceReturn:
    """The changes of a plan put together; what was removed is counted and named no more."""
    made = list(changes)
    gone = {part: {one.of for one in made if one.part is part and one.removed} for part in PlanPart}
    left = {part: frozenset(one.of for one in made if one.part is part) for part in PlanPart}
    return SinceReturn(
        left[PlanPart.ANSWER],
        left[PlanPart.OUTCOME] - gone[PlanPart.OUTCOME],
        left[PlanPart.ITEM] - gone[PlanPart.ITEM],
        len(gone[PlanPart.OUTCOME]),
        len(gone[PlanPart.ITEM]),
        bool(left[PlanPart.CONSENT]),
    )


def unchanged_problems(since: SinceReturn | None, has_new_day: bool) -> list[Problem]:
    """Why a plan that was returned may not go back: nothing in it is other than it was."""
    if since is None or since.is_changed or has_new_day:
        return []
    return [problem("plan_unchanged_since_return")]
