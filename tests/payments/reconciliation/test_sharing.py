"""Sharing again what was matched: backdated terms, refunds, the order of payments, and who may."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet

from marketplace.accounts.rules import Role
from marketplace.brokerage.actions import agree_terms, end_agreement
from marketplace.brokerage.models import Fund
from marketplace.brokerage.rules import Amount
from marketplace.core.models import AuditEvent
from marketplace.council.actions import set_figure
from payments.cards.models import ReceivedLine
from payments.ledger.models import Transfer
from payments.ledger.queries import balances, balances_known
from payments.ledger.rules import TransferCode
from payments.reconciliation.actions import (
    MATCHER,
    Chosen,
    confirm_match,
    match_lines,
    match_open_lines,
    share_again,
    unmatch,
)
from payments.reconciliation.jobs import share_money_again
from payments.reconciliation.models import Match, MoneyException
from payments.reconciliation.queries.integrity import integrity_problems
from payments.reconciliation.rules.shares import ShareRule
from payments.reconciliation.rules.values import TargetKind
from tests.factories.accounts import as_viewer, make_other_authority, make_user
from tests.factories.people import REGISTRY
from tests.factories.reconciliation import (
    FIRST_DAY,
    WEDNESDAY,
    Money,
    make_lines,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _books_stay_whole(money: Money) -> Iterator[None]:
    yield
    assert list(integrity_problems()) == []


def matched(money: Money, *lines: tuple[int, str, int], at: datetime) -> list[ReceivedLine]:
    rows = make_lines(money.account, *lines)
    match_lines(by=as_viewer(MATCHER, at), line_ids=[row.pk for row in rows])
    return rows


def agree(money: Money, weekly: Mapping[Fund, int], day: date, at: datetime) -> None:
    """Terms from a day, which are announced and followed in the same transaction."""
    agree_terms(
        by=as_viewer(REGISTRY, at),
        agreement=money.agreement,
        amounts={fund: Amount(pence) for fund, pence in weekly.items()},
        from_date=day,
    )


def let_contribution_go_first(money: Money, day: date = FIRST_DAY) -> None:
    """The council's rule from a day. It is a figure: what was shared before follows at night."""
    set_figure(
        by=as_viewer(make_user(Role.ADMINISTRATOR), day),
        authority=money.person.authority,
        key="share_rule",
        value=ShareRule.CONTRIBUTION_FIRST,
        from_date=day,
        source="Cabinet, 24 August 2026",
    )


def again(money: Money, at: datetime) -> int:
    return share_again(by=as_viewer(MATCHER, at), person_ids=[money.person.pk])


def shares(money: Money, line: ReceivedLine) -> tuple[int, int]:
    """Pence that council and person pay of a line now."""
    parts = dict(Match.objects.active().get(line=line).parts.values_list("fund", "amount_pence"))
    return parts.get(money.council.pk, 0), parts.get(money.own.pk, 0)


def posted(money: Money, *codes: TransferCode) -> QuerySet[Transfer]:
    return Transfer.objects.filter(code__in=codes).order_by("pk")


def test_backdated_terms_are_posted_on_the_payments_day_and_recorded_now(
    money: Money, at: datetime
) -> None:
    before, after = matched(money, (-4950, "AMARA OBI", 0), (-4950, "AMARA OBI", 7), at=at)
    old = set(posted(money, TransferCode.MATCH))
    later = at + timedelta(30)
    agree(money, {money.council: 5850}, WEDNESDAY + timedelta(5), later)
    assert (shares(money, before), shares(money, after)) == ((1464, 3486), (4950, 0))
    undone = posted(money, TransferCode.REVERSAL)
    assert {(t.effective_date, t.recorded_at) for t in undone} == {(after.booked_date, later)}
    assert [t.amount_pence for t in undone] == [1464, 3486]
    new = set(posted(money, TransferCode.MATCH)) - old
    assert {(t.amount_pence, t.effective_date, t.recorded_at) for t in new} == {
        (4950, after.booked_date, later)
    }
    trail = AuditEvent.objects.get(event="payment_shared_again")
    assert (trail.by_system, trail.data) == ("matcher", {"line_id": after.pk})


