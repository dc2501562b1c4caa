"""A plan line with several prices, or pauses: which of them a payment is read beside."""

from dataclasses import replace
from datetime import timedelta

import pytest

from payments.reconciliation.rules.allocation import OLD_PRICE_FOR
from payments.reconciliation.rules.candidates import candidates_for
from payments.reconciliation.rules.decisions import MatchDecision, MatchOutcome
from payments.reconciliation.rules.match import decide
from payments.reconciliation.rules.values import Planned
from tests.payments.reconciliation.rules.cases import WEDNESDAY, amara, case, line, load

#: Dearer from the fifth Wednesday on.
RISE = WEDNESDAY + timedelta(28)
PRICES = (amara(until=RISE), amara(first=RISE, price_pence=1700))


def decisions(*paid: tuple[int, int], planned: tuple[Planned, ...] = PRICES) -> list[MatchDecision]:
    """What becomes of payments to Amara: pence, and days after the first Wednesday."""
    lines = [line(n, -pence, "AMARA OBI", days) for n, (pence, days) in enumerate(paid, 1)]
    return decide(case(*lines, planned=planned))


def test_each_price_is_read_for_its_own_days() -> None:
    before, after = decisions((4950, 21), (5100, 28))
    assert (before.outcome, after.outcome) == (MatchOutcome.MATCHED, MatchOutcome.MATCHED)
    assert "at £16.50" in before.reason
    assert "at £17.00" in after.reason


def test_a_plan_line_is_one_candidate_whatever_it_cost() -> None:
    found = candidates_for(line(1, -4950, "AMARA OBI", 24), case(planned=PRICES))
    assert [candidate.source for candidate in found] == [PRICES[0]]


def test_the_old_price_on_the_first_new_day_pays_for_that_day() -> None:
    # Standing orders keep an old price for weeks: it is this week's payment and not last week's, late.
    (on_the_day,) = decisions((4950, 28))
    assert on_the_day.outcome is MatchOutcome.MATCHED
    assert [claim.due for claim in on_the_day.claims] == [RISE]
    assert on_the_day.reason == "3 hours with Amara O. at £16.50, planned every Wednesday."


def test_the_old_price_a_day_late_pays_for_the_nearest_day() -> None:
    (late,) = decisions((4950, 29))
    assert [claim.due for claim in late.claims] == [RISE]


def test_the_old_price_when_the_old_days_are_paid_is_not_paid_twice_for_them() -> None:
    paid = [(4950, days) for days in (0, 7, 14, 21)]
    found = decisions(*paid, (4950, 28), (4950, 35))
    dues = [claim.due for decision in found for claim in decision.claims]
    assert dues == [WEDNESDAY + timedelta(7 * week) for week in range(6)]


def test_the_old_price_long_after_it_ended_is_read_beside_the_new_one() -> None:
    (long_after,) = decisions((4950, 28 + OLD_PRICE_FOR.days + 3))
    assert (long_after.outcome, long_after.target_id) == (MatchOutcome.UNMATCHED, None)
    assert long_after.reason.startswith("The plan has Amara O. at £17.00 an hour")


def test_weeks_at_once_at_the_old_price_are_read_beside_the_old_one() -> None:
    (several,) = decisions((4 * 4950, 42))
    assert several.outcome is MatchOutcome.SUGGESTED
    assert "4 payments of £49.50" in several.why


@pytest.mark.parametrize(
    ("pence", "days", "says"),
    [
        (4950, -21, "the support planned with them begins on 31 August 2026."),
        (5100, 63, "the last day of the support planned with them was 27 October 2026."),
    ],
)
def test_a_payment_before_or_after_every_price_says_so_and_is_not_decided(
    pence: int, days: int, says: str
) -> None:
    ended = (PRICES[0], replace(PRICES[1], until=WEDNESDAY + timedelta(56)))
    (decision,) = decisions((pence, days), planned=ended)
    assert decision.outcome is MatchOutcome.SUGGESTED
    assert [finding.code for finding in decision.findings] == ["R21"]
    assert decision.reason == f"Looks like Amara O., but {says}"


def test_a_payment_in_a_pause_is_neither_before_nor_after_the_support() -> None:
    back = WEDNESDAY + timedelta(70)
    planned = (amara(until=WEDNESDAY + timedelta(14)), amara(first=back - timedelta(2)))
    (paused,) = decisions((4950, 42), planned=planned)
    assert [finding.code for finding in paused.findings] == ["R21"]
    assert (
        paused.reason == "Looks like Amara O., but no support was planned with them near this date."
    )


def test_an_income_that_changed_is_read_for_its_own_days() -> None:
    before = replace(load(), until=RISE)
    after = replace(load(weekly_pence=9500), first=RISE)
    lines = (line(1, 4 * 9300, "FERNSHIRE COUNCIL"), line(2, 4 * 9500, "FERNSHIRE COUNCIL", 30))
    found = decide(case(*lines, incomes=(before, after)))
    assert [decision.outcome for decision in found] == [MatchOutcome.MATCHED] * 2
