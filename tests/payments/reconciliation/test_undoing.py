"""Undoing a match gives back only it, and the books stay whole."""

from datetime import datetime

import pytest

from payments.reconciliation.actions import (
    MATCHER,
    Chosen,
    accept_suggestions,
    confirm_match,
    match_open_lines,
    unmatch,
)
from payments.reconciliation.models import Match
from payments.reconciliation.rules.values import TargetKind
from tests.factories.accounts import as_viewer
from tests.factories.reconciliation import (
    Money,
)
from tests.payments.reconciliation.matched import exception_of, matched, pence_in, refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("books_stay_whole")]


def test_a_purchase_is_not_undone_while_its_refund_is_matched(money: Money, at: datetime) -> None:
    purchase, refund = matched(
        money, (-900, "FERNSHIRE COMM CARS", 0), (900, "REFUND FERNSHIRE COMM CARS", 5), at=at
    )
    with refused("match_refunded"):
        unmatch(by=as_viewer(money.finance, at), line_id=purchase.pk)
    unmatch(by=as_viewer(money.finance, at), line_id=refund.pk)
    unmatch(by=as_viewer(money.finance, at), line_id=purchase.pk)


def test_undoing_gives_back_only_the_match_and_no_rule_decides_it_again(
    money: Money, at: datetime
) -> None:
    (line,) = matched(money, (-4950, "AMARA OBI", 0), at=at)
    unmatch(by=as_viewer(money.finance, at), line_id=line.pk)
    assert pence_in(f"line:{money.amara.pk}:{money.council.pk}") == 0
    assert pence_in(f"unallocated:{money.person.pk}") == 4950
    assert pence_in(money.account.ledger_account.code) == -4950
    exception = exception_of(line)
    assert exception.reason.startswith("A match was undone.")
    match_open_lines(by=as_viewer(MATCHER, at))
    assert not Match.objects.active().exists()
    assert exception_of(line).state == "suggested"
    with refused("match_not_active"):
        unmatch(by=as_viewer(money.finance, at), line_id=line.pk)
    confirm_match(
        by=as_viewer(money.finance, at),
        line_id=line.pk,
        chosen=Chosen(TargetKind.PLAN_LINE, money.amara.pk),
    )


def test_a_refund_of_a_payment_that_staff_undid_waits_for_it(money: Money, at: datetime) -> None:
    (purchase,) = matched(money, (-900, "FERNSHIRE COMM CARS", 0), at=at)
    unmatch(by=as_viewer(money.finance, at), line_id=purchase.pk)
    (refund,) = matched(money, (900, "REFUND FERNSHIRE COMM CARS", 5), at=at)
    waiting = exception_of(refund)
    assert (waiting.rule, waiting.state) == ("T5", "suggested")
    pinned = {waiting.pk: f"plan_line:{money.cars.pk}"}
    with refused("match_purchase_first"):
        accept_suggestions(by=as_viewer(money.finance, at), pinned=pinned)
    chosen = Chosen(TargetKind.PLAN_LINE, money.cars.pk)
    confirm_match(by=as_viewer(money.finance, at), line_id=purchase.pk, chosen=chosen)
    accept_suggestions(by=as_viewer(money.finance, at), pinned=pinned)
    assert pence_in(f"line:{money.cars.pk}:{money.own.pk}") == 0
