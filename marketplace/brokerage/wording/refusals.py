"""The sentence for each refusal, and for each question about what is improbable."""

from collections.abc import Sequence

from marketplace.brokerage.wording.lacking import LACKING, Facts, numbered, written
from marketplace.core.errors import Problem
from marketplace.core.pence import format_pounds
from marketplace.core.rooms import Sentence
from marketplace.core.words import last_day_words, spoken_date


def lacking_words(problem: Problem) -> str:
    """A lack as it is shown where the question is seen: its sentence without the question's number."""
    return written(LACKING.get(problem.code) or SENTENCES[problem.code], problem.facts)


def _over_budget(facts: Facts) -> str:
    over = f"{format_pounds(facts['year_pence'])} in the first year, because of one-off costs,"
    if facts["week_pence"]:
        over = f"{format_pounds(facts['week_pence'])} a week"
    return f"This plan is {over} over the agreed budget. A senior approving manager decides it."


def _over_limit(facts: Facts) -> str:
    spread = " with one-offs spread over the year" if facts["one_off_pence"] else ""
    return (
        f"This plan costs {format_pounds(facts['cost_pence'])} a week{spread}, and your limit is"
        f" {format_pounds(facts['limit_pence'])} a week. A manager with a higher limit decides it."
    )


def _over_with_item(facts: Facts) -> str:
    week, once = facts["week_pence"], facts["once_pence"]
    costs = [f"{format_pounds(week)} a week"] if week else []
    costs += [f"{format_pounds(once)} once"] if once else []
    over = f"{format_pounds(facts['over_year_pence'])} in the first year"
    if facts["over_pence"]:
        over = f"{format_pounds(facts['over_pence'])} a week"
    return (
        f"This support costs {' and '.join(costs)}. Then the plan is {over} over the budget of"
        f" {format_pounds(facts['budget_pence'])} a week."
    )


def _needs_more(facts: Facts) -> str:
    questions = facts["questions"]
    verb = "needs" if len(questions) == 1 else "need"
    said = f"You said that {_listed(questions)} {verb} more."
    return f"{said} Return the plan, or change your decision."


def _listed(numbers: Sequence[int]) -> str:
    if len(numbers) == 1:
        return f"question {numbers[0]}"
    return f"questions {', '.join(map(str, numbers[:-1]))} and {numbers[-1]}"


