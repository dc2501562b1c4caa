"""Closing an account, with its card. What the bank still sends of it is recorded as before."""

from django.db import transaction

from marketplace.accounts.permissions import check
from marketplace.accounts.viewer import Viewer
from marketplace.core.actor_columns import actor_columns
from marketplace.core.audit import record
from payments.cards.actions.cards import close_card
from payments.cards.errors import AccountRefused
from payments.cards.models import MoneyAccount
from payments.cards.queries import account_to_close
from payments.cards.rules import MAY_IMPORT_MONEY, CardReason, closing_problems


@transaction.atomic
def close_account(*, by: Viewer, account_id: int) -> MoneyAccount:
    """Close an account that is empty and that nothing pays into, for good; its card is closed with it.

    Raises AccountRefused with all that must be done first.
    """
    account = MoneyAccount.objects.select_for_update().get(pk=account_id)
    check(by, MAY_IMPORT_MONEY, account.authority_id)
    if problems := closing_problems(account_to_close(account, by.today)):
        raise AccountRefused(*problems)
    for card in account.cards.live():
        close_card(by=by, card_id=card.pk, reason=CardReason.NOT_NEEDED)
    account.closed_at = by.at
    closed_by = actor_columns("closed_by", by)
    for column, value in closed_by.items():
        setattr(account, column, value)
    account.save(update_fields=["closed_at", *closed_by])
    record(event="money_account.closed", by=by, subject=account, person_id=account.person_id)
    return account
