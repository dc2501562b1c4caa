"""What the proof has found in the product: the smallest case of each, which stays."""

from datetime import date, timedelta

from marketplace.brokerage.actions import NewAgreement, open_agreement
from marketplace.brokerage.rules import Frequency, PaymentBasis, PaymentRoad, PaymentSchedule
from payments.cards.actions import pay_into
from payments.reconciliation.rules.values import TargetKind
from tests.payments.reconciliation.proof import paying, steps
from tests.payments.reconciliation.proof.conftest import Begin
from tests.payments.reconciliation.proof.same import assert_same
from tests.payments.reconciliation.proof.steps import LineWords
from tests.payments.reconciliation.proof.subject import NewRoad
from tests.payments.reconciliation.proof.test_examples import agree
from tests.payments.reconciliation.reference import facts

MONDAY = date(2027, 3, 1)
ONCE = LineWords(0, 50_000, frequency=Frequency.ONCE)


def test_the_next_payment_in_may_be_in_the_next_half_year(begin: Begin) -> None:
    case = begin(MONDAY, NewRoad(PaymentSchedule.MONTH, date(2027, 3, 5)))
    agree(case, MONDAY, council=7_000)
    assert assert_same(case, date(2027, 3, 20)).page.next_payment == date(2027, 4, 5)


def test_what_comes_once_falls_due_once_however_often_its_line_is_cut(begin: Begin) -> None:
    case = begin(MONDAY, NewRoad())
    agree(case, MONDAY, council=7_000)
    assert steps.ApprovePlan(0, 0, (ONCE,)).take(case)
    assert steps.PauseAll(0, 10, 5).take(case)
    assert steps.ApprovePlan(0, 30, (LineWords(0, 60_000, frequency=Frequency.ONCE),)).take(case)
    for days in (0, 9, 10, 15, 30, 60, 200):
        assert assert_same(case, MONDAY + timedelta(days)).page.needed == 50_000


def test_what_comes_once_is_still_to_be_bought_while_the_rest_is_paused(begin: Begin) -> None:
    case = begin(MONDAY, NewRoad())
    agree(case, MONDAY, council=7_000)
    assert steps.ApprovePlan(0, 0, (ONCE,)).take(case)
    assert steps.PauseAll(0, 7).take(case)
    assert assert_same(case, MONDAY + timedelta(40)).page.needed == 50_000


def test_what_comes_once_and_began_as_weekly_or_while_paused_falls_due_no_more(
    begin: Begin,
) -> None:
    case = begin(MONDAY, NewRoad())
    agree(case, MONDAY, council=7_000)
    assert steps.ApprovePlan(0, 0, (LineWords(0, 1_000), LineWords(1, 1_000))).take(case)
    assert steps.ApprovePlan(0, 30, (ONCE, LineWords(1, 1_000))).take(case)
    assert_same(case, MONDAY + timedelta(31))
    paused = begin(MONDAY, NewRoad())
    agree(paused, MONDAY, council=7_000)
    assert steps.ApprovePlan(0, 0, (ONCE,)).take(paused)
    assert steps.PauseAll(0, 0, 3).take(paused)
    assert assert_same(paused, MONDAY + timedelta(5)).page.needed == 0


def test_a_paused_line_names_the_agreement_of_its_newest_version(begin: Begin) -> None:
    case = begin(MONDAY, NewRoad(), NewRoad())
    agree(case, MONDAY, council=7_000)
    assert steps.AgreeTerms(0, 0, 1, {"aftercare": (7_000, 0)}).take(case)
    assert steps.ApprovePlan(0, 0, (LineWords(0, 1_000, agreement=0),)).take(case)
    assert steps.ApprovePlan(0, 10, (LineWords(0, 1_000, agreement=1),)).take(case)
    assert steps.PauseAll(0, 8).take(case)
    case.subject.later(20)
    assert paying.Spend(0, 0, 5_000, 3).take(case)
    funds = assert_same(case, case.today).balances.funds
    assert funds == {case.subject.funds["aftercare"].pk: -5_000}


