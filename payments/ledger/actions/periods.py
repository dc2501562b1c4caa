"""Closing a council's books up to a day, and opening the last period again."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Sum

from marketplace.accounts.models import User
from marketplace.accounts.permissions import check, check_is_user
from marketplace.accounts.queries import users_holding
from marketplace.accounts.viewer import Viewer
from marketplace.core.audit import record
from marketplace.notifications.actions import tell
from payments.ledger.actions.turns import after_posting
from payments.ledger.errors import LedgerConflict
from payments.ledger.models import ClosingBalance, PeriodClose, PeriodReopening, Transfer
from payments.ledger.periods import (
    MAY_CLOSE_PERIODS,
    PeriodNotice,
    closing_problems,
    reopening_problems,
)
from payments.ledger.queries import closed_until, still_open

#: Rows to one INSERT. Judgement: 4 columns, well under the 32,766 values that SQLite takes.
BATCH = 2_000


@transaction.atomic
def close_period(*, by: Viewer, authority_id: int, last_day: date) -> PeriodClose:
    """Close a council's books up to and with a day, and keep what every account came to.

    Waits for whoever is posting; from then on nothing is posted on these days. What is still open in
    them is counted in the trail. Raises LedgerConflict for a day that is not over, or is closed already.
    """
    check(by, MAY_CLOSE_PERIODS, authority_id)
    user = check_is_user(by)
    after_posting(authority_id=authority_id)
    open_from = closed_until(authority_id)
    LedgerConflict.refuse_if_any(closing_problems(last_day, today=by.today, open_from=open_from))
    until = last_day + timedelta(days=1)
    before = PeriodClose.objects.standing().filter(authority=authority_id).order_by("until").last()
    close = PeriodClose.objects.create(
        authority_id=authority_id, until=until, closed_at=by.at, closed_by=user
    )
    balances = _closing_balances(close, before)
    ClosingBalance.objects.bulk_create(balances, batch_size=BATCH)
    left = sum(one.count for one in still_open(authority_id, until))
    record(
        event="period_closed",
        by=by,
        subject=close,
        until=until.isoformat(),
        accounts=len(balances),
        left_open=left,
    )
    tell(by=by, kind=PeriodNotice.CLOSED, subject=close, users=_colleagues(by, close))
    return close


def _closing_balances(close: PeriodClose, before: PeriodClose | None) -> list[ClosingBalance]:
    """What each account comes to: at the close before, and what moved since."""
    total: dict[int, int] = defaultdict(int)
    moved = Transfer.objects.filter(authority_id=close.authority_id, effective_date__lt=close.until)
    if before is not None:
        total.update(before.balances.values_list("account", "balance_pence"))
        moved = moved.filter(effective_date__gte=before.until)
    for side, sign in (("debit", 1), ("credit", -1)):
        for account_id, pence in moved.values_list(side).annotate(Sum("amount_pence")).order_by():
            total[account_id] += sign * pence
    return [
        ClosingBalance(close=close, account_id=account_id, balance_pence=pence)
        for account_id, pence in sorted(total.items())
        if pence
    ]


@transaction.atomic
def reopen_period(*, by: Viewer, close_id: int, reason: str) -> PeriodReopening:
    """Open the last closed period of a council again, and say why. Never by the one who closed it.

    Raises LedgerConflict for another period than the last, and without a reason.
    """
    close = PeriodClose.objects.select_related("closed_by").get(pk=close_id)
    check(by, MAY_CLOSE_PERIODS, close.authority_id)
    user = check_is_user(by)
    after_posting(authority_id=close.authority_id)
    words = reason.strip()
    standing = PeriodClose.objects.standing().filter(authority=close.authority_id)
    LedgerConflict.refuse_if_any(
        reopening_problems(
            reason=words,
            is_last=not standing.filter(until__gt=close.until).exists(),
            is_reopened=not standing.filter(pk=close.pk).exists(),
            is_same_person=close.closed_by_id == user.pk,
        )
    )
    reopening = PeriodReopening.objects.create(
        close=close, reason=words, reopened_at=by.at, reopened_by=user
    )
    record(event="period_reopened", by=by, subject=reopening, until=close.until.isoformat())
    tell(by=by, kind=PeriodNotice.REOPENED, subject=close, users=_colleagues(by, close))
    return reopening


def _colleagues(by: Viewer, close: PeriodClose) -> Iterator[User]:
    """Who closes periods there, and who closed this one, but for whoever does it now."""
    holding = users_holding(MAY_CLOSE_PERIODS.roles, close.authority_id, by.today)
    told = {user.pk: user for user in (*holding, close.closed_by)}
    return (user for pk, user in told.items() if pk != by.user_id)
