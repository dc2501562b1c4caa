"""The worked examples of docs/money.md, figure by figure."""

from datetime import date

from tests.payments.reconciliation.reference.balances import account_balance, unallocated
from tests.payments.reconciliation.reference.facts import Line, Terms
from tests.payments.reconciliation.reference.movements import Refund
from tests.payments.reconciliation.reference.people import (
    CARD,
    COUNCIL,
    LATER,
    NHS,
    OWN,
    TOP_UP,
    agree,
    expected,
    left,
    pay_in,
    person,
    plan,
    shares,
    spend,
)

APRIL_6 = date(2026, 4, 6)


def april(day: int) -> date:
    return date(2026, 4, day)


def may(day: int) -> date:
    return date(2026, 5, day)


def test_in_proportion_the_odd_penny_goes_to_the_larger_remainder() -> None:
    amina = person()
    agree(amina, APRIL_6, {COUNCIL: 120_00, NHS: 80_00})
    spend(amina, 1, april(10), 150_01)
    assert shares(amina, 1) == {COUNCIL: 90_01, NHS: 60_00}


def test_contribution_first_with_a_four_weekly_invoice() -> None:
    george = person(contribution_first=True)
    agree(george, APRIL_6, {COUNCIL: 160_00, OWN: 40_00})
    pay_in(george, 1, APRIL_6, 800_00)
    spend(george, 2, april(10), 150_00)
    spend(george, 3, april(17), 150_00)
    spend(george, 4, april(24), 30_00)
    spend(george, 5, may(4), 600_00)
    assert shares(george, 2) == {OWN: 28_57, COUNCIL: 121_43}
    assert shares(george, 3) == {OWN: 40_00, COUNCIL: 110_00}
    assert shares(george, 4) == {OWN: 30_00}
    assert shares(george, 5) == {OWN: 67_14, COUNCIL: 532_86}
    assert left(george, APRIL_6) == {COUNCIL: 640_00, OWN: 160_00}
    assert left(george, may(4)) == {COUNCIL: -124_29, OWN: -5_71}
    assert account_balance(george.known_on(LATER), CARD, may(4)) == -130_00


def test_gross_the_contribution_counts_nowhere() -> None:
    for rule in (False, True):
        george = person(contribution_first=rule)
        agree(george, APRIL_6, {COUNCIL: 200_00, OWN: 40_00}, net=False)
        spend(george, 1, april(10), 150_00)
        assert expected(george, APRIL_6, APRIL_6) == [(APRIL_6, COUNCIL, 800_00)]
        assert shares(george, 1) == {COUNCIL: 150_00}


def test_a_top_up_pays_only_for_its_own_line() -> None:
    rose = person()
    agree(rose, APRIL_6, {COUNCIL: 300_00})
    agree(rose, APRIL_6, {TOP_UP: 25_00}, number=2)
    plan(
        rose,
        APRIL_6,
        Line(number=1, agreement=1, starts=APRIL_6),
        Line(number=2, agreement=2, starts=APRIL_6),
    )
    spend(rose, 1, april(17), 300_00, line=1)
    spend(rose, 2, april(17), 25_00, line=2)
    spend(rose, 3, april(17), 10_00)
    assert [shares(rose, number) for number in (1, 2, 3)] == [
        {COUNCIL: 300_00},
        {TOP_UP: 25_00},
        {COUNCIL: 10_00},
    ]


