"""What each part of a payment was for, as parts by plan line and fund."""

from datetime import date

from payments.reconciliation.rules.charges import Charge, parts_by_line, shares_of
from payments.reconciliation.rules.posting import NewPart
from payments.reconciliation.rules.shares import AccountFunding, ShareRule
from payments.reconciliation.rules.values import TargetKind
from tests.payments.reconciliation.rules.funded import (
    ACCOUNT,
    APRIL,
    COUNCIL,
    NHS,
    OWN,
    feeding,
    part,
    segment,
)

AMARA, CARS = 11, 12
FUNDING = feeding(
    segment(part(COUNCIL, 12_000), part(OWN, 4_000)), segment(part(NHS, 5_000), agreement=2)
)


def charge(
    line: int,
    pence: int,
    kind: TargetKind = TargetKind.PLAN_LINE,
    target: int = AMARA,
    day: date = APRIL,
    **facts: object,
) -> Charge:
    return Charge(line, ACCOUNT, day, pence, kind, target, **facts)  # type: ignore[arg-type]


def parts(
    *charges: Charge, funding: dict[int, AccountFunding] = FUNDING
) -> dict[int, list[NewPart]]:
    return parts_by_line(charges, shares_of(charges, funding))


def test_a_line_split_over_plan_lines_has_a_part_for_each_plan_line_and_fund() -> None:
    assert parts(
        charge(1, 800, agreement_id=1),
        charge(1, 100, target=CARS, agreement_id=2),
        charge(1, 400, TargetKind.OFF_PLAN, 0, agreement_id=1),
    ) == {
        1: [
            NewPart(COUNCIL, 300),
            NewPart(OWN, 100),
            NewPart(COUNCIL, 600, AMARA),
            NewPart(OWN, 200, AMARA),
            NewPart(NHS, 100, CARS),
        ]
    }


def test_load_and_contribution_in_one_payment_go_to_their_own_funds() -> None:
    money_in = {"is_money_in": True, "target": 1}
    assert parts(
        charge(1, 48_000, TargetKind.LOAD, **money_in),
        charge(1, 16_000, TargetKind.CONTRIBUTION, **money_in),
        charge(2, 20_000, TargetKind.FUND, NHS, is_money_in=True),
    ) == {1: [NewPart(COUNCIL, 48_000), NewPart(OWN, 16_000)], 2: [NewPart(NHS, 20_000)]}


def test_two_incomes_of_one_fund_are_one_part() -> None:
    load = charge(1, 48_000, TargetKind.LOAD, 1, is_money_in=True)
    alone = charge(1, 12_000, TargetKind.FUND, COUNCIL, is_money_in=True)
    assert parts(load, alone) == {1: [NewPart(COUNCIL, 60_000)]}


def test_a_line_of_which_a_part_has_no_mix_has_no_parts_and_counts_for_no_other() -> None:
    first = feeding(
        segment(part(COUNCIL, 12_000), part(OWN, 4_000)), rule=ShareRule.CONTRIBUTION_FIRST
    )
    half_paid = (charge(1, 500), charge(1, 500, target=CARS, agreement_id=2))
    later = charge(2, 1_000)
    assert parts(*half_paid, later, funding=first) == parts(later, funding=first)


def test_a_refund_follows_the_part_that_it_gives_back() -> None:
    bought = (charge(1, 800, agreement_id=1), charge(1, 100, target=CARS, agreement_id=2))
    back = charge(2, 100, target=CARS, is_money_in=True, refund_of=1)
    assert parts(*bought, back)[2] == [NewPart(NHS, 100, CARS)]
    assert parts(back) == {}


def test_a_load_of_an_agreement_that_pays_elsewhere_has_no_parts() -> None:
    assert parts(charge(1, 48_000, TargetKind.LOAD, 3, is_money_in=True)) == {}
    elsewhere = Charge(1, 99, APRIL, 100, TargetKind.PLAN_LINE, AMARA)
    assert shares_of([elsewhere], FUNDING) == {}
