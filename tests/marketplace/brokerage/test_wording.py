"""Each refusal in words, once; and that none is without them."""

import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from marketplace import brokerage
from marketplace.brokerage.wording import LACKING, SENTENCES, lacking_words
from marketplace.core.errors import problem
from marketplace.core.wording import sentence_of

TITLE, ONCE = {"title": "Sunday lunch"}, {"one_off_pence": 1, "cost_pence": 40_000}
SAID: list[tuple[str, dict[str, Any], str]] = [
    ("budget_part_below_zero", {}, "No part of a budget is below zero."),
    ("budget_is_zero", {}, "A budget is more than zero: say who pays how much a week."),
    ("budget_ends_before_it_starts", {}, "A budget ends after it starts."),
    ("budget_not_after_the_last", {}, "A new budget starts after the one that it replaces."),
    (
        "budget_plan_waits",
        {},
        "A plan waits for a decision on the budget as it is. Decide that first.",
    ),
    ("plan_broker_unknown", {"name": "Tom Birch"}, "Tom Birch is not a broker of this council."),
    (
        "plan_without_a_budget",
        {},
        "No budget is agreed for this person yet, so there is none to plan.",
    ),
    (
        "plan_open_already",
        {},
        "A plan for this person is already being worked on. Open that one.",
    ),
    ("plan_not_sent", {}, "This plan has not been sent yet."),
    (
        "plan_waits_for_a_decision",
        {},
        "This plan was sent and waits for a decision, so it cannot be changed.",
    ),
    (
        "plan_approved_already",
        {},
        "This plan is already approved. Start a new plan to change anything.",
    ),
    (
        "plan_approved_by_another",
        {"name": "Priya Nair", "day": date(2026, 9, 21)},
        "Priya Nair approved this plan on 21 September 2026.",
    ),
    ("plan_returned_already", {}, "This plan was already returned to its broker."),
    ("plan_replaced_already", {}, "This plan was replaced by a newer one."),
    (
        "plan_stale",
        {},
        "This plan was changed after you opened this page, perhaps in another window."
        " What you typed is still here: look at the plan as it is now, then send this again.",
    ),
    (
        "plan_text_too_long",
        {"over": 3, "most": 160},
        "This is 3 characters too long. Use at most 160.",
    ),
    ("plan_question_unknown", {"most": 7}, "A plan answers seven questions, numbered 1 to 7."),
    ("plan_outcome_gone", {}, "That outcome is no longer in the plan."),
    (
        "plan_score_out_of_range",
        {"least": 1, "most": 5},
        "Score how things are now, and the aim, from 1 to 5.",
    ),
    ("plan_aim_below_now", {}, "The aim is at least as good as how things are now."),
    ("plan_item_gone", {}, "That is no longer in the plan."),
    (
        "plan_item_keeps_its_kind",
        {},
        "Remove this, then add the other kind of thing in its place.",
    ),
    ("plan_item_not_listed", {}, "Only something from the directory has a price to look up."),
    (
        "plan_listing_not_public",
        {},
        "That is no longer in the directory, so it cannot be planned. Choose something else.",
    ),
    (
        "plan_listing_gone",
        {"title": "Morning visits", "provider": "Lantern Lane"},
        "Morning visits from Lantern Lane is no longer in the directory."
        " Choose something else for it.",
    ),
    (
        "plan_price_gone",
        {"title": "Morning visits"},
        "Morning visits no longer has that price. Choose another price.",
    ),
    (
        "plan_quantity_out_of_range",
        {"most": Decimal("9999.99")},
        "Say how many, more than zero and at most 9,999.99.",
    ),
    (
        "plan_equipment_not_once",
        {},
        "Equipment is bought once. For rent, choose somebody not in the directory.",
    ),
    ("plan_free_help_once", {}, "Say how often this help comes, not only once."),
    (
        "plan_price_missing",
        {},
        "Give a price above zero. Free help goes under family, friends or free.",
    ),
    (
        "plan_price_too_high",
        {"most_pence": 10_000},
        "Give a price of at most £100.00 for one.",
    ),
    ("plan_willing_in_future", {}, "The day they said yes cannot be in the future."),
    (
        "plan_agreed_in_future",
        {},
        "The day the person said “this is my plan” cannot be in the future.",
    ),
    (
        "plan_over_budget",
        {"week_pence": 1_100, "year_pence": 57_200},
        "This plan is £11.00 a week over the agreed budget. A senior approving manager decides it.",
    ),
    (
        "plan_over_budget",
        {"week_pence": 0, "year_pence": 6_400},
        "This plan is £64.00 in the first year, because of one-offs, over the agreed budget."
        " A senior approving manager decides it.",
    ),
    (
        "plan_over_limit",
        {"limit_pence": 35_000} | ONCE,
        "This plan costs £400.00 a week with one-offs spread over the year, and your limit is"
        " £350.00 a week. A manager with a higher limit decides it.",
    ),
    (
        "plan_verdict_missing",
        {"questions": [5, 6, 7]},
        "Give a verdict on questions 5, 6 and 7 before you approve.",
    ),
    (
        "plan_verdict_needs_more",
        {"questions": [4]},
        "You said that question 4 needs more. Return the plan, or change the verdict.",
    ),
    (
        "plan_returned_without_reasons",
        {},
        "Say why it goes back: what is missing, in words the person can read.",
    ),
]
LACKS: list[tuple[str, dict[str, Any], str]] = [
    ("plan_answer_missing", {"question": 4}, "Say how the money will be spent."),
    (
        "plan_answer_too_short",
        {"question": 6, "answer": "Yes"},
        "“Yes” is too short to tell. Say which decisions the person takes.",
    ),
    ("plan_answer_without_a_time", {"question": 7}, "Say by when, like “by 28 September”."),
    (
        "plan_outcome_missing",
        {"question": 2},
        "Add at least one outcome, in the person’s words.",
    ),
    (
        "plan_outcome_without_items",
        {"question": 3, "outcome": "Choir"},
        "Nothing is planned yet for “Choir”.",
    ),
    ("plan_free_help_by_nobody", {"question": 3} | TITLE, "Say who gives “Sunday lunch”."),
    (
        "plan_free_help_not_agreed",
        {"question": 3, "who": "Ruth"} | TITLE,
        "Ask Ruth about “Sunday lunch”, and give the day they said yes.",
    ),
    (
        "plan_free_help_without_fallback",
        {"question": 3} | TITLE,
        "Say what happens if “Sunday lunch” stops.",
    ),
    (
        "plan_costs_nothing",
        {"question": 4},
        "Nothing in the plan costs anything, so it does not say how the budget will be used.",
    ),
]


