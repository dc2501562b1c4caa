"""What each of the seven questions still lacks."""

from datetime import date
from decimal import Decimal

import pytest

from marketplace.brokerage.rules import (
    CostLine,
    Deployment,
    Equipment,
    Frequency,
    ItemFacts,
    ItemKind,
    Natural,
    Offer,
    OffMarket,
    OutcomeFacts,
    PlanFacts,
    Terms,
    item_problems,
    plan_problems,
    question_problems,
)
from marketplace.listings.rules import PriceUnit
from tests.factories.brokerage import ANSWERS

VISITS = ItemFacts("Visits", ItemKind.LISTING, CostLine(1_920, Decimal(5), Frequency.WEEK))
FREE = CostLine(0, Decimal(3), Frequency.WEEK)
RUTH = ItemFacts("Sunday lunch", ItemKind.NATURAL, FREE, "Ruth", date(2026, 9, 1), "Skip a week")
TODAY = date(2026, 9, 21)


def a_plan(*items: ItemFacts, **answers: str) -> PlanFacts:
    said = ANSWERS | {int(name[1:]): text for name, text in answers.items()}
    return PlanFacts(said, (OutcomeFacts("Choir again", items or (VISITS, RUTH)),))


def test_complete_plan_lacks_nothing() -> None:
    assert plan_problems(a_plan()) == []


def test_empty_plan_lacks_every_question_and_an_outcome() -> None:
    problems = question_problems(PlanFacts({}))
    assert all(problems[number] for number in range(1, 8))
    assert "Add at least one outcome" in problems[2][1].words


@pytest.mark.parametrize("number", range(1, 8))
def test_each_question_must_be_answered(number: int) -> None:
    problems = plan_problems(a_plan(**{f"q{number}": "  "}))
    assert problems
    assert all(problem.startswith(f"Question {number}:") for problem in problems)


def test_a_word_is_no_answer() -> None:
    assert "“Yes” is too short" in plan_problems(a_plan(q6="Yes"))[0]


def test_outcome_without_items_is_named() -> None:
    plan = PlanFacts(ANSWERS, (OutcomeFacts("Choir"), OutcomeFacts("Bath", (VISITS,))))
    assert plan_problems(plan) == ["Question 3: Nothing is planned yet for “Choir”."]


def test_natural_support_needs_a_yes_and_a_fallback() -> None:
    asked = ItemFacts("Sunday lunch", ItemKind.NATURAL, FREE, "Ruth")
    assert plan_problems(a_plan(VISITS, asked)) == [
        "Question 3: Ask Ruth about “Sunday lunch”, and give the day they said yes.",
        "Question 3: Say what happens if “Sunday lunch” stops.",
    ]


def test_plan_that_costs_nothing_does_not_say_how_the_budget_is_used() -> None:
    assert "Question 4: Nothing in the plan costs" in plan_problems(a_plan(RUTH))[0]


@pytest.mark.parametrize(
    "text",
    ["Daniel books it by 28 September.", "Daniel rings on Monday.", "In two weeks Ruth asks."],
)
def test_question_seven_with_a_time_is_answered(text: str) -> None:
    assert plan_problems(a_plan(q7=text)) == []


def test_question_seven_without_a_time_is_not() -> None:
    assert plan_problems(a_plan(q7="Daniel books everything needed.")) == [
        "Question 7: Say by when, like “by 28 September”."
    ]


@pytest.mark.parametrize(
    ("offer", "terms", "word"),
    [
        (Equipment("Bench", "Fenway", 6_400), Terms(Decimal(1), Frequency.WEEK), "bought once"),
        (Equipment("Bench", "Fenway", 0), Terms(Decimal(1), Frequency.ONCE), "above nought"),
        (Equipment("Bench", "Fenway", 100), Terms(Decimal(0), Frequency.ONCE), "how many"),
        (Equipment("Bench", "Fenway", 1), Terms(Decimal(10_000), Frequency.ONCE), "how many"),
        (
            OffMarket("Garden", "Joe", PriceUnit.HOUR, 0),
            Terms(Decimal(1), Frequency.WEEK),
            "above nought",
        ),
        (Natural("Lunch", "Ruth"), Terms(Decimal(1), Frequency.ONCE), "how often"),
        (
            Natural("Lunch", "Ruth", date(2026, 9, 22)),
            Terms(Decimal(1), Frequency.WEEK),
            "in the future",
        ),
    ],
)
def test_senseless_items_are_refused(offer: Offer, terms: Terms, word: str) -> None:
    problems = item_problems(offer, terms, TODAY)
    assert len(problems) == 1
    assert word in problems[0]


def test_sensible_items_pass() -> None:
    terms = Terms(Decimal("1.5"), Frequency.FORTNIGHT, "", Deployment.COUNCIL_MANAGED)
    assert item_problems(OffMarket("Garden", "Joe", PriceUnit.HOUR, 1_800), terms, TODAY) == []
