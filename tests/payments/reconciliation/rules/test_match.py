"""What the matcher decides of one person's lines."""

from datetime import date, timedelta
from typing import Any

import pytest

from payments.reconciliation.rules.decisions import MatchDecision, MatchOutcome
from payments.reconciliation.rules.match import decide
from payments.reconciliation.rules.settings import Settings
from payments.reconciliation.rules.values import (
    PaymentLine,
    TargetKind,
    Tier,
)
from tests.payments.reconciliation.rules.cases import (
    WEDNESDAY,
    amara,
    cars,
    case,
    contribution,
    line,
    load,
)


def only(*lines: PaymentLine, **facts: object) -> MatchDecision:
    """The decision on the last line given."""
    return decide(case(*lines, **facts))[-1]


def codes(decision: MatchDecision) -> list[str]:
    return [finding.code for finding in decision.findings]


def test_planned_hours_are_matched_with_a_reason_in_plain_words() -> None:
    decision = only(line(1, -4950, "AMARA OBI"))
    assert (decision.outcome, decision.tier, decision.target_id) == (
        MatchOutcome.MATCHED,
        Tier.AMOUNT_DATE_PAYEE,
        1,
    )
    assert decision.reason == "3 hours with Amara O. at £16.50, planned every Wednesday."


def test_a_name_cut_short_by_the_card_scheme_is_still_known() -> None:
    assert only(line(1, -900, "FERNSHIRE COMM CARS")).target_id == 2


def test_a_reference_beats_a_name() -> None:
    planned = (amara(), cars(references=frozenset({"TR2218"})))
    decision = only(line(1, -900, "SOMEBODY", reference="INV TR-2218"), planned=planned)
    assert (decision.tier, decision.target_id) == (Tier.REFERENCE, 2)


def test_a_reference_whose_amount_does_not_fit_is_left_to_a_person() -> None:
    planned = (amara(), cars(references=frozenset({"TR2218"})))
    decision = only(line(1, -4950, "AMARA OBI TR2218"), planned=planned)
    assert decision.outcome is not MatchOutcome.MATCHED


def test_the_providers_own_number_finds_the_purchase_of_a_refund() -> None:
    decision = only(
        line(1, -900, "FERNSHIRE COMM CARS", provider_ref="ipi_1"),
        line(2, -900, "FERNSHIRE COMM CARS", 7, provider_ref="ipi_2"),
        line(3, 900, "CARS", 9, provider_ref="ipi_1"),
    )
    assert (decision.tier, decision.claims[0].id) == (Tier.PROVIDER_ID, 1)


def test_part_of_a_weeks_hours_is_matched_while_the_week_has_room() -> None:
    lines = (line(1, -3300, "AMARA OBI"), line(2, -1650, "AMARA OBI", 1))
    assert [d.outcome for d in decide(case(*lines))] == [MatchOutcome.MATCHED] * 2


def test_of_equal_parts_one_too_many_for_the_week_none_is_matched() -> None:
    decisions = decide(
        case(
            line(1, -3300, "AMARA OBI"),
            line(2, -1650, "AMARA OBI", 1),
            line(3, -1650, "AMARA OBI", 3),
        )
    )
    assert [d.outcome for d in decisions] == [
        MatchOutcome.MATCHED,
        MatchOutcome.SUGGESTED,
        MatchOutcome.SUGGESTED,
    ]


def test_several_weeks_at_once_is_suggested_until_staff_have_confirmed_that_rhythm() -> None:
    four_weeks = line(1, -19800, "AMARA OBI", 21)
    assert only(four_weeks).outcome is MatchOutcome.SUGGESTED
    trusted = only(four_weeks, planned=(amara(confirmed_periods=frozenset({4})),))
    assert trusted.outcome is MatchOutcome.MATCHED
    assert (trusted.tier, len(trusted.claims)) == (Tier.CONFIRMED_PERIODS, 4)


def test_several_weeks_at_once_when_so_many_are_in_arrears_are_matched() -> None:
    before, after = decide(case(line(1, -4950, "AMARA OBI"), line(2, -9900, "AMARA OBI", 14)))
    assert (before.outcome, after.outcome) == (MatchOutcome.MATCHED, MatchOutcome.MATCHED)
    assert (after.tier, len(after.claims)) == (Tier.AMOUNT_DATE_PAYEE, 2)


def test_several_weeks_at_once_when_the_last_was_paid_last_week_are_suggested() -> None:
    found = decide(case(line(1, -4950, "AMARA OBI"), line(2, -9900, "AMARA OBI", 7)))
    assert found[1].outcome is MatchOutcome.SUGGESTED


def test_a_little_less_than_planned_is_matched_inside_the_tolerance_and_says_so() -> None:
    decision = only(line(1, -4900, "AMARA OBI"))
    assert decision.outcome is MatchOutcome.MATCHED
    assert "£0.50 less, inside what is allowed." in decision.reason


