"""What each of the seven questions still lacks."""

from datetime import date
from decimal import Decimal

import pytest

from marketplace.brokerage.rules import (
    MOST_PRICE_PENCE,
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


def codes(plan: PlanFacts) -> list[str]:
    return [problem.code for problem in plan_problems(plan)]


def test_complete_plan_lacks_nothing() -> None:
    assert plan_problems(a_plan()) == []


def test_empty_plan_lacks_every_question_and_an_outcome() -> None:
    problems = question_problems(PlanFacts({}))
    assert all(problems[number] for number in range(1, 8))
    assert [p.code for p in problems[2]] == ["plan_answer_missing", "plan_outcome_missing"]


@pytest.mark.parametrize("number", range(1, 8))
def test_each_question_must_be_answered(number: int) -> None:
    problems = plan_problems(a_plan(**{f"q{number}": "  "}))
    assert problems
    assert {(p.code, p.facts["question"]) for p in problems} == {("plan_answer_missing", number)}


def test_a_word_is_no_answer() -> None:
    assert codes(a_plan(q6="Yes")) == ["plan_answer_too_short"]


def test_outcome_without_items_is_named() -> None:
    plan = PlanFacts(ANSWERS, (OutcomeFacts("Choir"), OutcomeFacts("Bath", (VISITS,))))
    (found,) = plan_problems(plan)
    assert found.code == "plan_outcome_without_items"
    assert found.facts == {"question": 3, "in_outcomes": True, "outcome": "Choir"}


def test_natural_support_needs_a_yes_and_a_fallback() -> None:
    asked = ItemFacts("Sunday lunch", ItemKind.NATURAL, FREE, "Ruth")
    assert codes(a_plan(VISITS, asked)) == [
        "plan_free_help_not_agreed",
        "plan_free_help_without_fallback",
    ]


def test_plan_that_costs_nothing_does_not_say_how_the_budget_is_used() -> None:
    assert codes(a_plan(RUTH)) == ["plan_costs_nothing"]


@pytest.mark.parametrize(
    "text",
    ["Daniel books it by 28 September.", "Daniel rings on Monday.", "In two weeks Ruth asks."],
)
def test_question_seven_with_a_time_is_answered(text: str) -> None:
    assert plan_problems(a_plan(q7=text)) == []


def test_question_seven_without_a_time_is_not() -> None:
    assert codes(a_plan(q7="Daniel books everything needed.")) == ["plan_answer_without_a_time"]


@pytest.mark.parametrize(
    ("offer", "terms", "code"),
    [
        (
            Equipment("Bench", "Fenway", 6_400),
            Terms(Decimal(1), Frequency.WEEK),
            "plan_equipment_not_once",
        ),
        (Equipment("Bench", "Fenway", 0), Terms(Decimal(1), Frequency.ONCE), "plan_price_missing"),
        (
            Equipment("Bench", "Fenway", 100),
            Terms(Decimal(0), Frequency.ONCE),
            "plan_quantity_out_of_range",
        ),
        (
            Equipment("Bench", "Fenway", 1),
            Terms(Decimal(10_000), Frequency.ONCE),
            "plan_quantity_out_of_range",
        ),
        (
            OffMarket("Garden", "Joe", PriceUnit.HOUR, 0),
            Terms(Decimal(1), Frequency.WEEK),
            "plan_price_missing",
        ),
        (Natural("Lunch", "Ruth"), Terms(Decimal(1), Frequency.ONCE), "plan_free_help_once"),
        (
            OffMarket("Garden", "Joe", PriceUnit.HOUR, MOST_PRICE_PENCE + 1),
            Terms(Decimal(1), Frequency.WEEK),
            "plan_price_too_high",
        ),
        (
            Natural("Lunch", "Ruth", fallback="x" * 201),
            Terms(Decimal(1), Frequency.WEEK),
            "plan_text_too_long",
        ),
        (
            Natural("Lunch", "Ruth", date(2026, 9, 22)),
            Terms(Decimal(1), Frequency.WEEK),
            "plan_willing_in_future",
        ),
    ],
)
def test_senseless_items_are_refused(offer: Offer, terms: Terms, code: str) -> None:
    assert [problem.code for problem in item_problems(offer, terms, TODAY)] == [code]


def test_sensible_items_pass() -> None:
    terms = Terms(Decimal("1.5"), Frequency.FORTNIGHT, "", Deployment.COUNCIL_MANAGED)
    assert item_problems(OffMarket("Garden", "Joe", PriceUnit.HOUR, 1_800), terms, TODAY) == []
