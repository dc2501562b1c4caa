"""What a plan still lacks before it can be sent, in words."""

from collections.abc import Callable, Mapping
from typing import Any

from marketplace.core.rooms import Sentence

Facts = Mapping[str, Any]

#: Why a manager returns a plan whose answer to a question does not say it.
MISSING_ANSWERS = {
    1: "Enter what is important to the person.",
    2: "Enter what the person wants to change or achieve.",
    3: "Enter how the person will be supported.",
    4: "Enter how the money will be spent.",
    5: "Enter who manages the support from day to day.",
    6: "Enter which decisions the person takes.",
    7: "Enter who does what, and by when.",
}


def written(sentence: Sentence, facts: Facts) -> str:
    return sentence(facts) if callable(sentence) else sentence.format(**facts)


def numbered(sentence: Sentence) -> Callable[[Facts], str]:
    return lambda facts: f"Question {facts['question']}: {written(sentence, facts)}"


def _too_short(facts: Facts) -> str:
    return f"“{facts['answer']}” is too short. {MISSING_ANSWERS[facts['question']]}"


def _not_agreed(facts: Facts) -> str:
    who = facts["who"] or "the person who gives it"
    return f"Ask {who} about “{facts['title']}”, and enter the day they agreed."


#: What stops a plan from being sent, for the page of the question; elsewhere its number comes first.
LACKING: dict[str, Sentence] = {
    "plan_answer_missing": lambda facts: MISSING_ANSWERS[facts["question"]],
    "plan_answer_too_short": _too_short,
    "plan_answer_without_a_time": "Enter a date, like “by 28 September”.",
    "plan_outcome_missing": "Add at least 1 outcome, in the words of the person.",
    "plan_outcome_without_items": "Add support for “{outcome}”.",
    "plan_outcome_term_ended": (
        "Choose a part of life for “{outcome}”. The council no longer uses “{term}” in plans like this."
    ),
    "plan_free_help_by_nobody": "Enter who gives “{title}”.",
    "plan_free_help_not_agreed": _not_agreed,
    "plan_free_help_without_fallback": "Enter what happens if “{title}” stops.",
    "plan_costs_nothing": ("No support in the plan has a cost. Enter how the budget will be used."),
}