def test_what_was_known_before_can_still_be_read(money: Money, at: datetime) -> None:
    (line,) = matched(money, (-4950, "AMARA OBI", 7), at=at)
    accounts = list(
        money.person.ledger_accounts.filter(fund=money.own).values_list("pk", flat=True)
    )
    later = at + timedelta(30)
    agree(money, {money.council: 5850}, FIRST_DAY, later)
    assert sum(balances_known(accounts, moment=later).values()) == 3486
    assert sum(balances(accounts).values()) == 0
    assert shares(money, line) == (4950, 0)


def test_sharing_again_what_is_shared_so_changes_nothing(money: Money, at: datetime) -> None:
    matched(
        money,
        (-4950, "AMARA OBI", 0),
        (6920, "FERNSHIRE COUNCIL DP", 0),
        (-900, "FERNSHIRE COMM CARS", 1),
        (900, "REFUND FERNSHIRE COMM CARS", 5),
        at=at,
    )
    count = Transfer.objects.count()
    assert again(money, at) == 0
    agree(money, {money.council: 1730, money.own: 4120}, FIRST_DAY, at)
    assert again(money, at) == 0
    assert Transfer.objects.count() == count
    assert not AuditEvent.objects.filter(event="payment_shared_again").exists()


def test_terms_that_come_and_go_leave_the_shares_as_they_were(money: Money, at: datetime) -> None:
    (line,) = matched(money, (-4950, "AMARA OBI", 7), at=at)
    agree(money, {money.council: 5850}, FIRST_DAY, at + timedelta(1))
    agree(money, {money.council: 1730, money.own: 4120}, FIRST_DAY, at + timedelta(2))
    assert shares(money, line) == (1464, 3486)
    assert posted(money, TransferCode.REVERSAL).count() == 3


def test_a_refund_follows_its_purchase(money: Money, at: datetime) -> None:
    purchase, refund = matched(
        money, (-900, "FERNSHIRE COMM CARS", 0), (900, "REFUND FERNSHIRE COMM CARS", 12), at=at
    )
    assert shares(money, refund) == shares(money, purchase) == (266, 634)
    # Before the purchase alone: the refund's own day has the terms that it had.
    agree(money, {money.council: 900}, FIRST_DAY, at)
    agree(money, {money.council: 1730, money.own: 4120}, WEDNESDAY + timedelta(5), at)
    assert shares(money, refund) == shares(money, purchase) == (900, 0)


def test_money_in_follows_backdated_terms(money: Money, at: datetime) -> None:
    (load,) = matched(money, (6920, "FERNSHIRE COUNCIL DP", 1), at=at)
    assert shares(money, load) == (6920, 0)
    assert again(money, at) == 0


def test_what_nobody_pays_any_more_is_undone_and_asked_about(money: Money, at: datetime) -> None:
    kept, lost = matched(money, (-4950, "AMARA OBI", 0), (-4950, "AMARA OBI", 7), at=at)
    reason = Match.objects.get(line=lost).reason
    end_agreement(
        by=as_viewer(REGISTRY, at), agreement=money.agreement, day=WEDNESDAY + timedelta(5)
    )
    assert Match.objects.active().filter(line=kept).exists()
    match = Match.objects.get(line=lost)
    assert (match.state, match.undone_by_system) == ("undone", "matcher")
    exception = MoneyException.objects.open().get(line=lost)
    assert (exception.rule, exception.state) == ("R28", "open")
    assert exception.reason == (
        f"{reason} No payment agreement into this account pays for this on that day."
    )
    assert again(money, at) == 0


def test_what_nobody_paid_is_matched_again_once_somebody_does(money: Money, at: datetime) -> None:
    (line,) = matched(money, (-4950, "AMARA OBI", 7), at=at)
    end_agreement(by=as_viewer(REGISTRY, at), agreement=money.agreement, day=FIRST_DAY)
    assert not Match.objects.active().exists()
    agree(money, {money.council: 5850}, FIRST_DAY, at + timedelta(1))
    assert shares(money, line) == (4950, 0)
    assert not MoneyException.objects.open().exists()


