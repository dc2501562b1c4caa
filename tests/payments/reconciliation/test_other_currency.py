"""A payment in another currency is never put to planned support in pounds."""

from datetime import datetime

import pytest

from payments.cards.actions import open_money_account
from payments.cards.models import ReceivedLine
from payments.reconciliation.actions import MATCHER, Chosen, confirm_match, match_lines
from payments.reconciliation.models import Match
from payments.reconciliation.rules.values import TargetKind
from tests.factories.accounts import as_viewer
from tests.factories.reconciliation import SETTER, Money, make_money
from tests.payments.reconciliation.matched import refused

pytestmark = pytest.mark.django_db


def euros(money: Money, at: datetime) -> ReceivedLine:
    account = open_money_account(
        by=as_viewer(SETTER, at),
        person=money.person,
        kind="bank",
        last4="9921",
        provider="statement",
        currency="EUR",
    )
    return ReceivedLine.objects.create(
        authority_id=account.authority_id,
        account=account,
        identity="euros",
        booked_date=at.date(),
        amount_pence=-4950,
        currency="EUR",
        payee="AMARA OBI",
        state="booked",
        received_at=at,
    )


def test_payment_in_another_currency_is_matched_by_no_rule_and_by_nobody(at: datetime) -> None:
    money = make_money()
    line = euros(money, at)
    assert match_lines(by=as_viewer(MATCHER, at), line_ids=[line.pk]).read == 0
    chosen = Chosen(TargetKind.PLAN_LINE, money.amara.pk)
    with refused("match_line_not_booked"):
        confirm_match(by=as_viewer(money.finance, at), line_id=line.pk, chosen=chosen)
    assert not Match.objects.exists()
