"""Opening a card or bank account, and remembering how its bank writes CSV."""

from collections.abc import Collection

from django.db import transaction

from marketplace.accounts.permissions import check
from marketplace.accounts.rules import Role
from marketplace.accounts.viewer import Viewer
from marketplace.brokerage.models import PaymentAgreement
from marketplace.brokerage.rules import PaymentRoad
from marketplace.core.audit import record
from marketplace.people.actions import grant_access
from marketplace.people.models import Person
from marketplace.people.rules import AccessCapacity
from payments.cards.actions.account_tasks import finish_account_task
from payments.cards.actions.cards import described_problems, new_card
from payments.cards.errors import AccountRefused
from payments.cards.models import AccountAgreement, CsvLayout, MoneyAccount, SharedAccount
from payments.cards.rules import (
    MAY_IMPORT_MONEY,
    POUNDS,
    AccountProvider,
    MoneyAccountKind,
    account_digits_problems,
    feeding_problems,
    open_problems,
    own_layout,
)
from payments.cards.signals import account_fed
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
    agreements: Collection[PaymentAgreement] = (),
    shared: SharedAccount | None = None,
) -> MoneyAccount:
    """A card or bank account for the person's direct payment, with its place in the ledger.

    What the payment agreements pay goes into it. A card account opens with its first card, which these digits and this reference are of. From now
    on the council's finance team sees the person's money. With `shared` it is the person's share of a bank
    account of several people. Raises AccountRefused for digits or an id that cannot be, and for a share of
    an account that another body holds; ValueError for a kind or provider that is none, and for the card processor's id of a
    card on a bank account.
    """
    check(by, MAY_IMPORT_MONEY, person.authority_id)
    is_bank = MoneyAccountKind(kind) == MoneyAccountKind.BANK
    if is_bank and provider_reference:
        raise ValueError("A bank account has no card for the card processor to know.")
    _refuse_digits(person.authority_id, kind, last4, provider, provider_reference)
    account = MoneyAccount(
        authority_id=person.authority_id,
        person=person,
        kind=MoneyAccountKind(kind),
        bank_last4=last4 if is_bank else "",
        shared_account=shared,
        provider=AccountProvider(provider),
        currency=currency,
        opened_at=by.at,
    )
    code = f"{kind}:{account.public_id}"
    own = NewAccount(AccountKind(kind), code, person.pk, currency=currency)
    waiting = unallocated(person.pk, currency)
    opened = open_accounts(by=by, authority_id=person.authority_id, accounts=[own, waiting])
    account.ledger_account = opened[own.code]
    account.save()
    if not is_bank:
        new_card(by=by, account=account, last4=last4, provider_reference=provider_reference)
    grant_access(by=by, person=person, capacity=AccessCapacity.FINANCE, role=Role.FINANCE)
    record(event="money_account.opened", by=by, subject=account, person_id=person.pk, kind=kind)
    for agreement in agreements:
        pay_into(by=by, account=account, agreement=agreement)
    return account


def _refuse_digits(
    authority_id: int, kind: str, last4: str, provider: str, provider_reference: str
) -> None:
    """Raises AccountRefused when the account, or its first card, is described wrongly."""
    if MoneyAccountKind(kind) is MoneyAccountKind.BANK:
        problems = account_digits_problems(MoneyAccountKind.BANK, last4)
    else:
        problems = described_problems(
            authority_id, AccountProvider(provider), last4, provider_reference
        )
    if problems:
        raise AccountRefused(*problems)


@transaction.atomic
def pay_into(*, by: Viewer, account: MoneyAccount, agreement: PaymentAgreement) -> None:
    """Say that an agreement pays into an account: its money is what is spent there.

    Raises AccountRefused for an account that is closed, an agreement of another person, one that goes
    by no account, one that pays into another account already, and one that another body holds.
    """
    check(by, MAY_IMPORT_MONEY, account.authority_id)
    locked = MoneyAccount.objects.select_for_update().get(pk=account.pk)
    AccountRefused.refuse_if_any(open_problems(is_closed=locked.closed_at is not None))
    known = AccountAgreement.objects.filter(agreement=agreement).first()
    if known is not None and known.account_id == account.pk:
        return
    if problems := feeding_problems(
        PaymentRoad(agreement.road),
        is_own=agreement.person_id == account.person_id,
        is_free=known is None,
        is_holders=locked.shared_account is None
        or locked.shared_account.holder_id == agreement.holder_id,
    ):
        raise AccountRefused(*problems)
    AccountAgreement.objects.create(account=account, agreement=agreement, recorded_at=by.at)
    finish_account_task(by=by, person=account.person)
    record(event="money_account.agreement", by=by, subject=account, agreement=agreement.pk)
    first = agreement.terms.order_by("from_date").values_list("from_date", flat=True).first()
    if first is not None:
        account_fed.send(sender=MoneyAccount, person_ids=[account.person_id], first=first, at=by.at)


@transaction.atomic
def pay_all_into(
    *, by: Viewer, account: MoneyAccount, agreements: Collection[PaymentAgreement]
) -> None:
    """Say that several agreements pay into an account, all or none. Raises AccountRefused."""
    for agreement in agreements:
        pay_into(by=by, account=account, agreement=agreement)


@transaction.atomic
def save_csv_mapping(
    *, by: Viewer, account_id: int, mapping: CsvMapping, layout: str = ""
) -> MoneyAccount:
    """Keep the columns of CSV files with these headings, so that the council's next one needs no questions.

    Without headings (`layout` is their signature) they are kept for this account's files alone.
    """
    account = MoneyAccount.objects.select_for_update().get(pk=account_id)
    check(by, MAY_IMPORT_MONEY, account.authority_id)
    CsvLayout.objects.update_or_create(
        authority_id=account.authority_id,
        signature=layout or own_layout(account.public_id),
        defaults={"mapping": mapping.as_json(), "saved_at": by.at},
    )
    record(event="money_account.mapping_saved", by=by, subject=account)
    return account
