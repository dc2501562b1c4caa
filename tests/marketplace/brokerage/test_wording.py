"""Each refusal in words, once; and that none is without them."""

import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from marketplace import brokerage
from marketplace.brokerage.wording import LACKING, SENTENCES, in_percent, lacking_words
from marketplace.core.errors import problem
from marketplace.core.wording import sentence_of

DAY = {"day": date(2026, 10, 1)}
TITLE, ONCE = {"title": "Sunday lunch"}, {"one_off_pence": 1, "cost_pence": 40_000}
SAID: list[tuple[str, dict[str, Any], str]] = [
    ("budget_returned_without_reason", {}, "Enter why you return this budget."),
    ("budget_ask_high", {"pence": 300_000}, "£3,000.00 a week is a very high budget."),
    ("budget_ask_low", {"pence": 250}, "£2.50 a week is a very low budget."),
    (
        "budget_ask_contribution",
        {"pence": 9_000, "others_pence": 2_000},
        "The person pays £90.00 a week, and everybody else together £20.00.",
    ),
    (
        "budget_ask_jump",
        {"fund": "Fernshire Council", "before_pence": 2_000, "after_pence": 200_000},
        "Fernshire Council pays £2,000.00 a week. Before it was £20.00.",
    ),
    (
        "plan_unchanged_since_return",
        {},
        "Nothing in this plan changed after the manager returned it. Change what the manager asked for.",
    ),
    (
        "item_ask_many",
        {"amount": "400 sessions a week"},
        "You entered 400 sessions a week. That is a lot.",
    ),
    (
        "item_ask_over_budget",
        {
            "week_pence": 180_000,
            "once_pence": 0,
            "budget_pence": 28_650,
            "over_pence": 160_950,
            "over_year_pence": 8_369_400,
        },
        "This support costs £1,800.00 a week. Then the plan is £1,609.50 a week over the budget of"
        " £286.50 a week.",
    ),
    (
        "item_ask_over_budget",
        {
            "week_pence": 0,
            "once_pence": 900_000,
            "budget_pence": 28_650,
            "over_pence": 0,
            "over_year_pence": 1_000,
        },
        "This support costs £9,000.00 once. Then the plan is £10.00 in the first year over the budget"
        " of £286.50 a week.",
    ),
    ("budget_ask_long_ago", DAY, "The first day is 1 October 2026, which is long ago."),
    ("budget_ask_far_ahead", DAY, "The first day is 1 October 2026, which is far ahead."),
    (
        "terms_ask_over_budget",
        {"fund": "NHS", "pence": 9_000, "budget_pence": 4_000},
        "NHS pays £90.00 a week. The budget leaves £40.00 of this money for these days.",
    ),
    (
        "broker_choice_by_nobody",
        {},
        "Enter who said that the person chose this broker.",
    ),
    ("broker_choice_without_day", {}, "Enter the day on which the person chose."),
    ("broker_choice_in_future", {}, "Enter today or an earlier date."),
    ("broker_none_to_end", {}, "This person has no broker."),
    ("consent_in_future", {}, "Enter today or an earlier date."),
    ("consent_heard_otherwise", {}, "Choose how you heard it."),
    ("consent_by_nobody", {}, "Enter who said it, or who decided."),
    (
        "consent_without_own_view",
        {},
        "Enter what the person said, or what you know of their view.",
    ),
    ("consent_nobody_consulted", {}, "Enter who was asked before the decision."),
    (
        "consent_speaker_may_not",
        {},
        "Only an attorney or deputy for health and welfare can say this, and only if the person"
        " cannot decide it. Choose one, or ask the person.",
    ),
    (
        "consent_person_can_decide",
        {},
        "Nobody found that the person cannot decide about the plan. Ask the person. A practitioner"
        " records how they could decide.",
    ),
    (
        "plan_without_consent",
        {},
        "Nobody has said yet that this is the person’s plan. Ask the person, then record it.",
    ),
    (
        "plan_changed_since_consent",
        {},
        "The plan changed after the person said that it is theirs. Ask the person again.",
    ),
    (
        "plan_not_whole_yet",
        {},
        "Your plan is not finished yet. Your broker tells you when it is.",
    ),
    ("budget_part_below_zero", {}, "Enter 0 or more for each part of the budget."),
    ("budget_is_zero", {}, "Enter a budget of more than £0, and who pays it."),
    ("budget_ends_before_it_starts", {}, "Enter an end date after the start date."),
    (
        "budget_none_to_end",
        DAY,
        "Last day of the budget: no budget is agreed after 30 September 2026. Enter an earlier day.",
    ),
    (
        "fund_of_another_person",
        {},
        "This money is another person’s. Choose money of this person.",
    ),
    (
        "plan_tolerance_out_of_range",
        {"most": 100},
        "How much the payment may differ: enter a number from 0 to 100.",
    ),
    ("plan_pay_range_half", {}, "Enter both the least and the most pay, or neither."),
    ("plan_pay_range_from_nothing", {}, "Enter least pay of more than £0."),
    ("plan_pay_range_upside_down", {}, "Enter most pay of more than the least pay."),
    ("plan_pay_range_too_high", {"most_pence": 5_000}, "Enter most pay of at most £50.00."),
    ("plan_equipment_without_times", {}, "Equipment is bought once. It has no times."),
    (
        "plan_times_too_much",
        {"most": 9_999},
        "These times come to more than 9,999 a week. Enter fewer times.",
    ),
    (
        "plan_line_ends_before_it_starts",
        {},
        "Enter a last day that is on or after the first day.",
    ),
    ("plan_agreement_unknown", {}, "Choose one of the person’s own agreements."),
    (
        "fund_still_pays",
        DAY,
        "A budget or agreement still has this money on 1 October 2026. End that first.",
    ),
    (
        "fund_closes_before_it_opens",
        DAY,
        "Last day: this money began on 1 October 2026. Enter that day or a later day.",
    ),
    (
        "fund_is_closed",
        {"fund": "Fernshire Council", "day": date(2026, 11, 1)},
        "Fernshire Council is closed. Its last day was 31 October 2026: enter that or an earlier last"
        " day. For later days, add the funding source again.",
    ),
    (
        "fund_is_proposed",
        {},
        "A proposed or indicative budget has this money. Have that budget agreed, returned or withdrawn"
        " first.",
    ),
    ("fund_closed_already", {}, "This money is closed already."),
    ("fund_payer_unnamed", {}, "Enter who pays."),
    (
        "fund_free_of_charge",
        {"programme": "Section 117 aftercare"},
        "Nobody pays a contribution to Section 117 aftercare. Choose another payer.",
    ),
    (
        "agreement_none_to_end",
        DAY,
        "Nothing is agreed to be paid on or after 1 October 2026.",
    ),
    ("agreement_holder_missing", {}, "Enter who holds the managed account."),
    (
        "agreement_holder_not_wanted",
        {},
        "Only a managed account has an account holder.",
    ),
    (
        "agreement_net_without_an_account",
        {},
        "Choose gross. What the council pays itself is paid whole, and the contribution is invoiced.",
    ),
    ("pause_ends_before_it_starts", {}, "Enter an end date after the start date."),
    (
        "pause_changed_already",
        {},
        "Somebody has changed this already. Open the page again.",
    ),
    (
        "plan_none_to_end",
        DAY,
        "Last day of the plan: no plan is in force after 30 September 2026. Enter an earlier day.",
    ),
    ("plan_ended_already", {}, "This plan has ended. Start a new one."),
    ("plan_broker_unknown", {"name": "Tom Birch"}, "Tom Birch is not a broker of this council."),
    (
        "plan_without_a_budget",
        {},
        "No budget of this person is agreed or estimated yet, and a plan is held beside one. "
        "Have an indicative budget recorded, or a budget agreed. Then start the plan.",
    ),
    (
        "plan_on_an_estimate",
        {},
        "The budget is an estimate. The plan can be sent and approved when a budget is agreed. "
        "Ask the social care worker to propose one.",
    ),
    (
        "plan_open_already",
        {},
        "This person has a plan in progress already. Open that plan.",
    ),
    ("plan_not_sent", {}, "This plan has not been sent yet."),
    (
        "plan_waits_for_a_decision",
        {},
        "This plan is waiting for a decision. You cannot change it.",
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
    (
        "plan_came_back",
        {},
        "This plan is not with a manager now. You can change it.",
    ),
    (
        "plan_decided_before",
        {},
        "A manager returned this plan with reasons, so it stays. You can change it and send it again.",
    ),
    ("plan_returned_already", {}, "This plan was already returned to its broker."),
    ("plan_replaced_already", {}, "This plan was replaced by a newer one."),
    (
        "plan_stale",
        {},
        "This plan changed after you opened this page. We kept what you entered. Read the plan as it is now, then send your answer again.",
    ),
    (
        "plan_text_too_long",
        {"over": 3, "most": 160},
        "This is 3 characters too long. Enter at most 160 characters.",
    ),
    ("plan_question_unknown", {"most": 7}, "Choose a question from 1 to 7."),
    ("plan_outcome_gone", {}, "This outcome is no longer in the plan."),
    ("plan_outcome_term_unknown", {}, "Choose a part of life from the list."),
    (
        "plan_item_for_nothing",
        {},
        "Choose at least 1 outcome that this support helps with.",
    ),
    (
        "plan_score_out_of_range",
        {"least": 1, "most": 5},
        "Choose a number from 1 to 5 for now and for the aim.",
    ),
    ("plan_aim_below_now", {}, "Choose an aim that is the same as now or higher."),
    ("plan_item_gone", {}, "This support is no longer in the plan."),
    (
        "plan_item_keeps_its_kind",
        {},
        "Remove this support, then add the other support.",
    ),
    ("plan_item_not_listed", {}, "Only support from Handrail has a listed price."),
    (
        "plan_listing_not_public",
        {},
        "This listing is not available now. Choose other support.",
    ),
    (
        "plan_listing_gone",
        {"title": "Morning visits", "provider": "Lantern Lane"},
        "Morning visits from Lantern Lane is not available now. Choose other support.",
    ),
    (
        "plan_price_gone",
        {"title": "Morning visits"},
        "Morning visits no longer has that price. Choose another price.",
    ),
    (
        "plan_quantity_out_of_range",
        {"most": Decimal("9999.99")},
        "Enter how many, more than 0 and at most 9,999.99.",
    ),
    (
        "plan_equipment_not_once",
        {},
        "Equipment is bought once. For rent, choose support not on Handrail.",
    ),
    ("plan_free_help_once", {}, "Choose how often this support comes."),
    (
        "plan_price_missing",
        {},
        "Enter a price of more than £0. Add support with no charge as unpaid support.",
    ),
    (
        "plan_price_too_high",
        {"most_pence": 10_000},
        "Enter a price of at most £100.00 for one.",
    ),
    ("plan_willing_in_future", {}, "Enter today or an earlier date."),
    (
        "plan_over_budget",
        {"week_pence": 1_100, "year_pence": 57_200},
        "This plan is £11.00 a week over the agreed budget. A senior approving manager decides it.",
    ),
    (
        "plan_over_budget",
        {"week_pence": 0, "year_pence": 6_400},
        "This plan is £64.00 in the first year, because of one-off costs, over the agreed budget."
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
        "Choose a decision for questions 5, 6 and 7 before you approve.",
    ),
    (
        "plan_verdict_needs_more",
        {"questions": [4]},
        "You said that question 4 needs more. Return the plan, or change your decision.",
    ),
    (
        "plan_returned_without_reasons",
        {},
        "Enter what is missing. The person reads your words.",
    ),
    ("uprating_day_past", {}, "Enter today or a later day."),
    ("uprating_day_far", {"last": date(2028, 3, 8)}, "Enter a day up to 8 March 2028."),
    ("uprating_rate_out_of_range", {"most": 100}, "Enter a percentage from 0 to 100, like 2.5."),
    (
        "uprating_payers_missing",
        {},
        "Whose money goes up by this percentage? Choose 1 or more.",
    ),
    (
        "uprating_rate_missing",
        {},
        "Percentage for budgets and payments: enter a percentage, like 2.5.",
    ),
    (
        "uprating_price_rate_missing",
        {},
        "Percentage for prices: enter a percentage, like 2.5.",
    ),
    (
        "uprating_price_source_missing",
        {},
        "Choose how prices change, or leave the percentage for prices empty.",
    ),
    ("uprating_of_nothing", {}, "Enter a percentage, or choose how prices go up."),
    (
        "uprating_changes_nothing",
        {},
        "Nothing changes for anybody. Choose another percentage or day.",
    ),
    (
        "uprating_recorded_already",
        {},
        "This uprating is recorded. You cannot discard it.",
    ),
    (
        "uprating_day_has_come",
        {"day": date(2027, 4, 5)},
        "These amounts hold since 5 April 2027. An uprating can be undone only before its day.",
    ),
    (
        "uprating_changed_since",
        {},
        "What is agreed changed after the preview, so nothing was recorded. Agree the new amounts one by one.",
    ),
    (
        "uprating_agreed_on_top",
        {},
        "Something was agreed after the uprating, so it is not undone here.",
    ),
    ("uprating_kept_since_its_day", {}, "The first day came before this was undone."),
    (
        "uprating_budget_later",
        {"day": date(2027, 6, 1)},
        "The budget agreed from 1 June 2027 stays as agreed.",
    ),
    (
        "uprating_terms_later",
        {"day": date(2027, 6, 1)},
        "The payments agreed from 1 June 2027 stay as agreed.",
    ),
    (
        "uprating_plan_later",
        {"day": date(2027, 6, 1)},
        "A plan is approved from 1 June 2027. Support that is new in it, or has another price there, keeps its price.",
    ),
    (
        "uprating_listing_price_unknown",
        {"title": "Morning visits"},
        "Morning visits keeps its price. Its listing has no price for that day yet.",
    ),
]
LACKS: list[tuple[str, dict[str, Any], str]] = [
    ("plan_answer_missing", {"question": 4}, "Enter how the money will be spent."),
    (
        "plan_answer_too_short",
        {"question": 6, "answer": "Yes"},
        "“Yes” is too short. Enter which decisions the person takes.",
    ),
    (
        "plan_answer_without_a_time",
        {"question": 7},
        "Enter a date, like “by 28 September”.",
    ),
    (
        "plan_outcome_missing",
        {"question": 2},
        "Add at least 1 outcome, in the words of the person.",
    ),
    (
        "plan_outcome_without_items",
        {"question": 3, "outcome": "Choir"},
        "Add support for “Choir”.",
    ),
    (
        "plan_outcome_term_ended",
        {"question": 2, "outcome": "Choir", "term": "Dignity"},
        "Choose a part of life for “Choir”. "
        "The council no longer uses “Dignity” in plans like this.",
    ),
    (
        "plan_free_help_by_nobody",
        {"question": 3} | TITLE,
        "Enter who gives “Sunday lunch”.",
    ),
    (
        "plan_free_help_not_agreed",
        {"question": 3, "who": "Ruth"} | TITLE,
        "Ask Ruth about “Sunday lunch”, and enter the day they agreed.",
    ),
    (
        "plan_free_help_without_fallback",
        {"question": 3} | TITLE,
        "Enter what happens if “Sunday lunch” stops.",
    ),
    (
        "plan_costs_nothing",
        {"question": 4},
        "No support in the plan has a cost. Enter how the budget will be used.",
    ),
]


@pytest.mark.parametrize(
    ("rate", "words"), [(250, "2.5%"), (225, "2.25%"), (1_000, "10%"), (1, "0.01%")]
)
def test_rate_is_written_without_needless_zeros(rate: int, words: str) -> None:
    assert in_percent(rate) == words


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
