"""The seven questions that a plan answers, and what each still lacks before it can be sent."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from marketplace.brokerage.rules.cost import CostLine, one_off_pence, weekly_pence
from marketplace.brokerage.rules.kinds import ItemKind


@dataclass(frozen=True)
class Question:
    """One question: what it asks, what a good answer says, and why a manager would return it."""

    title: str
    hint: str
    lacking: str


SEVEN_QUESTIONS: dict[int, Question] = {
    1: Question(
        "What is important to you?",
        "People, places, habits, faith, what makes a good day. In the person’s own words.",
        "Say what is important to the person.",
    ),
    2: Question(
        "What do you want to change or achieve?",
        "What will be different. Each outcome in the plan says how things are now and the aim.",
        "Say what the person wants to change or achieve.",
    ),
    3: Question(
        "How will you be supported?",
        "Who does what and when, paid or not, and what happens if one of them stops.",
        "Say how the person will be supported.",
    ),
    4: Question(
        "How will you use your personal budget?",
        "What the money buys, and what any money not yet planned is for.",
        "Say how the money will be spent.",
    ),
    5: Question(
        "How will your support be managed?",
        "Who books, pays and rings round from day to day.",
        "Say who manages the support from day to day.",
    ),
    6: Question(
        "How will you stay in control?",
        "What the person decides, and who may only advise.",
        "Say which decisions the person takes.",
    ),
    7: Question(
        "What will you do to make it happen?",
        "Who does what, by when. Give a date or a time for each.",
        "Say who does what, and by when.",
    ),
}
#: An answer of fewer words answers nothing.
FEWEST_WORDS = 3
_SAYS_WHEN = re.compile(
    r"\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tues|wednes|thurs|fri|satur|sun)"
    r"[a-z]*\b|\b\d{1,2}[/.]\d{1,2}\b|\b(days?|weeks?|months?|today|tomorrow|christmas|easter|"
    r"spring|summer|autumn|winter)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class ItemFacts:
    """What the tests need of an item."""

    title: str
    kind: ItemKind
    cost: CostLine
    natural_who: str = ""
    natural_willing_date: date | None = None
    natural_fallback: str = ""


@dataclass(frozen=True)
class OutcomeFacts:
    words: str
    items: tuple[ItemFacts, ...] = ()


@dataclass(frozen=True)
class PlanFacts:
    """A plan as its completeness tests see it."""

    answers: Mapping[int, str]
    outcomes: tuple[OutcomeFacts, ...] = ()


@dataclass(frozen=True)
class Problem:
    """A sentence on what is missing, and whether it is put right at the outcomes, not the answer."""

    words: str
    in_outcomes: bool = False


def question_problems(plan: PlanFacts) -> dict[int, list[Problem]]:
    """What each of the seven questions still lacks, in sentences; an empty list when it is answered.

    Reasons of refusal are those that councils publish: no way of spending, no day-to-day
    management, no word on who does what by when.
    """
    elsewhere = {
        2: _outcome_problems(plan),
        3: _support_problems(plan),
        4: _spending_problems(plan),
    }
    return {
        number: [Problem(words) for words in _answer_problems(number, plan)]
        + [Problem(words, in_outcomes=True) for words in elsewhere.get(number, [])]
        for number in SEVEN_QUESTIONS
    }


def plan_problems(plan: PlanFacts) -> list[str]:
    """Everything that stops a plan from being sent, in the order of the questions."""
    return [
        f"Question {number}: {problem.words}"
        for number, found in question_problems(plan).items()
        for problem in found
    ]


def _answer_problems(number: int, plan: PlanFacts) -> list[str]:
    words = plan.answers.get(number, "").split()
    if not words:
        return [SEVEN_QUESTIONS[number].lacking]
    if len(words) < FEWEST_WORDS:
        return [f"“{' '.join(words)}” is too short to tell. {SEVEN_QUESTIONS[number].lacking}"]
    if number == 7 and not _SAYS_WHEN.search(plan.answers[7]):
        return ["Say by when, like “by 28 September”."]
    return []


def _outcome_problems(plan: PlanFacts) -> list[str]:
    return [] if plan.outcomes else ["Add at least one outcome, in the person’s words."]


def _support_problems(plan: PlanFacts) -> list[str]:
    problems = [
        f"Nothing is planned yet for “{outcome.words}”."
        for outcome in plan.outcomes
        if not outcome.items
    ]
    for item in (item for outcome in plan.outcomes for item in outcome.items):
        if item.kind == ItemKind.NATURAL:
            problems += natural_problems(item)
    return problems


def natural_problems(item: ItemFacts) -> list[str]:
    """Free support counts when somebody named is willing, and it is known what happens if it stops."""
    problems = []
    if not item.natural_who:
        problems.append(f"Say who gives “{item.title}”.")
    if item.natural_willing_date is None:
        who = item.natural_who or "the person who gives it"
        problems.append(f"Ask {who} about “{item.title}”, and give the day they said yes.")
    if not item.natural_fallback:
        problems.append(f"Say what happens if “{item.title}” stops.")
    return problems


def _spending_problems(plan: PlanFacts) -> list[str]:
    items = [item for outcome in plan.outcomes for item in outcome.items]
    if not items or any(weekly_pence(i.cost) or one_off_pence(i.cost) for i in items):
        return []
    return ["Nothing in the plan costs anything, so it does not say how the budget will be used."]
