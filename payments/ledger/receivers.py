"""News from brokerage that the ledger answers, in the same transaction, with its own rows only."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from marketplace.accounts.viewer import Viewer
from marketplace.brokerage.models import SupportPlan
from marketplace.brokerage.rules import Deployment
from marketplace.core.actors import SystemActor
from payments.ledger.actions import open_accounts
from payments.ledger.rules import NewAccount, paid_in_by, spent_off_plan, spent_on, unallocated

LEDGER = SystemActor("ledger")


def open_plan_accounts(*, plan_ids: Sequence[int], at: datetime, **_: Any) -> None:
    """Open what an approved plan's money will be posted to."""
    plans = SupportPlan.objects.filter(pk__in=plan_ids).prefetch_related("items", "budget__streams")
    wanted: dict[int, list[NewAccount]] = defaultdict(list)
    for plan in plans:
        wanted[plan.authority_id].extend(accounts_of(plan))
    for authority_id, accounts in wanted.items():
        open_accounts(by=Viewer.machine(LEDGER, at), authority_id=authority_id, accounts=accounts)


def accounts_of(plan: SupportPlan) -> Iterable[NewAccount]:
    """The accounts of one plan: unallocated money, each fund, and each fund's share of each item
    that the person pays for."""
    yield unallocated(plan.person_id)
    for stream in plan.budget.streams.all():
        yield paid_in_by(plan.person_id, stream.pk)
        yield spent_off_plan(plan.person_id, stream.pk)
        for item in plan.items.all():
            if item.price_pence and item.deployment == Deployment.DIRECT_PAYMENT:
                yield spent_on(plan.person_id, item.pk, stream.pk)
