"""Opening a card or bank account, and remembering how its bank writes CSV."""

from django.db import transaction

from marketplace.accounts.permissions import check
from marketplace.accounts.rules import Role
from marketplace.accounts.viewer import Viewer
from marketplace.core.audit import record
from marketplace.people.actions import grant_access
from marketplace.people.models import Person
from marketplace.people.rules import AccessCapacity
from payments.cards.actions.cards import new_card
from payments.cards.models import MoneyAccount
from payments.cards.rules import MAY_IMPORT_MONEY, POUNDS, AccountProvider, MoneyAccountKind
from payments.gateway.statements import CsvMapping
from payments.ledger.actions import open_accounts
from payments.ledger.rules import AccountKind, NewAccount, unallocated


@transaction.atomic
def open_money_account(
    *,
    by: Viewer,
    person: Person,
    kind: str,
    last4: str,
    provider: str,
    provider_reference: str = "",
    currency: str = POUNDS,
) -> MoneyAccount:
    """A card or bank account for the person's direct payment, with its place in the ledger.

    A card account opens with its first card, which these digits and this reference are of. From now
    on the council's finance team sees the person's money. Raises ValueError for a kind or provider
    that is none, and for the card processor's id of a card on a bank account.
    """
    check(by, MAY_IMPORT_MONEY, person.authority_id)
    is_bank = MoneyAccountKind(kind) == MoneyAccountKind.BANK
    if is_bank and provider_reference:
        raise ValueError("A bank account has no card for the card processor to know.")
    account = MoneyAccount(
        authority_id=person.authority_id,
        person=person,
        kind=MoneyAccountKind(kind),
        bank_last4=last4 if is_bank else "",
        provider=AccountProvider(provider),
        currency=currency,
        opened_at=by.at,
    )
    own = NewAccount(AccountKind(kind), f"{kind}:{account.public_id}", person.pk)
    opened = open_accounts(
        by=by, authority_id=person.authority_id, accounts=[own, unallocated(person.pk)]
    )
    account.ledger_account = opened[own.code]
    account.save()
    if not is_bank:
        new_card(by=by, account=account, last4=last4, provider_reference=provider_reference)
    grant_access(by=by, person=person, capacity=AccessCapacity.FINANCE, team=Role.FINANCE)
    record(event="money_account.opened", by=by, subject=account, person_id=person.pk, kind=kind)
    return account


@transaction.atomic
def save_csv_mapping(*, by: Viewer, account_id: int, mapping: CsvMapping) -> MoneyAccount:
    """Keep the columns of this account's CSV files, so that the next one needs no questions."""
    account = MoneyAccount.objects.select_for_update().get(pk=account_id)
    check(by, MAY_IMPORT_MONEY, account.authority_id)
    account.csv_mapping = mapping.as_json()
    account.save(update_fields=["csv_mapping"])
    record(event="money_account.mapping_saved", by=by, subject=account)
    return account
