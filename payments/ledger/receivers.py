"""What the ledger does about brokerage's signals: in the same transaction, in its own rows only."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from marketplace.accounts.viewer import Viewer
from marketplace.core.actors import SystemActor
from payments.ledger.actions import open_accounts
from payments.ledger.queries import accounts_of_plans

LEDGER = SystemActor("ledger")


def open_plan_accounts(*, plan_ids: Sequence[int], at: datetime, **_: Any) -> None:
    """Open what an approved plan's money will be posted to."""
    by = Viewer.machine(LEDGER, at)
    for authority_id, accounts in accounts_of_plans(plan_ids).items():
        open_accounts(by=by, authority_id=authority_id, accounts=accounts)
