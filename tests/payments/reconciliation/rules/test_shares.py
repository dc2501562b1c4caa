"""Whose money a payment is: the worked tables of docs/money.md, and what holds for any payments."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from marketplace.brokerage.rules import FundPart, PayerKind, PaymentBasis
from payments.reconciliation.rules.shares import (
    AccountFunding,
    SharedPayment,
    ShareRule,
    Shares,
    contribution_due,
    money_in_shares,
    payer_shares,
    share_all,
)
from tests.examples import examples
from tests.payments.reconciliation.rules.funded import (
    ACCOUNT,
    APRIL,
    COUNCIL,
    NHS,
    OWN,
    TOP_UP,
    feeding,
    given_back,
    key_of,
    part,
    segment,
    spent,
)

FIRST = ShareRule.CONTRIBUTION_FIRST
COUNCIL_AND_NHS = segment(part(COUNCIL, 12_000), part(NHS, 8_000))
GEORGE = segment(part(COUNCIL, 16_000), part(OWN, 4_000))


def april(day: int) -> date:
    return date(2026, 4, day)


def shares(funding: dict[int, AccountFunding], *payments: SharedPayment) -> list[Shares]:
    """The shares of each payment in turn; empty for what nobody pays."""
    found = share_all(payments, funding)
    return [found.get(payment.key, {}) for payment in payments]


def test_council_beside_nhs_share_in_proportion_and_the_odd_penny_has_its_place() -> None:
    assert shares(feeding(COUNCIL_AND_NHS), spent(1, april(10), 15_001)) == [
        {COUNCIL: 9_001, NHS: 6_000}
    ]


def test_contribution_first_is_what_is_due_and_not_used_and_the_council_has_the_rest() -> None:
    payments = (
        spent(1, april(10), 15_000),
        spent(2, april(17), 15_000),
        spent(3, april(24), 3_000),
        spent(4, date(2026, 5, 4), 60_000),
    )
    assert shares(feeding(GEORGE, rule=FIRST), *payments) == [
        {OWN: 2_857, COUNCIL: 12_143},
        {OWN: 4_000, COUNCIL: 11_000},
        {OWN: 3_000},
        {OWN: 6_714, COUNCIL: 53_286},
    ]


@pytest.mark.parametrize("rule", ShareRule)
def test_a_contribution_that_is_invoiced_pays_for_nothing(rule: ShareRule) -> None:
    gross = replace(GEORGE, basis=PaymentBasis.GROSS)
    assert shares(feeding(gross, rule=rule), spent(1, april(10), 15_000)) == [{COUNCIL: 15_000}]


def test_a_top_up_pays_only_for_its_own_line() -> None:
    funding = feeding(segment(part(COUNCIL, 30_000)), segment(part(TOP_UP, 2_500), agreement=2))
    assert shares(
        funding,
        spent(1, april(17), 30_000, agreement=1),
        spent(2, april(17), 2_500, agreement=2),
        spent(3, april(17), 1_000),
    ) == [{COUNCIL: 30_000}, {TOP_UP: 2_500}, {COUNCIL: 1_000}]


def test_one_off_money_pays_only_for_its_own_line() -> None:
    ramp = segment(part(COUNCIL, 0, 45_000), part(NHS, 0, 15_000), agreement=2)
    funding = feeding(segment(part(COUNCIL, 7_000)), ramp)
    assert shares(
        funding, spent(1, april(15), 52_000, agreement=2), spent(2, april(15), 7_000)
    ) == [{COUNCIL: 39_000, NHS: 13_000}, {COUNCIL: 7_000}]


def test_one_off_money_beside_weekly_money_is_not_in_the_mix() -> None:
    both = segment(part(COUNCIL, 7_000), part(NHS, 0, 15_000))
    assert shares(feeding(both), spent(1, april(15), 100, agreement=1)) == [{COUNCIL: 100}]


def test_a_refund_goes_back_by_its_purchases_own_shares() -> None:
    funding = feeding(COUNCIL_AND_NHS)
    purchase = spent(1, april(10), 10_001)
    part_back, all_back = given_back(2, april(12), 3_000, 1), given_back(3, april(13), 10_001, 1)
    assert shares(funding, purchase, part_back, all_back) == [
        {COUNCIL: 6_001, NHS: 4_000},
        {COUNCIL: 1_800, NHS: 1_200},
        {COUNCIL: 6_001, NHS: 4_000},
    ]


def test_a_contribution_that_comes_back_is_there_to_be_used_again() -> None:
    payments = (
        spent(1, april(10), 2_800),
        given_back(2, april(13), 2_800, 1),
        spent(3, april(17), 10_000),
    )
    assert shares(feeding(GEORGE, rule=FIRST), *payments) == [
        {OWN: 2_800},
        {OWN: 2_800},
        {OWN: 6_857, COUNCIL: 3_143},
    ]


def test_a_refund_of_the_same_day_follows_its_purchase_whatever_their_numbers() -> None:
    purchase, refund = spent(2, april(10), 2_000), given_back(1, april(10), 2_000, 2)
    assert shares(feeding(GEORGE, rule=FIRST), refund, purchase) == [{OWN: 2_000}] * 2


def test_a_refund_into_another_account_follows_its_purchase_too() -> None:
    refund = replace(given_back(2, april(11), 2_000, 1), account_id=8)
    assert (
        shares(feeding(COUNCIL_AND_NHS), spent(1, april(10), 2_000), refund)
        == [{COUNCIL: 1_200, NHS: 800}] * 2
    )


def test_a_refund_without_its_purchase_has_no_shares() -> None:
    assert shares(feeding(COUNCIL_AND_NHS), given_back(2, april(11), 2_000, 1)) == [{}]


def test_two_agreements_into_one_account_are_added_up_where_no_line_names_one() -> None:
    one = segment(part(COUNCIL, 14_000), part(OWN, 1_400))
    two = segment(part(NHS, 7_000), part(OWN, 700), agreement=2)
    payments = (
        spent(1, april(15), 10_000),
        spent(2, april(15), 5_000, agreement=2),
        spent(3, april(20), 5_000, agreement=1),
    )
    assert shares(feeding(one, two, rule=FIRST), *payments) == [
        {OWN: 3_000, COUNCIL: 4_667, NHS: 2_333},
        {NHS: 5_000},
        {OWN: 1_500, COUNCIL: 3_500},
    ]


def test_a_mix_that_changes_in_mid_week_holds_from_its_day() -> None:
    wednesday = april(22)
    before = segment(part(COUNCIL, 10_000), part(NHS, 10_000), until=wednesday)
    after = segment(part(COUNCIL, 15_000), part(NHS, 5_000), first=wednesday)
    payments = (spent(1, april(21), 20_000), spent(2, wednesday, 20_000))
    assert shares(feeding(before, after), *payments) == [
        {COUNCIL: 10_000, NHS: 10_000},
        {COUNCIL: 15_000, NHS: 5_000},
    ]


def test_the_rule_of_the_payments_own_day_shares_it() -> None:
    funding = feeding(GEORGE, rule=FIRST, since=april(17))
    assert shares(funding, spent(1, april(16), 1_000), spent(2, april(17), 1_000)) == [
        {COUNCIL: 800, OWN: 200},
        {OWN: 1_000},
    ]
    assert [funding[ACCOUNT].rule_on(april(day)) for day in (16, 17)] == list(ShareRule)
    assert AccountFunding().rule_on(APRIL) is ShareRule.IN_PROPORTION
    assert funding[ACCOUNT].depends_on_order
    assert not feeding(GEORGE)[ACCOUNT].depends_on_order


def test_a_contribution_alone_pays_all_of_it() -> None:
    alone = segment(part(OWN, 4_000))
    assert shares(feeding(alone, rule=FIRST), spent(1, APRIL, 9_000)) == [{OWN: 9_000}]


def test_what_nobody_pays_on_its_day_has_no_shares() -> None:
    ended = replace(GEORGE, until=april(10))
    before, in_force, after = (spent(n, april(n), 100) for n in (5, 9, 10))
    assert shares(feeding(ended), before, in_force, after) == [{}, {COUNCIL: 80, OWN: 20}, {}]
    assert share_all([replace(in_force, account_id=9)], feeding(ended)) == {}
    assert shares(feeding(GEORGE), spent(1, april(9), 100, agreement=2)) == [{}]


def test_a_penny_goes_to_the_lowest_fund_where_remainders_are_alike() -> None:
    funding = feeding(segment(part(COUNCIL, 7_000), part(NHS, 7_000), part(OWN, 7_000)))
    assert shares(funding, *(spent(n, APRIL, pence) for n, pence in enumerate((1, 2, 10_000)))) == [
        {COUNCIL: 1},
        {COUNCIL: 1, NHS: 1},
        {COUNCIL: 3_334, NHS: 3_333, OWN: 3_333},
    ]


def test_what_is_due_of_a_contribution_is_rounded_once_over_all_terms() -> None:
    cut = [
        segment(part(COUNCIL, 16_000), part(OWN, 4_000), until=april(8)),
        segment(part(COUNCIL, 15_000), part(OWN, 5_000), first=april(8)),
    ]
    assert contribution_due(cut, OWN, april(9)) == round((2 * 4_000 + 2 * 5_000) / 7)
    assert contribution_due(cut, OWN, april(5)) == 0


def test_money_in_goes_to_the_funds_it_was_expected_from() -> None:
    agreed = [segment(part(COUNCIL, 12_000), part(NHS, 8_000), part(OWN, 4_000), part(TOP_UP, 500))]
    assert money_in_shares(80_000, agreed, april(6), contribution=False) == {
        COUNCIL: 48_000,
        NHS: 32_000,
    }
    assert money_in_shares(16_000, agreed, april(6), contribution=True) == {OWN: 16_000}


def test_money_in_before_or_after_its_terms_goes_by_the_nearest() -> None:
    summer = date(2026, 7, 1)
    agreed = [
        segment(part(COUNCIL, 10_000), until=date(2026, 6, 1)),
        segment(part(NHS, 10_000), first=summer, until=date(2026, 8, 1)),
    ]
    days = {date(2026, 3, 20): COUNCIL, date(2026, 6, 10): COUNCIL, date(2026, 6, 25): NHS}
    for day, fund in {**days, summer: NHS, date(2026, 9, 1): NHS}.items():
        assert money_in_shares(100, agreed, day, contribution=False) == {fund: 100}
    assert money_in_shares(100, [], summer, contribution=False) == {}


def test_one_off_money_in_goes_to_the_funds_that_pay_it() -> None:
    ramp = [segment(part(COUNCIL, 0, 45_000), part(NHS, 0, 15_000))]
    assert money_in_shares(60_000, ramp, APRIL, contribution=False) == {
        COUNCIL: 45_000,
        NHS: 15_000,
    }


@pytest.mark.parametrize(
    ("pence", "shares"),
    [
        (45_000, {NHS: 45_000}),
        (44_999, {COUNCIL: 44_999}),
        # Four weeks of the council's, and what was agreed once is as much: it is weeks.
        (28_000, {COUNCIL: 28_000}),
    ],
)
def test_one_off_money_beside_weekly_money_is_known_by_its_sum(
    pence: int, shares: dict[int, int]
) -> None:
    once = 28_000 if pence == 28_000 else 45_000
    both = [segment(part(COUNCIL, 7_000), part(NHS, 0, once))]
    assert money_in_shares(pence, both, APRIL, contribution=False) == shares


def test_money_of_one_payer_goes_to_that_payers_funds_only() -> None:
    continuing = FundPart(9, PayerKind.NHS, "Fernshire ICB", 3_000)
    other = FundPart(10, PayerKind.NHS, "Another ICB", 3_000)
    agreed = [segment(part(COUNCIL, 12_000), part(NHS, 5_000), continuing, other)]
    assert payer_shares(8_000, agreed, APRIL, NHS) == {NHS: 5_000, 9: 3_000}
    assert payer_shares(8_000, agreed, APRIL, COUNCIL) == {COUNCIL: 8_000}
    assert payer_shares(8_000, agreed, APRIL, 77) == {77: 8_000}


#: Any machine is quick enough: what is drawn says nothing of how long it takes.
patient = settings(
    max_examples=examples(200), deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
rates = st.integers(0, 40_000)
days_on = st.integers(0, 120).map(lambda days: APRIL + timedelta(days))


@st.composite
def fundings(draw: st.DrawFn, rule: ShareRule) -> dict[int, AccountFunding]:
    """Two agreements into one account, each with terms that change once."""
    segments = []
    for agreement in (1, 2):
        day = draw(days_on)
        basis = draw(st.sampled_from(PaymentBasis))
        for first, until in ((APRIL, day), (day, None)):
            parts = [part(fund, draw(rates)) for fund in (COUNCIL, NHS, OWN, TOP_UP)]
            if first != until:
                segments.append(
                    segment(*parts, agreement=agreement, basis=basis, first=first, until=until)
                )
    return feeding(*segments, rule=rule)


@st.composite
def histories(draw: st.DrawFn) -> list[SharedPayment]:
    """Payments on any days, some of them given back in part or whole."""
    payments: list[SharedPayment] = []
    for number in range(1, draw(st.integers(2, 9))):
        named = draw(st.sampled_from([None, 1, 2]))
        purchase = spent(number, draw(days_on), draw(st.integers(1, 90_000)), named)
        payments.append(purchase)
        if draw(st.booleans()):
            back = draw(st.integers(1, purchase.pence))
            day = purchase.day + timedelta(draw(st.integers(0, 30)))
            payments.append(given_back(100 - number, day, back, number))
    return payments


any_funding = st.sampled_from(ShareRule).flatmap(fundings)


@patient
@given(any_funding, histories())
def test_shares_of_any_payment_add_up_to_the_penny_and_are_above_zero(
    funding: dict[int, AccountFunding], payments: list[SharedPayment]
) -> None:
    found = share_all(payments, funding)
    for payment in payments:
        if payment.key in found:
            assert sum(found[payment.key].values()) == payment.pence
            assert all(pence > 0 for pence in found[payment.key].values())


@patient
@given(any_funding, histories(), st.randoms(use_true_random=False))
def test_the_order_in_which_payments_are_given_changes_nothing(
    funding: dict[int, AccountFunding], payments: list[SharedPayment], random: object
) -> None:
    shuffled = list(payments)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert share_all(shuffled, funding) == share_all(payments, funding)


@patient
@given(fundings(ShareRule.IN_PROPORTION), histories(), st.integers(0, 8))
def test_in_proportion_no_payment_depends_on_another(
    funding: dict[int, AccountFunding], payments: list[SharedPayment], which: int
) -> None:
    one = payments[which % len(payments)]
    with_purchase = [each for each in payments if each.key in (one.key, one.refund_of)]
    assert share_all(with_purchase, funding).get(one.key) == share_all(payments, funding).get(
        one.key
    )


@patient
@given(fundings(ShareRule.CONTRIBUTION_FIRST), histories())
def test_contribution_first_never_charges_more_than_is_due_where_others_pay_too(
    funding: dict[int, AccountFunding], payments: list[SharedPayment]
) -> None:
    segments = funding[ACCOUNT].segments
    others = [s for s in segments for p in s.paid_in if not p.is_contribution and p.weekly_pence]
    assume({s.first for s in others} == {s.first for s in segments})
    found = share_all(payments, funding)
    used = 0
    for payment in sorted(payments, key=lambda each: (each.day, each.gives_back, each.key)):
        pence = found.get(payment.key, {}).get(OWN, 0)
        if not payment.gives_back and pence and len(found[payment.key]) > 1:
            assert used + pence <= contribution_due(segments, OWN, payment.day)
        used += -pence if payment.gives_back else pence


@patient
@given(any_funding, histories())
def test_a_purchase_given_back_whole_leaves_every_fund_as_it_was(
    funding: dict[int, AccountFunding], payments: list[SharedPayment]
) -> None:
    purchases = [each for each in payments if not each.gives_back]
    back = [given_back(100 + p.key[0], p.day, p.pence, p.key[0]) for p in purchases]
    found = share_all([*purchases, *back], funding)
    for purchase in purchases:
        assert found.get(purchase.key) == found.get(key_of(100 + purchase.key[0]))
