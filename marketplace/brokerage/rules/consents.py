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


class ConsentKind(LabelledEnum):
    """The four forms of "this is my plan"."""

    OWN = "own", "The person said so on their own page"
    SPEAKER = "speaker", "An attorney or deputy for health and welfare said so"
    BEST_INTERESTS = "best_interests", "A best-interests decision"
    NOTE = "note", "A worker wrote down the person’s words"


class ConsentWay(LabelledEnum):
    """How it was heard."""

    PAGE = "page", "On their own page"
    VISIT = "visit", "On a visit"
    PHONE = "phone", "By phone"
    LETTER = "letter", "By letter"
    #: Of plans from before: nobody recorded how it was heard.
    BEFORE = "before", "As typed by the broker before"


#: How a worker hears it.
HEARD = (ConsentWay.VISIT, ConsentWay.PHONE, ConsentWay.LETTER)
#: Which kinds of relationship may say so for somebody who lacks capacity for it, by their codes in
#: people. An attorney for property, an appointee and an advocate never may.
MAY_SAY_SO = frozenset({"attorney_welfare", "deputy_welfare"})


@dataclass(frozen=True, slots=True)
class GivenConsent:
    """What was said. `said_by`: who said it, or who decided. `own_view`: the person's own words, or
    their view of it. `consulted`: who was asked. `speaker_kind`: what a speaker is to the person."""

    kind: ConsentKind
    way: ConsentWay
    said_date: date
    said_by: str = ""
    own_view: str = ""
    consulted: str = ""
    speaker_kind: str = ""


def speaker_problems(kind: str) -> list[Problem]:
    """Why somebody of this kind of relationship cannot say that it is the person's plan."""
    return [] if kind in MAY_SAY_SO else [problem("consent_speaker_may_not", "speaker_kind")]


def consent_problems(given: GivenConsent, today: date) -> list[Problem]:
    """Why this cannot be recorded; empty when it can."""
    return list(_problems(given, today))


def _problems(given: GivenConsent, today: date) -> Iterator[Problem]:
    yield from length_problems("said_by", given.said_by, LINE_LENGTH)
    yield from length_problems("own_view", given.own_view, REASONS_LENGTH)
    yield from length_problems("consulted", given.consulted, REASONS_LENGTH)
    if given.said_date > today:
        yield problem("consent_in_future", "said_date")
    if (given.kind is ConsentKind.OWN) != (given.way is ConsentWay.PAGE):
        yield problem("consent_heard_otherwise", "way")
    if given.kind is ConsentKind.OWN:
        return
    if not given.said_by:
        yield problem("consent_by_nobody", "said_by")
    if not given.own_view:
        yield problem("consent_without_own_view", "own_view")
    if given.kind is ConsentKind.BEST_INTERESTS and not given.consulted:
        yield problem("consent_nobody_consulted", "consulted")
    if given.kind is ConsentKind.SPEAKER:
        yield from speaker_problems(given.speaker_kind)


def needed_consent_problems(consented_to: int | None, content_version: int) -> list[Problem]:
    """Why a plan cannot be sent: nobody said that it is the person's, or it changed since."""
    if consented_to is None:
        return [problem("plan_without_consent")]
    return [] if consented_to == content_version else [problem("plan_changed_since_consent")]
