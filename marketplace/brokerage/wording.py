"""The sentence for each refusal, and for what a plan still lacks."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from marketplace.core.errors import Problem
from marketplace.core.pence import format_pounds
from marketplace.core.rooms import Sentence
from marketplace.core.words import spoken_date

Facts = Mapping[str, Any]

#: Why a manager returns a plan whose answer to a question does not say it.
MISSING_ANSWERS = {
    1: "Say what is important to the person.",
    2: "Say what the person wants to change or achieve.",
    3: "Say how the person will be supported.",
    4: "Say how the money will be spent.",
    5: "Say who manages the support from day to day.",
    6: "Say which decisions the person takes.",
    7: "Say who does what, and by when.",
}


def lacking_words(problem: Problem) -> str:
    """A lack as it is shown where the question is seen: its sentence without the question's number."""
    return _written(LACKING.get(problem.code) or SENTENCES[problem.code], problem.facts)


def _written(sentence: Sentence, facts: Facts) -> str:
    return sentence(facts) if callable(sentence) else sentence.format(**facts)


def _numbered(sentence: Sentence) -> Callable[[Facts], str]:
    return lambda facts: f"Question {facts['question']}: {_written(sentence, facts)}"


def _too_short(facts: Facts) -> str:
    return f"“{facts['answer']}” is too short to tell. {MISSING_ANSWERS[facts['question']]}"


def _not_agreed(facts: Facts) -> str:
    who = facts["who"] or "the person who gives it"
    return f"Ask {who} about “{facts['title']}”, and give the day they said yes."


def _over_budget(facts: Facts) -> str:
    over = f"{format_pounds(facts['year_pence'])} in the first year, because of one-offs,"
    if facts["week_pence"]:
        over = f"{format_pounds(facts['week_pence'])} a week"
    return f"This plan is {over} over the agreed budget. A senior approving manager decides it."


def _over_limit(facts: Facts) -> str:
    spread = " with one-offs spread over the year" if facts["one_off_pence"] else ""
    return (
        f"This plan costs {format_pounds(facts['cost_pence'])} a week{spread}, and your limit is"
        f" {format_pounds(facts['limit_pence'])} a week. A manager with a higher limit decides it."
    )


def _needs_more(facts: Facts) -> str:
    questions = facts["questions"]
    verb = "needs" if len(questions) == 1 else "need"
    said = f"You said that {_listed(questions)} {verb} more."
    return f"{said} Return the plan, or change the verdict."


def _listed(numbers: Sequence[int]) -> str:
    if len(numbers) == 1:
        return f"question {numbers[0]}"
    return f"questions {', '.join(map(str, numbers[:-1]))} and {numbers[-1]}"


#: What stops a plan from being sent, for the page of the question; elsewhere its number comes first.
LACKING: dict[str, Sentence] = {
    "plan_answer_missing": lambda facts: MISSING_ANSWERS[facts["question"]],
    "plan_answer_too_short": _too_short,
    "plan_answer_without_a_time": "Say by when, like “by 28 September”.",
    "plan_outcome_missing": "Add at least one outcome, in the person’s words.",
    "plan_outcome_without_items": "Nothing is planned yet for “{outcome}”.",
    "plan_free_help_by_nobody": "Say who gives “{title}”.",
    "plan_free_help_not_agreed": _not_agreed,
    "plan_free_help_without_fallback": "Say what happens if “{title}” stops.",
    "plan_costs_nothing": (
        "Nothing in the plan costs anything, so it does not say how the budget will be used."
    ),
}

SENTENCES: dict[str, Sentence] = {
    **{code: _numbered(sentence) for code, sentence in LACKING.items()},
    "budget_part_below_zero": "No part of a budget is below zero.",
    "budget_is_zero": "A budget is more than zero: say who pays how much a week.",
    "budget_ends_before_it_starts": "A budget ends after it starts.",
    "budget_not_after_the_last": "A new budget starts after the one that it replaces.",
    "budget_plan_waits": "A plan waits for a decision on the budget as it is. Decide that first.",
    "plan_broker_unknown": "{name} is not a broker of this council.",
    "plan_without_a_budget": "No budget is agreed for this person yet, so there is none to plan.",
    "plan_open_already": "A plan for this person is already being worked on. Open that one.",
    "plan_not_sent": "This plan has not been sent yet.",
    "plan_waits_for_a_decision": (
        "This plan was sent and waits for a decision, so it cannot be changed."
    ),
    "plan_approved_already": (
        "This plan is already approved. Start a new plan to change anything."
    ),
    "plan_approved_by_another": lambda facts: (
        f"{facts['name']} approved this plan on {spoken_date(facts['day'])}."
    ),
    "plan_returned_already": "This plan was already returned to its broker.",
    "plan_replaced_already": "This plan was replaced by a newer one.",
    "plan_stale": (
        "This plan was changed after you opened this page, perhaps in another window."
        " What you typed is still here: look at the plan as it is now, then send this again."
    ),
    "plan_text_too_long": "This is {over} characters too long. Use at most {most}.",
    "plan_question_unknown": "A plan answers seven questions, numbered 1 to {most}.",
    "plan_outcome_gone": "That outcome is no longer in the plan.",
    "plan_score_out_of_range": "Score how things are now, and the aim, from {least} to {most}.",
    "plan_aim_below_now": "The aim is at least as good as how things are now.",
    "plan_item_gone": "That is no longer in the plan.",
    "plan_item_keeps_its_kind": "Remove this, then add the other kind of thing in its place.",
    "plan_item_not_listed": "Only something from the directory has a price to look up.",
    "plan_listing_not_public": (
        "That is no longer in the directory, so it cannot be planned. Choose something else."
    ),
    "plan_listing_gone": (
        "{title} from {provider} is no longer in the directory. Choose something else for it."
    ),
    "plan_price_gone": "{title} no longer has that price. Choose another price.",
    "plan_quantity_out_of_range": "Say how many, more than zero and at most {most:,}.",
    "plan_equipment_not_once": (
        "Equipment is bought once. For rent, choose somebody not in the directory."
    ),
    "plan_free_help_once": "Say how often this help comes, not only once.",
    "plan_price_missing": (
        "Give a price above zero. Free help goes under family, friends or free."
    ),
    "plan_price_too_high": lambda facts: (
        f"Give a price of at most {format_pounds(facts['most_pence'])} for one."
    ),
    "plan_willing_in_future": "The day they said yes cannot be in the future.",
    "plan_agreed_in_future": ("The day the person said “this is my plan” cannot be in the future."),
    "plan_over_budget": _over_budget,
    "plan_over_limit": _over_limit,
    "plan_verdict_missing": lambda facts: (
        f"Give a verdict on {_listed(facts['questions'])} before you approve."
    ),
    "plan_verdict_needs_more": _needs_more,
    "plan_returned_without_reasons": (
        "Say why it goes back: what is missing, in words the person can read."
    ),
}
