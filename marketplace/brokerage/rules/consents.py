"""That a plan is the person's own: who said so, in which of four forms, and of which plan.

Sources: Care Act 2014 s. 25 (the plan is made with the person), Mental Capacity Act 2005 ss. 1-4 (who
lacks capacity for this decision; best interests), and ss. 9-20 (attorneys and deputies).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from marketplace.brokerage.rules.limits import LINE_LENGTH, REASONS_LENGTH, length_problems
from marketplace.core.errors import Problem, problem
from marketplace.core.labels import LabelledEnum
from marketplace.people.rules import (
    CapacityOutcome,
    DecisionAbout,
    RelationshipKind,
    may_decide,
)


class ConsentKind(LabelledEnum):
    """The four forms of "this is my plan"."""

    OWN = "own", "The person said so on their own page"
    SPEAKER = "speaker", "An attorney or deputy for health and welfare said so"
    BEST_INTERESTS = "best_interests", "A best-interests decision"
    NOTE = "note", "A worker wrote down the person’s words"


class ConsentWay(LabelledEnum):
    """How it was heard."""

    PAGE = "page", "On the person’s page"
    VISIT = "visit", "On a visit"
    PHONE = "phone", "By phone"
    LETTER = "letter", "By letter"
    #: Of plans from before: nobody recorded how it was heard.
    BEFORE = "before", "As typed by the broker before"


#: How a worker hears it.
HEARD = (ConsentWay.VISIT, ConsentWay.PHONE, ConsentWay.LETTER)
_WAYS: dict[ConsentKind, tuple[ConsentWay, ...]] = {
    ConsentKind.OWN: (ConsentWay.PAGE,),
    ConsentKind.SPEAKER: (*HEARD, ConsentWay.PAGE),
    ConsentKind.BEST_INTERESTS: HEARD,
    ConsentKind.NOTE: HEARD,
}


@dataclass(frozen=True, slots=True)
class GivenConsent:
    """What was said. `said_by`: who said it, or who decided. `own_view`: the person's own words, or
    their view of it. `consulted`: who was asked. `speaker`: what an attorney or deputy is to the person."""

    kind: ConsentKind
    way: ConsentWay
    said_date: date
    said_by: str = ""
    own_view: str = ""
    consulted: str = ""
    speaker: RelationshipKind | None = None


def speaks_for_plan(kind: RelationshipKind, finding: CapacityOutcome | None) -> bool:
    """Whether this kind may say that it is the person's plan, as their capacity for it was found last."""
    return may_decide(kind, DecisionAbout.PLAN, finding)


def consent_problems(
    given: GivenConsent, today: date, finding: CapacityOutcome | None
) -> list[Problem]:
    """Why this cannot be recorded; empty when it can.

    `finding`: what was found last of the person's deciding about the plan; they can until it was.
    """
    heard = list(_heard(given, today))
    if given.kind is ConsentKind.OWN:
        return heard
    return [*heard, *_of_another(given), *_for_the_person(given, finding)]


def _heard(given: GivenConsent, today: date) -> Iterator[Problem]:
    yield from length_problems("said_by", given.said_by, LINE_LENGTH)
    yield from length_problems("own_view", given.own_view, REASONS_LENGTH)
    yield from length_problems("consulted", given.consulted, REASONS_LENGTH)
    if given.said_date > today:
        yield problem("consent_in_future", "said_date")
    if given.way not in _WAYS[given.kind]:
        yield problem("consent_heard_otherwise", "way")


def _of_another(given: GivenConsent) -> Iterator[Problem]:
    """What is needed where it is not the person who records it."""
    if not given.said_by:
        yield problem("consent_by_nobody", "said_by")
    if not given.own_view:
        yield problem("consent_without_own_view", "own_view")


def _for_the_person(given: GivenConsent, finding: CapacityOutcome | None) -> Iterator[Problem]:
    """Others decide only for who could not, even with help, and only who may."""
    if given.kind is ConsentKind.BEST_INTERESTS:
        if not given.consulted:
            yield problem("consent_nobody_consulted", "consulted")
        if finding is not CapacityOutcome.LACKS:
            yield problem("consent_person_can_decide", "kind")
    if given.kind is ConsentKind.SPEAKER and not (
        given.speaker and speaks_for_plan(given.speaker, finding)
    ):
        yield problem("consent_speaker_may_not", "speaker")


def needed_consent_problems(consented_to: int | None, content_version: int) -> list[Problem]:
    """Why a plan cannot be sent: nobody said that it is the person's, or it changed since."""
    if consented_to is None:
        return [problem("plan_without_consent")]
    return [] if consented_to == content_version else [problem("plan_changed_since_consent")]
