"""The seven questions that a plan answers, and what each still lacks before it can be sent."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from marketplace.brokerage.rules.cost import CostLine, one_off_pence, weekly_pence
from marketplace.brokerage.rules.kinds import ItemKind
from marketplace.brokerage.rules.limits import (
    ANSWER_LENGTH,
    LEAST_SCORE,
    MOST_SCORE,
    OUTCOME_LENGTH,
    length_problems,
)
from marketplace.core.errors import Problem, problem


@dataclass(frozen=True)
class Question:
    """One question: what it asks, and what a good answer says."""

    title: str
    hint: str


SEVEN_QUESTIONS: dict[int, Question] = {
    1: Question(
        "What is important to you?",
        "People, places, habits, faith, what makes a good day. In the person’s own words.",
    ),
    2: Question(
        "What do you want to change or achieve?",
        "What will be different. Each outcome in the plan says how things are now and the aim.",
    ),
    3: Question(
        "How will you be supported?",
        "Who does what and when, paid or not, and what happens if one of them stops.",
    ),
    4: Question(
        "How will you use your personal budget?",
        "What the money buys, and what any money not yet planned is for.",
    ),
    5: Question(
        "How will your support be managed?",
        "Who books and pays from day to day.",
    ),
    6: Question(
        "How will you stay in control?",
        "What the person decides, and who may only advise.",
    ),
    7: Question(
        "What will you do to make it happen?",
        "Who does what, by when. Give a date or a time for each.",
    ),
}
#: Words. Judgement: "Yes" and "She does" answer nothing; raised, short honest answers are refused.
FEWEST_WORDS = 3
#: Judgement: a weekday, month, date, season or span is a time; it decides question 7 and no other.
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
    """`ended_term` is its part of life where new plans may not be for that any more."""

    words: str
    items: tuple[ItemFacts, ...] = ()
    ended_term: str = ""


@dataclass(frozen=True)
class PlanFacts:
    """A plan as its completeness tests see it."""

    answers: Mapping[int, str]
    outcomes: tuple[OutcomeFacts, ...] = ()

    @property
    def items(self) -> list[ItemFacts]:
        """Each once, whatever number of outcomes it is for."""
        return list(dict.fromkeys(item for one in self.outcomes for item in one.items))


#: A code with its facts, before it is known of which question.
Lack = tuple[str, dict[str, str]]


def question_problems(plan: PlanFacts) -> dict[int, list[Problem]]:
    """What each of the seven questions still lacks; an empty list when it is answered.

    Each Problem's facts name the question, and say with `in_outcomes` whether it is put right at the
    outcomes and not in the answer. Reasons of refusal are those that councils publish: no way of
    spending, no day-to-day management, no word on who does what by when.
    """
    elsewhere = {2: _outcomes_lacking, 3: _support_lacking, 4: _spending_lacking}
    found = {
        number: [*_answer_lacking(number, plan.answers.get(number, ""))]
        for number in SEVEN_QUESTIONS
    }
    for number, lacking in elsewhere.items():
        found[number] += [
            problem(code, question=number, in_outcomes=True, **facts)
            for code, facts in lacking(plan)
        ]
    return found


def plan_problems(plan: PlanFacts) -> list[Problem]:
    """Everything that stops a plan from being sent, in the order of the questions."""
    return [problem for found in question_problems(plan).values() for problem in found]


def answer_problems(number: int, text: str) -> list[Problem]:
    """Why this cannot be kept as an answer, finished or not; empty when it can."""
    if number not in SEVEN_QUESTIONS:
        return [problem("plan_question_unknown", most=len(SEVEN_QUESTIONS))]
    return length_problems("text", text, ANSWER_LENGTH)


def outcome_problems(words: str, baseline: int, target: int) -> list[Problem]:
    """Why this cannot be an outcome: its length, its two scores; empty when it can."""
    found = length_problems("words", words, OUTCOME_LENGTH)
    bounds = {"least": LEAST_SCORE, "most": MOST_SCORE}
    for field, score in (("baseline", baseline), ("target", target)):
        if not LEAST_SCORE <= score <= MOST_SCORE:
            return [*found, problem("plan_score_out_of_range", field, **bounds)]
    if target < baseline:
        found.append(problem("plan_aim_below_now", "target"))
    return found


def _answer_lacking(number: int, text: str) -> Iterator[Problem]:
    words = text.split()
    if not words:
        yield problem("plan_answer_missing", "text", question=number)
    elif len(words) < FEWEST_WORDS:
        yield problem("plan_answer_too_short", "text", question=number, answer=" ".join(words))
    elif number == 7 and not _SAYS_WHEN.search(text):
        yield problem("plan_answer_without_a_time", "text", question=number)


def _outcomes_lacking(plan: PlanFacts) -> Iterator[Lack]:
    if not plan.outcomes:
        yield "plan_outcome_missing", {}
    for outcome in plan.outcomes:
        if outcome.ended_term:
            facts = {"outcome": outcome.words, "term": outcome.ended_term}
            yield "plan_outcome_term_ended", facts


def _support_lacking(plan: PlanFacts) -> Iterator[Lack]:
    for outcome in plan.outcomes:
        if not outcome.items:
            yield "plan_outcome_without_items", {"outcome": outcome.words}
    for item in plan.items:
        if item.kind == ItemKind.NATURAL:
            yield from _free_help_lacking(item)


def _free_help_lacking(item: ItemFacts) -> Iterator[Lack]:
    """Free support counts when somebody named is willing, and it is known what happens if it stops."""
    if not item.natural_who:
        yield "plan_free_help_by_nobody", {"title": item.title}
    if item.natural_willing_date is None:
        yield "plan_free_help_not_agreed", {"title": item.title, "who": item.natural_who}
    if not item.natural_fallback:
        yield "plan_free_help_without_fallback", {"title": item.title}


def _spending_lacking(plan: PlanFacts) -> Iterator[Lack]:
    if plan.items and not any(weekly_pence(i.cost) or one_off_pence(i.cost) for i in plan.items):
        yield "plan_costs_nothing", {}
