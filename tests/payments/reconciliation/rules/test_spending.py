"""What payments were for, in the order of their days: repeats, arrears, slips, halves, and what is learnt."""

from payments.reconciliation.rules.decisions import MatchDecision, MatchOutcome
from payments.reconciliation.rules.due_dates import DuePeriod
from payments.reconciliation.rules.match import decide
from payments.reconciliation.rules.readings import plainest
from payments.reconciliation.rules.shapes import DueShare, Explanation
from payments.reconciliation.rules.values import FitKind, PaymentLine, Planned, Settled, TargetKind
from tests.payments.reconciliation.rules.cases import WEDNESDAY, amara, cars, case, line

AMARA = "AMARA OBI"


def decided(*lines: PaymentLine, planned: tuple[Planned, ...] | None = None) -> list[MatchDecision]:
    return decide(case(*lines, planned=planned or (amara(), cars())))


def outcomes(found: list[MatchDecision]) -> list[bool]:
    return [each.outcome is MatchOutcome.MATCHED for each in found]


def codes(decision: MatchDecision) -> list[str]:
    return [each.code for each in decision.findings]


def test_an_equal_payment_soon_after_is_a_repeat_though_an_old_week_is_open() -> None:
    weekly = [line(n, -4950, AMARA, 7 * n) for n in range(1, 6)]
    found = decided(*weekly, line(9, -4950, AMARA, 30))
    assert outcomes(found) == [True] * 5 + [False]
    assert codes(found[-1]) == ["R13"]


def test_an_unknown_line_of_the_same_amount_makes_the_next_one_doubtful() -> None:
    found = decided(line(1, -4950, "FPO 7731"), line(2, -4950, AMARA))
    assert outcomes(found) == [False, False]


def test_weeks_in_arrears_are_matched_after_a_gap_as_long() -> None:
    soon = decided(line(1, -4950, AMARA), line(2, -9900, AMARA, 8))
    after = decided(line(1, -4950, AMARA), line(2, -9900, AMARA, 15))
    assert (outcomes(soon), outcomes(after)) == ([True, False], [True, True])


def test_figures_in_another_order_are_a_slip_and_not_part_of_the_bill() -> None:
    planned = (cars(price_pence=1, units_c=54_100, unit="item", names=("Kestrel Shop",)),)
    slip, part = (
        decided(line(1, pence, "KESTREL SHOP"), planned=planned) for pence in (-451, -450)
    )
    assert (outcomes(slip), outcomes(part)) == ([False], [True])


def test_two_halves_of_one_bill_are_matched_when_the_second_has_come() -> None:
    monthly = amara(unit="month", units_c=100, price_pence=8000, weekday=None, every_days=28)
    first, second = line(1, -3000, AMARA), line(2, -5000, AMARA, 2)
    assert outcomes(decided(first, planned=(monthly,))) == [False]
    found = decided(first, second, planned=(monthly,))
    assert outcomes(found) == [True, True]
    assert sum(claim.units_c for each in found for claim in each.claims) == 100
    assert "another payment is the rest of it" in found[0].reason


def test_halves_weeks_apart_are_strangers() -> None:
    monthly = amara(unit="month", units_c=100, price_pence=8000, weekday=None, every_days=28)
    found = decided(line(1, -3000, AMARA), line(2, -5000, AMARA, 20), planned=(monthly,))
    assert outcomes(found) == [False, False]


def test_deposit_and_balance_of_what_is_bought_once_may_be_months_apart() -> None:
    stay = cars(every_days=0, unit="item", units_c=100, price_pence=60_000, names=("Wren Lodge",))
    found = decided(
        line(1, -15_000, "WREN LODGE DEPOSIT"), line(2, -45_000, "WREN LODGE", 120), planned=(stay,)
    )
    assert outcomes(found) == [True, True]


def test_a_bill_less_a_credit_note_pays_for_the_whole_of_it() -> None:
    (found,) = decided(line(1, -4000, "AMARA OBI INV 1042 LESS CN7"))
    assert found.outcome is MatchOutcome.MATCHED
    assert found.claims[0].units_c == 300
    assert found.reason.startswith("A bill of Amara O. less £9.50, a credit note.")


def test_a_credit_note_of_a_payee_with_two_items_is_left() -> None:
    planned = (amara(), amara(id=5, label="Amara at night", price_pence=2000))
    assert outcomes(decided(line(1, -4000, "AMARA OBI LESS CN7"), planned=planned)) == [False]


def test_next_weeks_payment_before_a_holiday_is_no_repeat() -> None:
    plain = decided(line(1, -4950, AMARA), line(2, -4950, AMARA, 4))
    early = decided(line(1, -4950, AMARA), line(2, -4950, f"{AMARA} XMAS", 4))
    assert (outcomes(plain), outcomes(early)) == ([True, False], [True, True])


def test_a_payee_is_known_again_by_the_number_of_a_matched_line() -> None:
    named = line(1, -900, "FERNSHIRE COMM CARS DD 88231907")
    found = decided(named, line(2, -900, "DD 88231907", 7))
    assert outcomes(found) == [True, True]
    assert outcomes(decided(line(2, -900, "DD 88231907", 7))) == [False]


def test_a_number_is_remembered_of_a_line_matched_earlier() -> None:
    earlier = Settled(line(1, -900, "FERNSHIRE COMM CARS DD 88231907"), TargetKind.PLAN_LINE, 2)
    (found,) = decide(case(line(2, -900, "DD 88231907", 7), settled=(earlier,)))
    assert found.outcome is MatchOutcome.MATCHED


def test_a_number_of_two_payees_tells_nothing() -> None:
    found = decided(
        line(1, -900, "FERNSHIRE COMM CARS 88231907"),
        line(2, -4950, "AMARA OBI 88231907"),
        line(3, -900, "88231907", 7),
    )
    assert outcomes(found) == [True, True, False]


def test_a_payment_matched_earlier_is_the_first_of_two() -> None:
    earlier = Settled(line(1, -4950, AMARA), TargetKind.PLAN_LINE, 1)
    (again,) = decide(case(line(2, -4950, AMARA, 1), settled=(earlier,)))
    assert codes(again) == ["R13"]


def _way(kind: FitKind, item: int, days: int = 0) -> Explanation:
    share = DueShare(item, 900, DuePeriod(WEDNESDAY, WEDNESDAY), 200)
    return Explanation(kind, (share,), 2 * days, days)


def test_what_is_due_now_as_a_whole_is_plainer_than_anything_else() -> None:
    now, later = _way(FitKind.FULL, 1), _way(FitKind.PART, 2)
    assert plainest([later, now]) == now
    assert plainest([_way(FitKind.FULL, 1, days=9), later]) is None
    assert plainest([now, _way(FitKind.FULL, 2)]) is None
    assert plainest([]) is None
