"""What the ledger says: balances of accounts, what moved, and which accounts a plan needs."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import date

from django.db.models import QuerySet, Sum

from marketplace.brokerage.models import SupportPlan
from marketplace.brokerage.rules import Deployment
from payments.ledger.models import Account, Transfer
from payments.ledger.rules import (
    NewAccount,
    paid_in_by,
    spent_off_plan,
    spent_on,
    unallocated,
)


def balances(account_ids: Collection[int], *, before: date | None = None) -> dict[int, int]:
    """Debits less credits of each account, in pence; with `before`, effective before that day."""
    total: dict[int, int] = defaultdict(int)
    for side, sign in (("debit", 1), ("credit", -1)):
        moved = Transfer.objects.filter(**{f"{side}__in": account_ids})
        if before is not None:
            moved = moved.filter(effective_date__lt=before)
        for account_id, pence in moved.values_list(side).annotate(Sum("amount_pence")).order_by():
            total[account_id] += sign * pence
    return {account_id: total[account_id] for account_id in account_ids}


def moved_between(
    accounts: QuerySet[Account], *, start: date, until: date
) -> dict[tuple[str, int | None, int | None], int]:
    """Debits less credits with a date in [start, until), by (kind, plan item, stream), in pence."""
    total: dict[tuple[str, int | None, int | None], int] = defaultdict(int)
    for side, sign in (("debit", 1), ("credit", -1)):
        rows = (
            Transfer.objects.filter(
                **{f"{side}__in": accounts},
                effective_date__gte=start,
                effective_date__lt=until,
            )
            .values_list(f"{side}__kind", f"{side}__plan_item", f"{side}__stream")
            .annotate(Sum("amount_pence"))
            .order_by()
        )
        for kind, item, stream, pence in rows:
            total[kind, item, stream] += sign * pence
    return dict(total)


def accounts_of_plans(plan_ids: Collection[int]) -> dict[int, list[NewAccount]]:
    """What approved plans' money is posted between, by council."""
    plans = SupportPlan.objects.filter(pk__in=plan_ids).prefetch_related("items", "budget__streams")
    wanted: dict[int, list[NewAccount]] = defaultdict(list)
    for plan in plans:
        wanted[plan.authority_id].extend(_accounts_of(plan))
    return dict(wanted)


def _accounts_of(plan: SupportPlan) -> Iterator[NewAccount]:
    """The accounts of one plan: unallocated money, each fund, and each fund's share of each item
    that the person pays for."""
    yield unallocated(plan.person_id)
    for stream in plan.budget.streams.all():
        yield paid_in_by(plan.person_id, stream.pk)
        yield spent_off_plan(plan.person_id, stream.pk)
        for item in plan.items.all():
            if item.price_pence and item.deployment == Deployment.DIRECT_PAYMENT:
                yield spent_on(plan.person_id, item.pk, stream.pk)
