"""What is available on each account, against the ledger less what is held."""

from collections.abc import Iterator

from django.db.models import Sum

from payments.cards.models import Authorisation, MoneyAccount
from payments.ledger.queries import summed
from payments.reconciliation.queries.sources.chunks import in_chunks


def wrongly_available() -> Iterator[str]:
    """What is available is one row, changed with each posting, and must equal the sum."""
    rows = MoneyAccount.objects.values_list(
        "pk", "ledger_account_id", "available_pence", named=True
    )
    for chunk in in_chunks(rows):
        ledger = summed([account.ledger_account_id for account in chunk])
        holds = Authorisation.objects.filter(account__in=[account.pk for account in chunk])
        held = dict(holds.values_list("account").annotate(Sum("held_pence")).order_by())
        for account in chunk:
            expected = ledger[account.ledger_account_id] - held.get(account.pk, 0)
            if account.available_pence != expected:
                yield (
                    f"Account {account.pk} says {account.available_pence} pence are available; "
                    f"the ledger less what is held says {expected}."
                )
