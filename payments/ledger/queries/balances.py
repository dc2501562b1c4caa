"""What the ledger says: balances of accounts, and what moved, also as known before a moment."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime

from django.db.models import QuerySet, Sum

from payments.ledger.models import Account, Transfer


def balances(
    account_ids: Collection[int], *, before: date | None = None, moment: datetime | None = None
) -> dict[int, int]:
    """Debits less credits of each account, in pence; with `before`, effective before that day, and
    with `moment`, recorded before it."""
    total: dict[int, int] = defaultdict(int)
    for side, sign in (("debit", 1), ("credit", -1)):
        moved = Transfer.objects.filter(**{f"{side}__in": account_ids})
        if before is not None:
            moved = moved.filter(effective_date__lt=before)
        if moment is not None:
            moved = moved.filter(recorded_at__lt=moment)
        for account_id, pence in moved.values_list(side).annotate(Sum("amount_pence")).order_by():
            total[account_id] += sign * pence
    return {account_id: total[account_id] for account_id in account_ids}


def moved_between(
    accounts: QuerySet[Account],
    *,
    start: date = date.min,
    until: date,
    moment: datetime | None = None,
) -> dict[tuple[str, int | None, int | None], int]:
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
