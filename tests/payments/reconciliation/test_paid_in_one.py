"""Weekly money and money that is paid once in one payment: posted to both, and shared again alike."""

from datetime import date, datetime

import pytest

from marketplace.brokerage.actions import NewFund, agree_terms, open_agreement, open_fund
from marketplace.brokerage.models import Fund
from marketplace.brokerage.rules import Amount, PayerKind, Programme
from marketplace.brokerage.samples import direct_payment
from payments.cards.actions import pay_into
from payments.reconciliation.actions import (
    MATCHER,
    accept_suggestions,
    match_open_lines,
    share_again,
    unmatch,
)
from payments.reconciliation.models import Match
from payments.reconciliation.queries.integrity import integrity_problems, source_problems
from payments.reconciliation.queries.preview import after_matching
from payments.reconciliation.rules.states import token_of
from tests.factories.accounts import as_viewer
from tests.factories.people import REGISTRY
from tests.factories.reconciliation import SETTER, Money
from tests.payments.reconciliation.matched import exception_of, matched, pence_in

pytestmark = [pytest.mark.django_db]
FIRST = date(2026, 9, 2)
#: Four weeks of the council's £17.30, and a ramp.
BOTH = 4 * 1_730 + 45_010


def ramp_of(money: Money, at: datetime) -> Fund:
    """£450.10 once from another programme of the council, into the same account."""
    by = as_viewer(REGISTRY, at)
    fund = open_fund(
        by=by,
        person=money.person,
        new=NewFund(PayerKind.COUNCIL, money.council.payer.name, Programme.AFTERCARE),
        opened_date=FIRST,
    )
    agreement = open_agreement(by=by, person=money.person, new=direct_payment(FIRST))
    agree_terms(by=by, agreement=agreement, amounts={fund: Amount(0, 45_010)}, from_date=FIRST)
    pay_into(by=as_viewer(SETTER, at), account=money.account, agreement=agreement)
    return fund


def test_parts_of_one_payment_are_posted_to_both_funds_and_stay_when_shared_again(
    money: Money, at: datetime
) -> None:
    ramp = ramp_of(money, at)
    (line,) = matched(money, (BOTH, "FERNSHIRE COUNCIL DP", 0), at=at)
    assert len(Match.objects.active().get(line=line).features["split"]) == 2
    assert pence_in(f"paid_in:{money.council.pk}") == -4 * 1_730
    assert pence_in(f"paid_in:{ramp.pk}") == -45_010
    assert share_again(by=as_viewer(MATCHER, at), person_ids=[money.person.pk]) == 0
    assert [*integrity_problems(), *source_problems()] == []


def test_suggestion_of_a_payment_for_both_is_accepted_with_its_parts(
    money: Money, at: datetime
) -> None:
    ramp = ramp_of(money, at)
    (line,) = matched(money, (BOTH, "FERNSHIRE COUNCIL DP", 0), at=at)
    by = as_viewer(money.finance, at)
    unmatch(by=by, line_id=line.pk)
    match_open_lines(by=as_viewer(MATCHER, at))
    asked = exception_of(line)
    after = after_matching([asked], at.date())[asked.pk]
    assert dict(after.shares) == {money.council.label: 6_920, ramp.label: 45_010}
    (match,) = accept_suggestions(by=by, pinned={asked.pk: token_of(asked.suggestion)})
    assert {part.fund_id: part.amount_pence for part in match.parts.all()} == {
        money.council.pk: 6_920,
        ramp.pk: 45_010,
    }
    assert share_again(by=as_viewer(MATCHER, at), person_ids=[money.person.pk]) == 0