def test_much_more_than_planned_is_left_with_its_difference() -> None:
    decision = only(line(1, -6000, "AMARA OBI"))
    assert (decision.outcome, codes(decision)) == (MatchOutcome.UNMATCHED, ["R3"])
    assert decision.reason.endswith("£60.00 is £10.50 more.")


def test_two_plan_lines_that_fit_equally_are_a_tie_and_not_decided() -> None:
    decision = only(line(1, -4950, "AMARA OBI"), planned=(amara(), amara(id=5)))
    assert decision.outcome is MatchOutcome.SUGGESTED
    assert decision.reason == "More than 1 planned support for Amara O. fits. Choose 1."
    assert [other.target_id for other in decision.alternatives] == [5]


def test_two_lines_are_paired_together_and_not_one_at_a_time() -> None:
    # Friday's payment is nearer to Thursday, but then Monday's visit would have to be the other.
    planned = (amara(weekday=0), amara(id=5, weekday=3))
    decisions = decide(
        case(line(1, -4950, "AMARA OBI", 2), line(2, -4950, "AMARA OBI", 5), planned=planned)
    )
    assert [d.target_id for d in decisions] == [5, 1]


def test_of_the_same_payment_on_two_days_running_neither_is_decided_and_the_second_is_asked_about() -> (
    None
):
    decisions = decide(case(line(1, -4950, "AMARA OBI", 7), line(2, -4950, "AMARA OBI", 8)))
    assert decisions[0].outcome is MatchOutcome.SUGGESTED
    assert [codes(each) for each in decisions] == [["T5"], ["R13"]]
    assert "may have been paid twice" in decisions[1].reason


def test_one_more_payment_than_weeks_is_left() -> None:
    planned = (amara(until=WEDNESDAY + timedelta(1)),)
    decision = only(line(1, -4950, "AMARA OBI"), line(2, -4950, "AMARA OBI", 6), planned=planned)
    assert (decision.outcome, codes(decision)) == (MatchOutcome.SUGGESTED, ["R3"])
    assert "already matched" in decision.reason


def test_spending_outside_the_plan_is_information_and_never_refused() -> None:
    decision = only(line(1, -2580, "BRACKENFORD GARDEN CTR"))
    assert (decision.outcome, codes(decision)) == (MatchOutcome.UNMATCHED, ["R1"])
    assert "was not stopped" in decision.reason


def test_a_supplier_for_the_same_need_is_only_information() -> None:
    decision = only(
        line(1, -2580, "OTTERBOURNE CARE LTD"), same_need=frozenset({"OTTERBOURNE CARE"})
    )
    assert codes(decision) == ["R2"]


def test_cash_and_the_councils_own_list_are_found_by_merchant_code() -> None:
    assert "R10" in codes(only(line(1, -4000, "CASH 14 HIGH ST", mcc="6011")))
    listed = Settings(restricted_mccs=frozenset({"7995"}))
    assert "R11" in codes(only(line(1, -4000, "LUCKY", mcc="7995"), settings=listed))


def test_a_lapsed_supplier_is_noted_and_the_payment_still_matched() -> None:
    decision = only(line(1, -4950, "AMARA OBI"), planned=(amara(accredited=False),))
    assert (decision.outcome, codes(decision)) == (MatchOutcome.MATCHED, ["R20"])


def test_a_load_for_any_number_of_weeks_is_matched_to_the_budget() -> None:
    decision = only(line(1, 37200, "FERNSHIRE COUNCIL", 1), incomes=(load(),))
    assert (decision.outcome, decision.target_kind) == (MatchOutcome.MATCHED, TargetKind.LOAD)
    assert decision.reason == "A payment from the council: 4 weeks at £93.00."


def test_a_load_may_be_rounded_by_a_penny_a_week() -> None:
    assert (
        only(line(1, 37196, "FERNSHIRE COUNCIL"), incomes=(load(),)).outcome is MatchOutcome.MATCHED
    )
    assert codes(only(line(1, 37190, "FERNSHIRE COUNCIL"), incomes=(load(),))) == ["R29"]


def test_the_same_load_twice_in_two_days_is_left() -> None:
    loads = (line(1, 37200, "FERNSHIRE COUNCIL"), line(2, 37200, "FERNSHIRE COUNCIL", 1))
    assert codes(only(*loads, incomes=(load(),))) == ["R13"]


def test_money_in_that_is_no_number_of_weeks_is_left_as_short_or_over() -> None:
    short, over = line(1, 30000, "FERNSHIRE COUNCIL"), line(1, 40000, "FERNSHIRE COUNCIL")
    assert codes(only(short, incomes=(contribution(),))) == ["R8"]
    assert codes(only(over, incomes=(contribution(),))) == ["R9"]
    decision = only(over, incomes=(load(),))
    assert codes(decision) == ["R29"]
    assert decision.reason == "The council pays £93.00 a week; £400.00 is not a number of weeks."