def test_a_purchase_that_nobody_pays_takes_its_refund_with_it(money: Money, at: datetime) -> None:
    rows = matched(
        money, (-900, "FERNSHIRE COMM CARS", 0), (900, "REFUND FERNSHIRE COMM CARS", 12), at=at
    )
    end_agreement(by=as_viewer(REGISTRY, at), agreement=money.agreement, day=FIRST_DAY)
    assert not Match.objects.active().filter(line__in=rows).exists()
    assert MoneyException.objects.open().filter(line__in=rows).count() == 2


def test_contribution_first_a_late_payment_of_an_earlier_day_moves_those_after_it(
    money: Money, at: datetime
) -> None:
    let_contribution_go_first(money)
    # Due of the contribution by 9 September, ten days: 41.20 × 10 / 7 = £58.86.
    (second,) = matched(money, (-4950, "AMARA OBI", 7), at=at)
    assert shares(money, second) == (0, 4950)
    # By 2 September, three days: £17.66, which is then used.
    (first,) = matched(money, (-4950, "AMARA OBI", 0), at=at + timedelta(1))
    assert shares(money, first) == (4950 - 1766, 1766)
    assert shares(money, second) == (4950 - (5886 - 1766), 5886 - 1766)
    assert again(money, at) == 0


def test_contribution_first_what_is_undone_may_be_used_by_later_payments(
    money: Money, at: datetime
) -> None:
    let_contribution_go_first(money)
    first, second = matched(money, (-4950, "AMARA OBI", 0), (-4950, "AMARA OBI", 7), at=at)
    assert shares(money, second) == (830, 4120)
    unmatch(by=as_viewer(money.finance, at), line_id=first.pk)
    assert shares(money, second) == (0, 4950)


def test_contribution_first_what_staff_confirm_counts_for_later_payments(
    money: Money, at: datetime
) -> None:
    let_contribution_go_first(money)
    first, second = matched(money, (-1000, "GARDEN CTR", 0), (-4950, "AMARA OBI", 7), at=at)
    assert shares(money, second) == (0, 4950)
    chosen = Chosen(TargetKind.OFF_PLAN)
    confirm_match(by=as_viewer(money.finance, at), line_id=first.pk, chosen=chosen)
    assert (shares(money, first), shares(money, second)) == ((0, 1000), (64, 4886))


def test_a_rule_of_the_council_is_followed_at_night_and_only_once(
    money: Money, at: datetime
) -> None:
    first, second = matched(money, (-4950, "AMARA OBI", 0), (-4950, "AMARA OBI", 7), at=at)
    let_contribution_go_first(money, WEDNESDAY + timedelta(1))
    share_money_again.func()
    # What the first was charged is used, whatever the rule was then: 58.86 − 34.86 = £24.00.
    assert (shares(money, first), shares(money, second)) == ((1464, 3486), (2550, 2400))
    count = Transfer.objects.count()
    share_money_again.func()
    assert Transfer.objects.count() == count


def test_only_who_may_reconcile_there_shares_again(money: Money, at: datetime) -> None:
    for user in (
        make_user(Role.BROKER),
        make_user(Role.FINANCE, authority=make_other_authority()),
    ):
        with pytest.raises(PermissionDenied):
            share_again(by=as_viewer(user, at), person_ids=[money.person.pk])


def test_staff_who_undid_a_match_are_not_overruled_by_sharing_again(
    money: Money, at: datetime
) -> None:
    (line,) = matched(money, (-4950, "AMARA OBI", 0), at=at)
    unmatch(by=as_viewer(money.finance, at), line_id=line.pk)
    agree(money, {money.council: 5850}, FIRST_DAY, at)
    match_open_lines(by=as_viewer(MATCHER, at))
    assert not Match.objects.active().exists()
