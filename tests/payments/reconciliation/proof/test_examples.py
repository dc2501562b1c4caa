"""Days and pennies at which sums go wrong, in the product as in the worked tables of docs/money.md."""

from datetime import UTC, date, datetime, timedelta

import pytest

from marketplace.brokerage.rules import Frequency, PaymentSchedule
from payments.cards.models import Authorisation
from payments.ledger.models import Account, Transfer
from payments.ledger.queries import problems
from tests.payments.reconciliation.proof import paying, steps
from tests.payments.reconciliation.proof.conftest import Begin
from tests.payments.reconciliation.proof.said import shares_of_matches
from tests.payments.reconciliation.proof.same import assert_same
from tests.payments.reconciliation.proof.steps import Case, LineWords
from tests.payments.reconciliation.proof.subject import NewRoad
from tests.payments.reconciliation.reference import facts


def agree(case: Case, first: date, **weekly: int) -> None:
    """Budget and terms of the first agreement from a day, in pence a week by fund."""
    sums = {name.replace("_", "-"): (pence, 0) for name, pence in weekly.items()}
    assert case.subject.agree_budget(sums, first)
    case.subject.later()
    assert case.subject.agree_terms(case.subject.agreements[0], sums, first)
    case.subject.later()


def expected(case: Case, day: date) -> list[tuple[date, int]]:
    return [(day, pence) for day, _, _, pence in assert_same(case, day).agreed.expected]


def test_29_february_is_a_day_and_a_payment_day(begin: Begin) -> None:
    january = date(2028, 1, 31)
    case = begin(january, NewRoad(PaymentSchedule.MONTH, january))
    agree(case, january, council=7_000)
    assert expected(case, date(2028, 2, 29)) == [
        (january, 290_00),
        (date(2028, 2, 29), 310_00),
        (date(2028, 3, 31), 300_00),
    ]
    insurance = LineWords(0, 6_000, frequency=Frequency.YEAR)
    case.subject.later(29)
    assert steps.ApprovePlan(0, 0, (insurance,)).take(case)
    for day in (date(2028, 2, 29), date(2029, 2, 27), date(2029, 2, 28), date(2032, 2, 29)):
        assert_same(case, day)
    # The first year's ended on 27 February 2029, and is looked for a fortnight less a day.
    assert assert_same(case, date(2029, 3, 12)).page.needed == 12_000
    assert assert_same(case, date(2029, 3, 13)).page.needed == 6_000


@pytest.mark.parametrize(
    ("moment", "known"),
    [
        (datetime(2027, 6, 30, 23, 30, tzinfo=UTC), date(2027, 7, 1)),
        (datetime(2027, 6, 30, 22, 50, tzinfo=UTC), date(2027, 6, 30)),
        (datetime(2027, 12, 31, 23, 30, tzinfo=UTC), date(2027, 12, 31)),
        (datetime(2027, 3, 28, 23, 30, tzinfo=UTC), date(2027, 3, 29)),
        (datetime(2027, 10, 31, 23, 30, tzinfo=UTC), date(2027, 10, 31)),
    ],
)
def test_what_is_recorded_late_in_the_evening_is_known_on_its_london_day(
    begin: Begin, moment: datetime, known: date
) -> None:
    case = begin(date(2027, 3, 1), NewRoad(PaymentSchedule.WEEK, date(2027, 3, 1)))
    agree(case, date(2027, 3, 1), council=21_000)
    case.subject.at = moment
    assert paying.PayIn(0, 0, 10_000).take(case)
    assert case.today == known
    assert steps.AgreeTerms(0, 0, 0, {"council": (14_000, 0)}).take(case)
    before = assert_same(case, known, known - timedelta(1))
    after = assert_same(case, known, known)
    assert (before.page.account, after.page.account) == (0, 10_000)
    assert sum(before.agreed.rates[case.subject.agreements[0].pk].values()) == 21_000
    assert sum(after.agreed.rates[case.subject.agreements[0].pk].values()) == 14_000


def test_a_year_with_53_weeks_is_paid_53_times_a_week_and_14_times_four_weekly(
    begin: Begin,
) -> None:
    first = date(2024, 4, 1)
    roads = [
        NewRoad(schedule, first) for schedule in (PaymentSchedule.WEEK, PaymentSchedule.FOUR_WEEKS)
    ]
    for road, count, pence in zip(roads, (53, 14), (2_650_00, 2_800_00), strict=True):
        case = begin(first, road)
        agree(case, first, council=5_000)
        paid = expected(case, first) + expected(case, date(2024, 10, 1))
        assert (len(paid), sum(each for _, each in paid)) == (count, pence)
        assert paid[-1][0] == date(2025, 3, 31)


