"""What the ledger says: balances of accounts, and what moved, also as known before a moment.

A balance begins with the closing balances of the last closed period and adds what moved since.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime

from django.db.models import Q, QuerySet, Sum

from payments.ledger.models import Account, ClosingBalance, PeriodClose, Transfer

#: By kind, plan line and fund of accounts: debits less credits in pence.
Moved = dict[tuple[str, int | None, int | None], int]


def balances(account_ids: Collection[int], *, before: date | None = None) -> dict[int, int]:
    """Debits less credits of each account, in pence; with `before`, effective before that day."""
    closes = _last_closes(Account.objects.filter(pk__in=account_ids), before)
    total = summed(account_ids, _since(closes), before=before)
    closed = ClosingBalance.objects.filter(close__in=closes, account__in=account_ids)
    if closes:
        for account_id, pence in closed.values_list("account", "balance_pence"):
            total[account_id] += pence
    return total


def balances_known(
    account_ids: Collection[int], *, before: date | None = None, moment: datetime
) -> dict[int, int]:
    """The same as known before a moment: of what was recorded before it. No closing balance says that."""
    return summed(account_ids, Q(recorded_at__lt=moment), before=before)


def summed(
    account_ids: Collection[int], which: Q | None = None, *, before: date | None = None
) -> dict[int, int]:
    """Debits less credits of each account, added up from the transfers alone, of which some are asked for."""
    total: dict[int, int] = defaultdict(int)
    for side, sign in (("debit", 1), ("credit", -1)):
        moved = Transfer.objects.filter(which or Q(), **{f"{side}__in": account_ids})
        if before is not None:
            moved = moved.filter(effective_date__lt=before)
        for account_id, pence in moved.values_list(side).annotate(Sum("amount_pence")).order_by():
            total[account_id] += sign * pence
    return {account_id: total[account_id] for account_id in account_ids}


def left_of_fund(fund_id: int) -> int:
    """What a fund paid in, less what was spent of it, in pence; below zero where more was spent."""
    accounts = Account.objects.filter(fund=fund_id)
    return -sum(balances(list(accounts.values_list("pk", flat=True))).values())


def _last_closes(accounts: QuerySet[Account], before: date | None) -> list[PeriodClose]:
    """The last standing close of the council of each account, by whose end a balance is not over yet."""
    found = PeriodClose.objects.standing().filter(authority__in=accounts.values("authority"))
    if before is not None:
        found = found.filter(until__lte=before)
    last = {close.authority_id: close for close in found.order_by("until")}
    return list(last.values())


def _since(closes: Iterable[PeriodClose]) -> Q:
    """Transfers that no closing balance of these holds."""
    held = Q()
    for close in closes:
        held |= Q(authority_id=close.authority_id, effective_date__lt=close.until)
    return ~held if held else held


def moved_before(
    accounts: QuerySet[Account], *, until: date, moment: datetime | None = None
) -> Moved:
    """Debits less credits with a date before `until`, by (kind, plan line, fund); with `moment`, of what
    was recorded before it. The accounts are of one council."""
    closes = _last_closes(accounts, until) if moment is None else []
    if not closes:
        return moved_between(accounts, start=date.min, until=until, moment=moment)
    (close,) = closes
    total = defaultdict(int, moved_between(accounts, start=close.until, until=until))
    closed = ClosingBalance.objects.filter(close=close, account__in=accounts)
    rows = closed.values_list("account__kind", "account__plan_line", "account__fund")
    for kind, plan_line, fund, pence in rows.annotate(Sum("balance_pence")).order_by():
        total[kind, plan_line, fund] += pence
    return dict(total)


def moved_between(
    accounts: QuerySet[Account],
    *,
    start: date,
    until: date,
    moment: datetime | None = None,
) -> Moved:
    """Debits less credits with a date in [start, until), by (kind, plan line, fund), in pence; with
    `moment`, recorded before it."""
    total: dict[tuple[str, int | None, int | None], int] = defaultdict(int)
    for side, sign in (("debit", 1), ("credit", -1)):
        moved = Transfer.objects.filter(
            **{f"{side}__in": accounts}, effective_date__gte=start, effective_date__lt=until
        )
        if moment is not None:
            moved = moved.filter(recorded_at__lt=moment)
        rows = (
            moved.values_list(f"{side}__kind", f"{side}__plan_line", f"{side}__fund")
            .annotate(Sum("amount_pence"))
            .order_by()
        )
        for kind, plan_line, fund, pence in rows:
            total[kind, plan_line, fund] += sign * pence
    return dict(total)