def test_one_off_money_pays_for_its_own_line_and_is_expected_once() -> None:
    june_1, june_15 = date(2026, 6, 1), date(2026, 6, 15)
    sam = person()
    agree(sam, june_1, {COUNCIL: 70_00})
    agree(sam, june_1, {}, number=2, one_off={COUNCIL: 450_00, NHS: 150_00})
    plan(sam, june_1, Line(number=1, agreement=2, starts=june_1, frequency="once"))
    pay_in(sam, 1, june_1, 280_00)
    pay_in(sam, 2, june_1, 600_00, agreement=2)
    spend(sam, 3, june_15, 520_00, line=1)
    spend(sam, 4, june_15, 70_00)
    assert shares(sam, 3) == {COUNCIL: 390_00, NHS: 130_00}
    assert shares(sam, 4) == {COUNCIL: 70_00}
    assert left(sam, june_15) == {COUNCIL: 270_00, NHS: 20_00}
    assert account_balance(sam.known_on(LATER), CARD, june_15) == 290_00
    one_off = [(june_1, COUNCIL, 450_00), (june_1, NHS, 150_00)]
    assert expected(sam, june_1, june_1) == [(june_1, COUNCIL, 280_00), *one_off]
    assert {pence for _, _, pence in expected(sam, june_15, date(2026, 12, 31))} == {280_00}


def give_back(number: int, day: date, pence: int) -> Refund:
    """A refund of purchase 1."""
    return Refund(
        number=number, account=CARD, pence=pence, booked=day, received=day, matched=day, purchase=1
    )


def test_a_refund_goes_back_by_the_shares_of_the_purchase() -> None:
    for back, council, nhs in ((30_00, 18_00, 12_00), (100_01, 60_01, 40_00)):
        amina = person()
        agree(amina, APRIL_6, {COUNCIL: 120_00, NHS: 80_00})
        spend(amina, 1, april(10), 100_01)
        amina.record(give_back(2, april(13), back))
        assert left(amina, april(12)) == {COUNCIL: -60_01, NHS: -40_00}
        assert left(amina, april(13)) == {COUNCIL: council - 60_01, NHS: nhs - 40_00}


def test_a_refunded_contribution_is_used_again() -> None:
    george = person(contribution_first=True)
    agree(george, APRIL_6, {COUNCIL: 160_00, OWN: 40_00})
    spend(george, 1, april(10), 28_00)
    george.record(give_back(2, april(13), 28_00))
    spend(george, 3, april(17), 100_00)
    assert shares(george, 1) == {OWN: 28_00}
    assert left(george, april(13)) == {OWN: 0}
    assert shares(george, 3) == {OWN: 68_57, COUNCIL: 31_43}


def test_two_agreements_into_one_account() -> None:
    priya = person(contribution_first=True)
    agree(priya, APRIL_6, {COUNCIL: 140_00, OWN: 14_00})
    agree(priya, APRIL_6, {NHS: 70_00, OWN: 7_00}, number=2)
    plan(
        priya,
        APRIL_6,
        *(Line(number=number, agreement=number, starts=APRIL_6) for number in (1, 2)),
    )
    spend(priya, 1, april(15), 100_00)
    spend(priya, 2, april(15), 50_00, line=2)
    spend(priya, 3, april(20), 50_00, line=1)
    assert shares(priya, 1) == {OWN: 30_00, COUNCIL: 46_67, NHS: 23_33}
    assert shares(priya, 2) == {NHS: 50_00}
    assert shares(priya, 3) == {OWN: 15_00, COUNCIL: 35_00}


def test_a_mix_that_changes_in_mid_week_leaves_money_with_its_fund() -> None:
    leo = person()
    agree(leo, APRIL_6, {COUNCIL: 100_00, NHS: 100_00})
    leo.record(
        Terms(
            recorded=april(20), agreement=1, starts=april(22), weekly={COUNCIL: 150_00, NHS: 50_00}
        )
    )
    pay_in(leo, 1, APRIL_6, 800_00)
    spend(leo, 2, april(21), 200_00)
    spend(leo, 3, april(23), 200_00)
    before = expected(leo, APRIL_6, APRIL_6, known=april(19))
    assert before == [(APRIL_6, COUNCIL, 400_00), (APRIL_6, NHS, 400_00)]
    after = expected(leo, APRIL_6, APRIL_6, known=april(20))
    assert after == [(APRIL_6, COUNCIL, 485_71), (APRIL_6, NHS, 314_29)]
    assert left(leo, april(21)) == {COUNCIL: 300_00, NHS: 300_00}
    assert left(leo, april(23)) == {COUNCIL: 150_00, NHS: 250_00}