def test_a_load_long_before_the_budget_is_not_for_it() -> None:
    assert only(line(1, 37200, "FERNSHIRE COUNCIL", -40), incomes=(load(),)).claims == ()


def test_monthly_items_keep_to_the_calendar() -> None:
    planned = (amara(every_days=0, every_months=1, weekday=None, first=date(2026, 1, 31)),)
    decisions = decide(
        case(line(1, -4950, "AMARA OBI", -180), line(2, -4950, "AMARA OBI"), planned=planned)
    )
    assert [d.claims[0].due for d in decisions] == [date(2026, 2, 28), date(2026, 8, 31)]
    assert decisions[0].reason == "3 hours with Amara O. at £16.50, planned every month."


def test_a_one_off_is_paid_once() -> None:
    planned = (cars(every_days=0, label="Bath mat", unit="item", units_c=100, price_pence=1900),)
    decisions = decide(
        case(
            line(1, -1900, "FERNSHIRE COMM CARS"),
            line(2, -1900, "FERNSHIRE COMM CARS", 9),
            planned=planned,
        )
    )
    assert [d.outcome for d in decisions] == [MatchOutcome.MATCHED, MatchOutcome.SUGGESTED]
    assert decisions[0].reason == "1 item with Bath mat at £19.00, planned once."


def test_money_from_nobody_known_is_left() -> None:
    assert codes(only(line(1, 5000, "R PELL"))) == ["R1"]


def test_a_refund_goes_back_to_what_was_bought() -> None:
    decisions = decide(
        case(line(1, -900, "FERNSHIRE COMM CARS"), line(2, 900, "REFUND FERNSHIRE COMM CARS", 9))
    )
    assert decisions[1].target_id == 2
    assert decisions[1].reason == "A refund of the £9.00 paid to Community cars on 2 September."


def test_a_refund_without_its_purchase_names_the_nearest() -> None:
    decision = only(
        line(1, -900, "FERNSHIRE COMM CARS"), line(2, 1350, "REFUND FERNSHIRE COMM CARS", 9)
    )
    assert codes(decision) == ["R15"]
    assert decision.reason.endswith("Nearest: £9.00 on 2 September.")


def test_one_purchase_is_refunded_once_whichever_of_two_refunds_it_is() -> None:
    decisions = decide(
        case(
            line(1, -900, "FERNSHIRE COMM CARS"),
            line(2, 900, "REFUND FERNSHIRE COMM CARS", 9),
            line(3, 900, "REFUND FERNSHIRE COMM CARS", 9),
        )
    )
    assert [d.outcome for d in decisions[1:]] == [MatchOutcome.MATCHED, MatchOutcome.UNMATCHED]
    assert codes(decisions[2]) == ["R15"]


@pytest.mark.parametrize(
    ("planned", "days", "says"),
    [
        ({}, 2, "the planned time of 2 September 2026, 2 days before the payment."),
        ({}, -1, "the planned time of 2 September 2026, 1 day after the payment."),
        (
            {"weekday": None, "until": WEDNESDAY + timedelta(5)},
            10,
            "the planned time up to 6 September 2026, 6 days before the payment.",
        ),
        (
            {"weekday": None, "first": WEDNESDAY + timedelta(5)},
            3,
            "the planned time from 7 September 2026, 2 days after the payment.",
        ),
        (
            {"every_days": 1, "weekday": None, "until": WEDNESDAY + timedelta(1)},
            2,
            "of 2 September",
        ),
    ],
)
def test_reasons_say_which_planned_time_a_payment_of_another_day_fits(
    planned: dict[str, Any], days: int, says: str
) -> None:
    decision = only(line(1, -4950, "AMARA OBI", days), planned=(amara(**planned),))
    assert says in decision.why or says in decision.reason


def test_reasons_say_the_rhythm_and_how_weak_a_name_is() -> None:
    fortnightly = (amara(every_days=14, weekday=None),)
    assert "planned every 2 weeks" in only(line(1, -4950, "AMARA OBI"), planned=fortnightly).reason
    odd = (amara(every_days=10, weekday=None),)
    assert "planned every 10 days" in only(line(1, -4950, "AMARA OBI"), planned=odd).reason
    weak = only(line(1, -4950, "AMARA OBIEKWE"))
    assert weak.outcome is MatchOutcome.SUGGESTED
    assert "only a little alike" in weak.reason
    two = (amara(), amara(id=5, label="Amara at night"))
    assert only(line(1, -4950, "AMARA OBI"), planned=two).reason == (
        "Amara O. and Amara at night fit equally well. Choose 1."
    )


def test_a_line_that_waited_long_keeps_the_rule_and_the_sentence_of_one_finding() -> None:
    decision = only(line(1, -777, "GARDEN CTR"), today=WEDNESDAY + timedelta(40))
    assert codes(decision) == ["R1", "R27"]
    assert decision.leading is not None
    assert decision.leading.code == "R27"
    assert decision.reason == "Waiting since 2 September 2026."