@pytest.mark.parametrize(
    ("schedule", "first", "paid"),
    [
        (
            PaymentSchedule.FOUR_WEEKS,
            date(2026, 4, 6),
            [(date(2026, 4, 6), 780_00), (date(2026, 5, 4), 840_00)],
        ),
        (
            PaymentSchedule.MONTH,
            date(2026, 4, 1),
            [(date(2026, 4, 1), 690_00), (date(2026, 5, 1), 930_00)],
        ),
    ],
)
def test_a_budget_that_begins_in_mid_week_is_paid_for_its_own_days(
    begin: Begin, schedule: PaymentSchedule, first: date, paid: list[tuple[date, int]]
) -> None:
    case = begin(date(2026, 4, 1), NewRoad(schedule, first))
    agree(case, date(2026, 4, 8), council=21_000)
    assert steps.ApprovePlan(0, 7, (LineWords(0, 2_000, "3"),)).take(case)
    assert expected(case, date(2026, 4, 8))[:2] == paid
    for days in range(12):
        assert_same(case, date(2026, 4, 4) + timedelta(days))


def test_pennies_split_three_ways_go_to_the_lowest_funds(begin: Begin) -> None:
    case = begin(date(2026, 4, 6), NewRoad())
    agree(case, date(2026, 4, 6), council=7_000, aftercare=7_000, own=7_000)
    for pence in (1, 2, 100_00):
        assert paying.Spend(0, None, pence).take(case)
    funds = {name: fund.pk for name, fund in case.subject.funds.items()}
    shares = [of for _, of in sorted(shares_of_matches(case.subject.person).items())]
    assert shares == [
        {funds["council"]: 1},
        {funds["council"]: 1, funds["aftercare"]: 1},
        {funds["council"]: 33_34, funds["aftercare"]: 33_33, funds["own"]: 33_33},
    ]
    assert_same(case, case.today)


def test_two_people_whose_money_one_holder_keeps_never_share_a_ledger_account(
    begin: Begin,
) -> None:
    cases = [begin(date(2026, 4, 6), NewRoad(holder="Fern Payroll")) for _ in range(2)]
    for number, case in enumerate(cases):
        agree(case, date(2026, 4, 6), council=7_000, own=1_000 * number)
        assert steps.ApprovePlan(0, 0, (LineWords(0, 1_650, "3"),)).take(case)
        assert paying.PayIn(0, 0, 28_000 + number).take(case)
        assert paying.SpendByRule(3).take(case)
        assert paying.Spend(0, None, 700 + number).take(case)
        assert steps.AgreeTerms(0, -3, 0, {"council": (6_000, 0), "own": (2_000, 0)}).take(case)
    one, other = (case.subject.agreements[0] for case in cases)
    assert one.holder == other.holder
    for case in cases:
        case.purse.follow()
        figures = assert_same(case, case.today)
        assert set(figures.balances.funds) <= {f.pk for f in case.subject.funds.values()}
    owners = {account.pk: account.person_id for account in Account.objects.all()}
    for debit, credit in Transfer.objects.values_list("debit", "credit"):
        assert owners[debit] == owners[credit]
    for account in Account.objects.exclude(fund=None).select_related("fund"):
        assert account.person_id == account.fund.person_id
    assert list(problems()) == []


def test_held_money_is_not_on_the_card_and_not_spent(begin: Begin) -> None:
    """Pending card payments are today's: they are no part of what is compared day by day."""
    case = begin(date(2026, 4, 6), NewRoad())
    agree(case, date(2026, 4, 6), council=7_000)
    assert paying.PayIn(0, 0, 28_000).take(case)
    account = case.subject.account
    Authorisation.objects.create(
        authority_id=account.authority_id,
        account=account,
        provider_reference="iauth_proof",
        amount_pence=2_000,
        held_pence=2_000,
        currency="GBP",
        payee="A shop",
        state="open",
        newest_event="1",
        authorised_at=case.subject.at,
        changed_at=case.subject.at,
    )
    case.subject.told.record(
        facts.Pending(
            recorded=case.today, account=case.subject.told.account, pence=2_000, seen=case.today
        )
    )
    page = assert_same(case, case.today).page
    assert (page.account, page.left) == (28_000, 26_000)