@pytest.mark.parametrize(("code", "facts", "sentence"), SAID)
def test_refusal_in_words(code: str, facts: dict[str, Any], sentence: str) -> None:
    assert sentence_of(problem(code, **facts)) == sentence


@pytest.mark.parametrize(("code", "facts", "sentence"), LACKS)
def test_lack_at_its_question_is_without_the_number_and_elsewhere_with_it(
    code: str, facts: dict[str, Any], sentence: str
) -> None:
    lack = problem(code, **facts)
    assert lacking_words(lack) == sentence
    assert sentence_of(lack) == f"Question {facts['question']}: {sentence}"


def test_every_sentence_is_asserted_here() -> None:
    assert {code for code, _, _ in SAID} == set(SENTENCES) - set(LACKING)
    assert {code for code, _, _ in LACKS} == set(LACKING)


def test_every_code_of_the_room_has_a_sentence_and_every_sentence_a_code() -> None:
    (folder,) = brokerage.__path__
    floors = [Path(folder) / name for name in ("rules", "queries", "actions")]
    source = "".join(file.read_text() for floor in floors for file in floor.rglob("*.py"))
    raised = set(re.findall(r'(?:problem\(\s*|yield )"(\w+)"', source))
    raised |= set(re.findall(r'PlanState\.\w+: "(\w+)"', source))
    assert raised == set(SENTENCES)