def test_money_that_comes_once_can_be_matched_to_its_agreement(begin: Begin) -> None:
    case = begin(MONDAY, NewRoad(), NewRoad())
    agree(case, MONDAY, council=7_000)
    ramp = {"council": (0, 45_000), "aftercare": (0, 15_000)}
    assert steps.AgreeTerms(0, 0, 1, ramp).take(case)
    assert paying.PayIn(0, 1, 60_000).take(case)
    assert set(assert_same(case, case.today).balances.funds.values()) == {45_000, 15_000}


def test_what_feeds_an_account_is_read_as_it_was_known(begin: Begin) -> None:
    case = begin(MONDAY)
    subject = case.subject
    new = NewAgreement(
        PaymentRoad.CARD, PaymentBasis.NET, PaymentSchedule.FOUR_WEEKS, MONDAY + timedelta(7)
    )
    agreement = open_agreement(by=subject.office, person=subject.person, new=new)
    subject.agreements.append(agreement)
    agree(case, MONDAY, council=7_000)
    subject.later(5)
    pay_into(by=subject.office, account=subject.account, agreement=agreement)
    subject.told.record(
        facts.Agreement(
            recorded=case.today,
            number=agreement.pk,
            account=subject.told.account,
            first_payment=new.first_payment_date,
            every=28,
        )
    )
    assert assert_same(case, MONDAY, MONDAY).page.next_payment is None
    assert assert_same(case, MONDAY).page.next_payment == MONDAY + timedelta(7)


def test_a_plan_that_ended_is_found_to_have_ended_earlier(begin: Begin) -> None:
    case = begin(MONDAY, NewRoad())
    agree(case, MONDAY, council=7_000)
    assert steps.ApprovePlan(0, 0, (LineWords(0, 1_000),)).take(case)
    case.subject.later(40)
    assert steps.EndPlan(0, 0).take(case)
    assert steps.EndPlan(5, -20).take(case)
    for days in (10, 24, 25, 26, 40):
        assert_same(case, MONDAY + timedelta(days))


def test_an_undone_payment_leaves_its_contribution_to_later_ones(begin: Begin) -> None:
    case = begin(MONDAY, NewRoad())
    assert steps.SetRule(0, -30, 1).take(case)
    agree(case, MONDAY, council=14_000, own=7_000)
    assert paying.Spend(3, None, 3_000).take(case)
    assert paying.Spend(3, None, 9_000).take(case)
    assert paying.Undo(0, 0).take(case)
    assert_same(case, case.today)


def test_money_paid_ahead_follows_the_terms_that_it_was_paid_for(begin: Begin) -> None:
    """Booked before any terms hold, it goes by the nearest: also when these are agreed anew."""
    case = begin(MONDAY, NewRoad())
    agree(case, MONDAY + timedelta(20), council=7_000)
    assert paying.PayIn(0, 0, 10_000).take(case)
    sums = {"council": (3_500, 0), "aftercare": (3_500, 0)}
    assert steps.AgreeTerms(0, 20, 0, sums).take(case)
    case.purse.follow()
    assert set(assert_same(case, case.today).balances.funds.values()) == {5_000}


def test_a_refund_booked_before_its_purchase_on_one_day_goes_back_by_its_shares(
    begin: Begin,
) -> None:
    case = begin(MONDAY, NewRoad())
    agree(case, MONDAY, council=14_000, own=7_000)
    assert steps.ApprovePlan(0, 0, (LineWords(0, 1_000),)).take(case)
    refund = case.purse.receive(3_000, case.today, "Zq shop xv", by_rule=True)
    case.subject.later()
    bought = case.purse.receive(-3_000, case.today, "Zq shop xv")
    assert case.purse.confirm(bought, TargetKind.PLAN_LINE, case.planner.lines[0])
    case.subject.later()
    assert steps.PauseAll(0, 30, 1).take(case)
    case.purse.follow()
    assert case.purse.is_matched(refund)
    assert assert_same(case, case.today).balances.funds == {}