SENTENCES: dict[str, Sentence] = {
    **{code: numbered(sentence) for code, sentence in LACKING.items()},
    "budget_part_below_zero": "Enter 0 or more for each part of the budget.",
    "budget_is_zero": "Enter a budget of more than £0, and who pays it.",
    "budget_ends_before_it_starts": "Enter an end date after the start date.",
    "budget_returned_without_reason": "Enter why you return this budget.",
    "budget_ask_high": lambda facts: (
        f"{format_pounds(facts['pence'])} a week is a very high budget."
    ),
    "budget_ask_low": lambda facts: f"{format_pounds(facts['pence'])} a week is a very low budget.",
    "budget_ask_contribution": lambda facts: (
        f"The person pays {format_pounds(facts['pence'])} a week, and everybody else together"
        f" {format_pounds(facts['others_pence'])}."
    ),
    "budget_ask_jump": lambda facts: (
        f"{facts['fund']} pays {format_pounds(facts['after_pence'])} a week. Before it was"
        f" {format_pounds(facts['before_pence'])}."
    ),
    "budget_ask_long_ago": "The first day is {day:%-d %B %Y}, which is long ago.",
    "budget_ask_far_ahead": "The first day is {day:%-d %B %Y}, which is far ahead.",
    "terms_ask_over_budget": lambda facts: (
        f"{facts['fund']} pays {format_pounds(facts['pence'])} a week. The budget leaves"
        f" {format_pounds(facts['budget_pence'])} of this money for these days."
    ),
    "plan_tolerance_out_of_range": (
        "How much the payment may differ: enter a number from 0 to {most}."
    ),
    "plan_pay_range_half": "Enter both the least and the most pay, or neither.",
    "plan_pay_range_from_nothing": "Enter least pay of more than £0.",
    "plan_pay_range_upside_down": "Enter most pay of more than the least pay.",
    "plan_pay_range_too_high": lambda facts: (
        f"Enter most pay of at most {format_pounds(facts['most_pence'])}."
    ),
    "plan_unchanged_since_return": (
        "Nothing in this plan changed after the manager returned it. Change what the manager asked for."
    ),
    "item_ask_many": "You entered {amount}. That is a lot.",
    "item_ask_over_budget": _over_with_item,
    "budget_none_to_end": lambda facts: (
        f"Last day of the budget: no budget is agreed after {last_day_words(facts['day'])}. Enter an"
        " earlier day."
    ),
    "fund_of_another_person": "This money is another person’s. Choose money of this person.",
    "fund_still_pays": "A budget or agreement still has this money on {day:%-d %B %Y}. End that first.",
    "fund_is_closed": lambda facts: (
        f"{facts['fund']} is closed. Its last day was {last_day_words(facts['day'])}: enter that or an"
        " earlier last day. For later days, add the funding source again."
    ),
    "fund_is_proposed": (
        "A proposed or indicative budget has this money. Have that budget agreed, returned or withdrawn"
        " first."
    ),
    "fund_closes_before_it_opens": (
        "Last day: this money began on {day:%-d %B %Y}. Enter that day or a later day."
    ),
    "fund_closed_already": "This money is closed already.",
    "fund_payer_unnamed": "Enter who pays.",
    "fund_free_of_charge": "Nobody pays a contribution to {programme}. Choose another payer.",
    "agreement_none_to_end": "Nothing is agreed to be paid on or after {day:%-d %B %Y}.",
    "agreement_holder_missing": "Enter who holds the managed account.",
    "agreement_holder_not_wanted": "Only a managed account has an account holder.",
    "agreement_net_without_an_account": (
        "Choose gross. What the council pays itself is paid whole, and the contribution is invoiced."
    ),
    "pause_ends_before_it_starts": "Enter an end date after the start date.",
    "pause_changed_already": "Somebody has changed this already. Open the page again.",
    "plan_none_to_end": lambda facts: (
        f"Last day of the plan: no plan is in force after {last_day_words(facts['day'])}. Enter an"
        " earlier day."
    ),
    "plan_ended_already": "This plan has ended. Start a new one.",
    "broker_choice_by_nobody": "Enter who said that the person chose this broker.",
    "broker_choice_without_day": "Enter the day on which the person chose.",
    "broker_choice_in_future": "Enter today or an earlier date.",
    "broker_none_to_end": "This person has no broker.",
    "plan_broker_unknown": "{name} is not a broker of this council.",
    "plan_without_a_budget": "No budget of this person is agreed or estimated yet, and a plan is held beside one. "
    "Have an indicative budget recorded, or a budget agreed. Then start the plan.",
    "plan_on_an_estimate": "The budget is an estimate. The plan can be sent and approved when a budget is agreed. "
    "Ask the social care worker to propose one.",
    "plan_open_already": "This person has a plan in progress already. Open that plan.",
    "plan_not_sent": "This plan has not been sent yet.",
    "plan_waits_for_a_decision": ("This plan is waiting for a decision. You cannot change it."),
    "plan_approved_already": (
        "This plan is already approved. Start a new plan to change anything."
    ),
    "plan_approved_by_another": lambda facts: (
        f"{facts['name']} approved this plan on {spoken_date(facts['day'])}."
    ),
    "plan_returned_already": "This plan was already returned to its broker.",
    "plan_replaced_already": "This plan was replaced by a newer one.",
    "plan_came_back": "This plan is not with a manager now. You can change it.",
    "plan_decided_before": (
        "A manager returned this plan with reasons, so it stays. You can change it and send it again."
    ),
    "plan_stale": (
        "This plan changed after you opened this page. We kept what you entered. Read the plan as it is now, then send your answer again."
    ),
    "plan_text_too_long": "This is {over} characters too long. Enter at most {most} characters.",
    "plan_question_unknown": "Choose a question from 1 to {most}.",
    "plan_outcome_gone": "This outcome is no longer in the plan.",
    "plan_outcome_term_unknown": "Choose a part of life from the list.",
    "plan_item_for_nothing": "Choose at least 1 outcome that this support helps with.",
    "plan_score_out_of_range": "Choose a number from {least} to {most} for now and for the aim.",
    "plan_aim_below_now": "Choose an aim that is the same as now or higher.",
    "plan_item_gone": "This support is no longer in the plan.",
    "plan_item_keeps_its_kind": "Remove this support, then add the other support.",
    "plan_item_not_listed": "Only support from Handrail has a listed price.",
    "plan_listing_not_public": ("This listing is not available now. Choose other support."),
    "plan_listing_gone": ("{title} from {provider} is not available now. Choose other support."),
    "plan_price_gone": "{title} no longer has that price. Choose another price.",
    "plan_quantity_out_of_range": "Enter how many, more than 0 and at most {most:,}.",
    "plan_equipment_not_once": (
        "Equipment is bought once. For rent, choose support not on Handrail."
    ),
    "plan_free_help_once": "Choose how often this support comes.",
    "plan_price_missing": (
        "Enter a price of more than £0. Add support with no charge as unpaid support."
    ),
    "plan_price_too_high": lambda facts: (
        f"Enter a price of at most {format_pounds(facts['most_pence'])} for one."
    ),
    "plan_equipment_without_times": "Equipment is bought once. It has no times.",
    "plan_times_too_much": "These times come to more than {most:,} a week. Enter fewer times.",
    "plan_line_ends_before_it_starts": "Enter a last day that is on or after the first day.",
    "plan_agreement_unknown": "Choose one of the person’s own agreements.",
    "plan_willing_in_future": "Enter today or an earlier date.",
    "consent_in_future": "Enter today or an earlier date.",
    "consent_heard_otherwise": "Choose how you heard it.",
    "consent_by_nobody": "Enter who said it, or who decided.",
    "consent_without_own_view": "Enter what the person said, or what you know of their view.",
    "consent_nobody_consulted": "Enter who was asked before the decision.",
    "consent_speaker_may_not": (
        "Only an attorney or deputy for health and welfare can say this, and only if the person"
        " cannot decide it. Choose one, or ask the person."
    ),
    "consent_person_can_decide": (
        "Nobody found that the person cannot decide about the plan. Ask the person. A practitioner"
        " records how they could decide."
    ),
    "plan_without_consent": (
        "Nobody has said yet that this is the person’s plan. Ask the person, then record it."
    ),
    "plan_changed_since_consent": (
        "The plan changed after the person said that it is theirs. Ask the person again."
    ),
    "plan_not_whole_yet": "Your plan is not finished yet. Your broker tells you when it is.",
    "plan_over_budget": _over_budget,
    "plan_over_limit": _over_limit,
    "plan_verdict_missing": lambda facts: (
        f"Choose a decision for {_listed(facts['questions'])} before you approve."
    ),
    "plan_verdict_needs_more": _needs_more,
    "plan_returned_without_reasons": ("Enter what is missing. The person reads your words."),
    "uprating_day_past": "Enter today or a later day.",
    "uprating_day_far": "Enter a day up to {last:%-d %B %Y}.",
    "uprating_rate_out_of_range": "Enter a percentage from 0 to {most}, like 2.5.",
    "uprating_payers_missing": "Whose money goes up by this percentage? Choose 1 or more.",
    "uprating_rate_missing": "Percentage for budgets and payments: enter a percentage, like 2.5.",
    "uprating_price_rate_missing": "Percentage for prices: enter a percentage, like 2.5.",
    "uprating_price_source_missing": (
        "Choose how prices change, or leave the percentage for prices empty."
    ),
    "uprating_of_nothing": "Enter a percentage, or choose how prices go up.",
    "uprating_changes_nothing": "Nothing changes for anybody. Choose another percentage or day.",
    "uprating_recorded_already": "This uprating is recorded. You cannot discard it.",
    "uprating_day_has_come": (
        "These amounts hold since {day:%-d %B %Y}. An uprating can be undone only before its day."
    ),
    "uprating_changed_since": (
        "What is agreed changed after the preview, so nothing was recorded. Agree the new amounts one"
        " by one."
    ),
    "uprating_agreed_on_top": "Something was agreed after the uprating, so it is not undone here.",
    "uprating_kept_since_its_day": "The first day came before this was undone.",
    "uprating_budget_later": "The budget agreed from {day:%-d %B %Y} stays as agreed.",
    "uprating_terms_later": "The payments agreed from {day:%-d %B %Y} stay as agreed.",
    "uprating_plan_later": (
        "A plan is approved from {day:%-d %B %Y}. Support that is new in it, or has another price"
        " there, keeps its price."
    ),
    "uprating_listing_price_unknown": (
        "{title} keeps its price. Its listing has no price for that day yet."
    ),
}