def test_agreed_again_with_the_same_figures_changes_nothing() -> None:
    nadia = person(contribution_first=True)
    weekly, one_off = {COUNCIL: 91_00, OWN: 14_00}, {COUNCIL: 130_00}
    agree(nadia, APRIL_6, weekly, one_off=one_off)
    nadia.record(
        Terms(recorded=may(11), agreement=1, starts=may(11), weekly=weekly, one_off=one_off)
    )
    spend(nadia, 1, april(24), 60_00)
    spend(nadia, 2, may(8), 60_00)
    spend(nadia, 3, may(15), 60_00)
    for known in (may(10), may(11)):
        assert expected(nadia, may(4), may(4), known) == [
            (may(4), COUNCIL, 364_00),
            (may(4), OWN, 56_00),
        ]
        assert expected(nadia, APRIL_6, may(31), known).count((APRIL_6, COUNCIL, 130_00)) == 1
        assert shares(nadia, 1, known) == {OWN: 38_00, COUNCIL: 22_00}
        assert shares(nadia, 2, known) == {OWN: 28_00, COUNCIL: 32_00}
    year = date(2027, 4, 5)
    assert expected(nadia, APRIL_6, year, may(10)) == expected(nadia, APRIL_6, year, may(11))
    assert shares(nadia, 3) == {OWN: 14_00, COUNCIL: 46_00}


def test_recorded_later_for_earlier_days_what_was_known_then_stays() -> None:
    ben = person(contribution_first=True)
    agree(ben, APRIL_6, {COUNCIL: 200_00})
    ben.record(
        Terms(recorded=may(1), agreement=1, starts=april(13), weekly={COUNCIL: 160_00, OWN: 40_00})
    )
    spend(ben, 1, april(10), 150_00)
    spend(ben, 2, april(17), 150_00)
    spend(ben, 3, april(16), 20_00, received=may(2))
    assert [shares(ben, 1, known) for known in (april(30), may(1), may(2))] == [
        {COUNCIL: 150_00}
    ] * 3
    assert shares(ben, 2, april(30)) == {COUNCIL: 150_00}
    assert shares(ben, 2, may(1)) == {OWN: 28_57, COUNCIL: 121_43}
    assert shares(ben, 2, may(2)) == {OWN: 8_57, COUNCIL: 141_43}
    assert shares(ben, 3, may(2)) == {OWN: 20_00}


def test_a_penny_split_three_ways_goes_to_the_lowest_fund() -> None:
    kofi = person()
    agree(kofi, APRIL_6, {COUNCIL: 70_00, NHS: 70_00, OWN: 70_00})
    for number, pence in enumerate((1, 2, 100_00)):
        spend(kofi, number, april(10), pence)
    assert shares(kofi, 0) == {COUNCIL: 1}
    assert shares(kofi, 1) == {COUNCIL: 1, NHS: 1}
    assert shares(kofi, 2) == {COUNCIL: 33_34, NHS: 33_33, OWN: 33_33}


def test_the_account_is_its_funds_and_what_nobody_knows_yet() -> None:
    amina = person()
    spend(amina, 1, april(5), 10_00)
    agree(amina, APRIL_6, {COUNCIL: 120_00, NHS: 80_00})
    pay_in(amina, 2, APRIL_6, 800_00)
    spend(amina, 3, april(7), 50_00)
    books = amina.known_on(LATER)
    assert unallocated(books, CARD, april(7)) == -10_00
    assert (
        account_balance(books, CARD, april(7))
        == sum(left(amina, april(7)).values()) - 10_00
        == 740_00
    )
