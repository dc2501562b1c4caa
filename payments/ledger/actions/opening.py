"""Opening the accounts that money is posted between."""

from collections.abc import Iterable
from datetime import datetime

from marketplace.accounts.viewer import Viewer
from marketplace.core.audit import record
from marketplace.core.transactions import require_transaction
from payments.ledger.models import Account
from payments.ledger.rules import NewAccount

#: Rows to one INSERT. Judgement: 8 columns, well under the 32,766 values that SQLite takes.
BATCH = 500


def open_accounts(
    *, by: Viewer, authority_id: int, accounts: Iterable[NewAccount]
) -> dict[str, Account]:
    """Make sure that these accounts exist. Returns every one of them by its code.

    Part of another room's action, or of a receiver: opening an account moves no money. What is
    open already stays as it is, so two at once do no harm. Audited only when one was opened.
    """
    require_transaction()
    wanted = {account.code: account for account in accounts}
    known = _open(authority_id, wanted)
    missing = [_row(wanted[code], by.at, authority_id) for code in wanted if code not in known]
    if not missing:
        return known
    Account.objects.bulk_create(missing, ignore_conflicts=True, batch_size=BATCH)
    known = _open(authority_id, wanted)
    record(
        event="ledger_accounts_opened", by=by, subject=known[missing[0].code], opened=len(missing)
    )
    return known


def _open(authority_id: int, wanted: Iterable[str]) -> dict[str, Account]:
    codes = list(wanted)
    found: dict[str, Account] = {}
    for start in range(0, len(codes), BATCH):
        for account in Account.objects.filter(
            authority_id=authority_id, code__in=codes[start : start + BATCH]
        ):
            found[account.code] = account
    return found


def _row(new: NewAccount, at: datetime, authority_id: int) -> Account:
    return Account(
        authority_id=authority_id,
        kind=new.kind.value,
        code=new.code,
        person_id=new.person_id,
        plan_line_id=new.plan_line_id,
        fund_id=new.fund_id,
        currency=new.currency,
        opened_at=at,
    )
